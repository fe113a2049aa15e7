import { type TableName, tables } from '#analyzer/facts/tables.ts';

/** The table whose rows a column names. */
export interface Join {
  readonly table: TableName;
  /** The column of that table that has the name. */
  readonly key: string;
  /** Columns that both rows have in common, such as the machine. */
  readonly shared: readonly string[];
}

/** What columns of several tables name. */
const named: { readonly [column: string]: { readonly table: TableName; readonly key: string } } = {
  host: { table: 'host', key: 'name' },
  'upstream-host': { table: 'host', key: 'name' },
  user: { table: 'user', key: 'name' },
  owner: { table: 'user', key: 'name' },
  'reader-user': { table: 'user', key: 'name' },
  account: { table: 'user', key: 'name' },
  group: { table: 'group', key: 'name' },
  'reader-group': { table: 'group', key: 'name' },
  service: { table: 'service', key: 'name' },
  secret: { table: 'secret', key: 'name' },
};

/** Which rows `{column.other}` reaches from a table; `undefined` where the column names none. */
export function joinOf(from: TableName, column: string): Join | undefined {
  const join = named[column];
  if (!join) return undefined;
  const both = Object.keys(tables[from].columns).includes('host') && join.table !== 'host';
  return { ...join, shared: both ? ['host'] : [] };
}

/** The columns that lead to other tables. */
export const joiningColumns: readonly string[] = Object.keys(named);
