import { filePath } from '#analyzer/evaluate/path-value.ts';
import type { AnyRow } from '#analyzer/facts/any-row.ts';
import type { Facts, Gap } from '#analyzer/facts/facts.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import { columnsOf } from './scope.ts';

/** A gap as a row of which only some columns are known. */
export interface GapRow extends AnyRow {
  /** Which gap of its table it is, the first one 0. */
  readonly [position]: number;
}

/** No column is called like this. */
export const position = Symbol('position');

const known = new WeakMap<Facts, Map<TableName, readonly GapRow[]>>();

/** The gaps of a table as rows, in their order. */
export function gapRows(facts: Facts, table: TableName): readonly GapRow[] {
  const tables = known.get(facts) ?? new Map<TableName, readonly GapRow[]>();
  known.set(facts, tables);
  const gaps: readonly Gap[] = facts.table(table).gaps;
  const rows = tables.get(table) ?? gaps.map(rowOf);
  tables.set(table, rows);
  return rows;
}

function rowOf({ table, known: columns, reason, at }: Gap, index: number): GapRow {
  const unknown = { undecided: reason };
  const open = Object.fromEntries(columnsOf(table).map((name) => [name, unknown]));
  const place = at ?? { file: filePath(''), expr: 0 };
  return { ...open, ...withoutUnset(columns), at: place, [position]: index };
}

function withoutUnset(known: Gap['known']): object {
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}
