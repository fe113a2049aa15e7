import { type AnyRow, rowsOf } from '#analyzer/facts/any-row.ts';
import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import type { FactMention, Thing } from './thing.ts';

function accountThing(kind: 'user' | 'group', name: string): Thing {
  return { kind, of: '', name };
}

/** Columns that name users and groups, with the tables that have them. */
const columns: readonly {
  readonly table: TableName;
  readonly users?: readonly string[];
  readonly groups?: readonly string[];
}[] = [
  { table: 'user', groups: ['group', 'extra-groups'] },
  { table: 'group', users: ['members'] },
  { table: 'secret', users: ['owner'], groups: ['group'] },
  { table: 'secret-template', users: ['owner'], groups: ['group'] },
  { table: 'service', users: ['user'], groups: ['group', 'supplementary-groups'] },
  { table: 'runner', users: ['user'], groups: ['group'] },
  { table: 'backup', users: ['user'] },
  { table: 'persisted', users: ['user'], groups: ['group'] },
  { table: 'database', users: ['owner'] },
];

/** Where users and groups are declared and named. */
export function* accountMentions(facts: Facts): Iterable<FactMention> {
  for (const { host, key, name, at, places } of facts.table('user').rows) {
    const thing = accountThing('user', known(name) ?? key);
    yield { thing, role: 'declaration', at, hosts: [host] };
    if (places?.name) yield { thing, role: 'definition', at: places.name, hosts: [host] };
  }
  for (const { host, name, at } of facts.table('group').rows)
    yield { thing: accountThing('group', name), role: 'declaration', at, hosts: [host] };
  for (const { host, kind, name, at } of facts.table('known-account').rows)
    yield { thing: accountThing(kind, name), role: 'use', at, hosts: [host] };
  for (const { table, users = [], groups = [] } of columns) {
    for (const row of rowsOf(facts, table)) {
      for (const column of users) yield* usesIn(row, column, 'user');
      for (const column of groups) yield* usesIn(row, column, 'group');
    }
  }
}

function* usesIn(row: AnyRow, column: string, kind: 'user' | 'group'): Iterable<FactMention> {
  const at = row.places?.[column];
  if (at === undefined) return;
  const { host } = row;
  const hosts = typeof host === 'string' ? [host] : undefined;
  for (const name of namesIn(row[column]))
    yield { thing: accountThing(kind, name), role: 'use', at, hosts };
}

function namesIn(cell: unknown): readonly string[] {
  if (typeof cell === 'string') return [cell];
  if (!Array.isArray(cell)) return [];
  return cell.filter((name): name is string => typeof name === 'string');
}
