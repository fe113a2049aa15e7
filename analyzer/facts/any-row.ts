import type { Facts } from './facts.ts';
import type { Row } from './schema.ts';
import type { TableName, TableRows } from './tables.ts';

/** A row of any table. */
export type AnyRow = Row & { readonly [column: string]: unknown };

/** The rows of a table, whatever its columns. */
export function rowsOf(facts: Facts, table: TableName): readonly AnyRow[] {
  return facts.table(table).rows as readonly object[] as readonly AnyRow[];
}

/** The rows that come from the same place as a row: those of other machines, and itself. */
export function rowsBeside(facts: Facts, table: TableName, { at }: Row): readonly AnyRow[] {
  return rowsOf(facts, table).filter((row) => isSamePlace(row, { at }));
}

/** The row of a unit as one of any table. */
export function rowOfUnit(
  facts: Facts,
  { at, host, name, account }: TableRows['service'],
): AnyRow | undefined {
  return rowsOf(facts, 'service').find(
    (row) => row.at === at && row.host === host && row.name === name && row.account === account,
  );
}

/** One place may give rows of several machines. */
export function isSamePlace(a: Row, b: Row): boolean {
  return (
    a.at.file === b.at.file &&
    a.at.expr === b.at.expr &&
    a.at.content?.start === b.at.content?.start
  );
}
