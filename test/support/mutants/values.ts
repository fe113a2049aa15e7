import { isUndecided } from '#analyzer/facts/cell.ts';
import { type TableName, tables } from '#analyzer/facts/tables.ts';
import type { AnyRow } from './mutant.ts';

/** Columns that tell what a row is about say nothing of which one it is. */
const common = new Set(['host', 'file', 'account', 'scope', 'source', 'root', 'at', 'places']);

/** Whether two rows name the same thing somewhere. */
export function shares(table: TableName, row: AnyRow, other: AnyRow): boolean {
  const named = new Set(valuesOf(row, (column) => isTelling(table, column)));
  return valuesOf(other, (column) => !common.has(column)).some((value) => named.has(value));
}

function isTelling(table: TableName, column: string): boolean {
  if (common.has(column)) return false;
  const columns: { readonly [name: string]: { readonly json: object } } = tables[table].columns;
  return columns[column] !== undefined && !('enum' in columns[column].json);
}

function valuesOf(row: AnyRow, isMeant: (column: string) => boolean): readonly string[] {
  return Object.entries(row)
    .filter(([column]) => isMeant(column))
    .flatMap(([, value]) => words(value));
}

/** A value, and the names in it: the last part of a path, the unit without its ending. */
function words(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(words);
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'string' || value === '' || isUndecided(value)) return [];
  const parts = value.split(/[/:]/).filter((part) => part.length > 1);
  return [value, ...parts, value.replace(/\.\w+$/, '')];
}
