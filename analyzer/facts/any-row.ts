import type { Facts } from './facts.ts';
import type { Row } from './schema.ts';
import type { TableName } from './tables.ts';

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

/** One place may give rows of several machines. */
export function isSamePlace(a: Row, b: Row): boolean {
  return (
    a.at.file === b.at.file &&
    a.at.expr === b.at.expr &&
    a.at.content?.start === b.at.content?.start
  );
}
