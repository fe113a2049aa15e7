import type { ServiceRow } from '../facts/services.ts';
import type { Fleet } from '../flake/fleet.ts';
import { launchdJob } from './launchd-job.ts';
import { Settings } from './settings.ts';
import { certainMembers, TableBuilder } from './table.ts';
import { homeUnit, systemUnit } from './units.ts';
import { type View, viewsOf } from './views.ts';

type Services = TableBuilder<'service'>;

/** Units and jobs that the configurations define or add to. */
export function serviceTable(fleet: Fleet): Services {
  const table = new TableBuilder('service');
  for (const host of fleet.hosts) {
    for (const view of viewsOf(host)) {
      for (const place of unitPlaces(view)) addUnits(table, view, place);
      for (const place of jobPlaces(view)) addJobs(table, view, place);
    }
  }
  return table;
}

interface Place {
  readonly scope: ServiceRow['scope'];
  readonly path: readonly string[];
}

function unitPlaces({ kind }: View): readonly Place[] {
  if (kind === 'darwin') return [];
  if (kind === 'home') return [{ scope: 'user', path: ['systemd', 'user', 'services'] }];
  return [
    { scope: 'system', path: ['systemd', 'services'] },
    { scope: 'user', path: ['systemd', 'user', 'services'] },
    { scope: 'initrd', path: ['boot', 'initrd', 'systemd', 'services'] },
  ];
}

function addUnits(table: Services, view: View, { scope, path }: Place): void {
  const { host, account, root, foreign } = view;
  const owner = { host: host.name, account, scope, manager: 'systemd' } as const;
  const members = certainMembers(table, {
    node: root.at(path),
    what: 'unit',
    known: (name) => (name === undefined ? owner : { ...owner, name }),
    outer: { gaps: root.gaps, known: { host: host.name, account } },
  });
  const read = view.kind === 'home' ? homeUnit : systemUnit;
  for (const { name, node, at } of members) {
    const settings = new Settings(node, foreign);
    table.add({ at: at ?? { file: host.flake, expr: 0 }, ...owner, name, ...read(settings) });
  }
}

function jobPlaces({ kind }: View): readonly Place[] {
  if (kind === 'nixos') return [];
  if (kind === 'home') return [{ scope: 'user', path: ['launchd', 'agents'] }];
  return [
    { scope: 'system', path: ['launchd', 'daemons'] },
    { scope: 'user', path: ['launchd', 'agents'] },
    { scope: 'user', path: ['launchd', 'user', 'agents'] },
  ];
}

function addJobs(table: Services, view: View, { scope, path }: Place): void {
  const { host, account, root, foreign } = view;
  const owner = { host: host.name, account, scope, manager: 'launchd' } as const;
  const members = certainMembers(table, {
    node: root.at(path),
    what: 'job',
    known: (name) => (name === undefined ? owner : { ...owner, name }),
    outer: { gaps: root.gaps, known: { host: host.name, account } },
  });
  for (const { name, node, at } of members) {
    const job = launchdJob(new Settings(node, foreign), view.kind);
    table.add({ at: at ?? { file: host.flake, expr: 0 }, ...owner, name, ...job });
  }
}
