import type { Fleet, FleetHost } from '../flake/fleet.ts';
import { optionAt } from '../flake/fleet.ts';
import { fieldOf, type Item, itemsIn } from './item-fields.ts';
import { namedItems } from './named-items.ts';
import { foreignGaps, Settings } from './settings.ts';
import { boolCell, certainMembers, itemsOf, TableBuilder } from './table.ts';

const engines = ['postgresql', 'mysql'] as const;
type Engine = (typeof engines)[number];

/** Databases that the configurations have made for them. */
export function databaseTable(fleet: Fleet): TableBuilder<'database'> {
  const table = new TableBuilder('database');
  for (const host of fleet.hosts) {
    if (host.class !== 'nixos') continue;
    for (const engine of engines) if (!isOff(host, engine)) addEnsured(table, host, engine);
    addRedis(table, host);
  }
  return table;
}

/** Users of databases that the configurations have made for them. */
export function databaseUserTable(fleet: Fleet): TableBuilder<'database-user'> {
  const table = new TableBuilder('database-user');
  for (const host of fleet.hosts) {
    if (host.class !== 'nixos') continue;
    for (const engine of engines) {
      if (isOff(host, engine)) continue;
      const known = { host: host.name, engine };
      const list = optionAt(host, ['services', engine, 'ensureUsers']);
      for (const { name, at, item } of namedItems(table, { host, list, known }))
        table.add({ at, ...known, name, owns: isOwner(item) });
    }
  }
  return table;
}

function isOff(host: FleetHost, engine: Engine): boolean {
  return boolCell(optionAt(host, ['services', engine, 'enable'])) === false;
}

function addEnsured(table: TableBuilder<'database'>, host: FleetHost, engine: Engine): void {
  const known = { host: host.name, engine };
  const options = optionAt(host, ['services', engine]);
  const owners = ownersIn(itemsIn(itemsOf(options.child('ensureUsers')).items));
  const lists = engine === 'mysql' ? ['ensureDatabases', 'initialDatabases'] : ['ensureDatabases'];
  for (const option of lists) {
    const list = options.child(option);
    for (const { name, at } of namedItems(table, { host, list, known })) {
      const owner = owners.has(name) ? name : undefined;
      table.add({ at, ...known, name, owner, port: undefined });
    }
  }
}

/** Users that the database of their own name is made for. */
function ownersIn(users: readonly Item[]): ReadonlySet<string> {
  return new Set(
    users.filter(isOwner).flatMap((user) => {
      const name = fieldOf(user, 'name');
      return name?.kind === 'string' ? [name.value] : [];
    }),
  );
}

function isOwner(user: Item): boolean {
  const value = fieldOf(user, 'ensureDBOwnership');
  return value?.kind === 'bool' && value.value;
}

/** Every server of Redis is one database, for most purposes. */
function addRedis(table: TableBuilder<'database'>, host: FleetHost): void {
  const known = { host: host.name, engine: 'redis' } as const;
  const members = certainMembers(table, {
    node: optionAt(host, ['services', 'redis', 'servers']),
    what: 'server',
    known: (name) => (name === undefined ? known : { ...known, name }),
    outer: { gaps: optionAt(host, []).gaps, known: { host: host.name } },
  });
  const foreign = foreignGaps(host.evaluation);
  for (const { name, node, at } of members) {
    if (boolCell(node.child('enable')) !== true) continue;
    const server = new Settings(node, foreign);
    table.add({
      at: at ?? { file: host.flake, expr: 0 },
      ...known,
      name,
      owner: server.string('user'),
      port: server.integer('port'),
    });
  }
}
