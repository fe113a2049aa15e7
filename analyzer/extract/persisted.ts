import { type Cell, isUndecided } from '../facts/cell.ts';
import type { PersistedRow } from '../facts/storage.ts';
import type { Fleet } from '../flake/fleet.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { itemsIn, nameIn, textIn } from './item-fields.ts';
import { boolCell, certainMembers, itemsOf, siteOf, stringCell, TableBuilder } from './table.ts';
import { type View, viewsOf } from './views.ts';

type Persisted = TableBuilder<'persisted'>;

/** What impermanence and preservation keep over a reboot. */
export function persistedTable(fleet: Fleet): Persisted {
  const table = new TableBuilder('persisted');
  for (const host of fleet.hosts)
    for (const view of viewsOf(host))
      if (view.kind !== 'darwin') for (const form of formsIn(view)) addRoots(table, view, form);
  return table;
}

interface Form {
  readonly source: PersistedRow['source'];
  readonly path: readonly string[];
}

function formsIn({ kind }: View): readonly Form[] {
  if (kind === 'home') return [{ source: 'impermanence', path: ['home', 'persistence'] }];
  return [
    { source: 'impermanence', path: ['environment', 'persistence'] },
    { source: 'preservation', path: ['preservation', 'preserveAt'] },
  ];
}

function addRoots(table: Persisted, view: View, { source, path }: Form): void {
  const { host, account, root: options } = view;
  const known = { host: host.name, account, source };
  if (source === 'preservation' && !isOn(table, view)) return;
  const roots = certainMembers(table, {
    node: options.at(path),
    what: 'persistent place',
    known: (root) => (root === undefined ? known : { ...known, root }),
    outer: { gaps: options.gaps, known: { host: host.name, account } },
  });
  for (const { name: root, node } of roots) {
    if (boolCell(node.child('enable')) === false) continue;
    const home = account === undefined ? undefined : homeOf(view, account);
    addPaths(table, { view, row: { ...known, root }, node, home });
    const users = node.child('users');
    for (const user of users.names())
      addPaths(table, {
        view,
        row: { ...known, account: user, root },
        node: users.child(user),
        home: homeOf(view, user),
      });
  }
}

/** Preservation does nothing before it is turned on. */
function isOn(table: Persisted, { host, root }: View): boolean {
  const enabled = boolCell(root.at(['preservation', 'enable']));
  if (isUndecided(enabled))
    table.gap({ host: host.name, source: 'preservation' }, enabled.undecided);
  return enabled === true;
}

/** Homes are upstream’s to place, unless the configuration says where they are. */
function homeOf({ kind, root }: View, user: string): Cell<string> {
  const node =
    kind === 'home'
      ? root.at(['home', 'homeDirectory'])
      : root.at(['users', 'users', user, 'home']);
  const home = stringCell(node);
  return home ?? { undecided: 'the home directory of the user is not known' };
}

interface Kept {
  readonly view: View;
  readonly row: Pick<PersistedRow, 'host' | 'account' | 'root' | 'source'>;
  readonly node: OptionNode;
  /** Set for paths below a home. */
  readonly home: Cell<string>;
}

function addPaths(table: Persisted, { view, row, node, home }: Kept): void {
  for (const [kind, option] of [
    ['directory', 'directories'],
    ['file', 'files'],
  ] as const) {
    const list = node.child(option);
    const { items, open } = itemsOf(list);
    if (open) table.gap({ ...row, kind }, open);
    for (const item of itemsIn(items)) {
      const { value, thunk } = item;
      if (value.kind === 'unknown') {
        table.gap({ ...row, kind }, value, thunk.site);
        continue;
      }
      table.add({
        at: thunk.site ?? siteOf(list) ?? { file: view.host.flake, expr: 0 },
        ...row,
        path: below(home, nameIn(item, kind, 'path')),
        kind,
        user: textIn(item, 'user'),
        group: textIn(item, 'group'),
        mode: textIn(item, 'mode'),
      });
    }
  }
}

function below(home: Cell<string>, path: Cell<string>): Cell<string> {
  if (home === undefined || typeof path !== 'string' || path.startsWith('/')) return path;
  return typeof home === 'string' ? `${home}/${path}` : home;
}
