import { type Fleet, type FleetHost, optionAt } from '../flake/fleet.ts';
import { namedItems } from './named-items.ts';
import { certainMembers, TableBuilder } from './table.ts';

type Homebrew = TableBuilder<'homebrew'>;

/** What nix-darwin has Homebrew install. */
export function homebrewTable(fleet: Fleet): Homebrew {
  const table = new TableBuilder('homebrew');
  for (const host of fleet.hosts) if (host.class === 'darwin') addHost(table, host);
  return table;
}

const lists = [
  { option: 'brews', kind: 'brew' },
  { option: 'casks', kind: 'cask' },
  { option: 'taps', kind: 'tap' },
] as const;

function addHost(table: Homebrew, host: FleetHost): void {
  const homebrew = optionAt(host, ['homebrew']);
  for (const { option, kind } of lists) {
    const known = { host: host.name, kind };
    for (const { name, at } of namedItems(table, { host, list: homebrew.child(option), known }))
      table.add({ at, ...known, name });
  }
  const app = { host: host.name, kind: 'app' } as const;
  const apps = certainMembers(table, {
    node: homebrew.child('masApps'),
    what: 'app',
    known: (name) => (name === undefined ? app : { ...app, name }),
    outer: { gaps: optionAt(host, []).gaps, known: { host: host.name } },
  });
  for (const { name, at } of apps)
    table.add({ at: at ?? { file: host.flake, expr: 0 }, ...app, name });
}
