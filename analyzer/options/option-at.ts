import type { Facts, Table } from '../facts/facts.ts';
import type { TableRows } from '../facts/tables.ts';

type OptionRow = TableRows['option'];

const known = new WeakMap<Table<'option'>, ReadonlyMap<string, OptionRow>>();

/** What a machine says at the path of an option; `undefined` where it says nothing. */
export function optionAt(facts: Facts, host: string, path: string): OptionRow | undefined {
  const table = facts.table('option');
  const rows = known.get(table) ?? byMachineAndPath(table);
  known.set(table, rows);
  return rows.get(`${host} ${path}`);
}

function byMachineAndPath({ rows }: Table<'option'>): ReadonlyMap<string, OptionRow> {
  return new Map(rows.toReversed().map((row) => [`${row.host} ${row.path}`, row]));
}
