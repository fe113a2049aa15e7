import type { Cell } from '../facts/cell.ts';
import type { Fleet } from '../flake/fleet.ts';
import { optionAt } from '../flake/fleet.ts';
import { itemsIn, textIn } from './item-fields.ts';
import { Settings } from './settings.ts';
import { certainMembers, itemsOf, siteOf, TableBuilder } from './table.ts';
import { viewsOf } from './views.ts';

type Mounts = TableBuilder<'mount'>;

/** File systems that machines mount. */
export function mountTable(fleet: Fleet): Mounts {
  const table = new TableBuilder('mount');
  for (const host of fleet.hosts) {
    const [view] = viewsOf(host);
    if (view?.kind !== 'nixos') continue;
    const known = { host: host.name, source: 'fileSystems' } as const;
    const members = certainMembers(table, {
      node: view.root.child('fileSystems'),
      what: 'file system',
      known: (path) => (path === undefined ? known : { ...known, path }),
      outer: { gaps: view.root.gaps, known: { host: host.name } },
    });
    for (const { name, node, at } of members) {
      const mount = new Settings(node, view.foreign);
      table.add({
        at: at ?? { file: host.flake, expr: 0 },
        ...known,
        path: mount.given('mountPoint') ? mount.string('mountPoint') : name,
        device: mount.text('device'),
        type: mount.string('fsType'),
        options: mount.items('options'),
      });
    }
    const units = optionAt(host, ['systemd', 'mounts']);
    const { items, open } = itemsOf(units);
    if (open) table.gap({ host: host.name, source: 'systemd.mounts' }, open);
    for (const item of itemsIn(items))
      table.add({
        at: item.thunk.site ?? siteOf(units) ?? { file: host.flake, expr: 0 },
        host: host.name,
        source: 'systemd.mounts',
        path: textIn(item, 'where'),
        device: textIn(item, 'what'),
        type: textIn(item, 'type'),
        options: optionsOf(textIn(item, 'options')),
      });
  }
  return table;
}

/** `noatime,ro` as a list. */
function optionsOf(written: Cell<string>): Cell<readonly string[]> {
  if (typeof written !== 'string') return written ?? [];
  return written.split(',');
}
