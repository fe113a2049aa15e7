import { isUndecided } from '#analyzer/facts/cell.ts';
import { type TableName, tables } from '#analyzer/facts/tables.ts';
import type { AnyRow } from './mutant.ts';
import type { Partner } from './touched.ts';

/** Columns that tell what a row is about say nothing of which one it is. */
const common = new Set(['host', 'file', 'account', 'scope', 'source', 'root', 'at', 'places']);

/** Whether two rows name the same thing somewhere, or one is the machine that the other is of. */
export function shares(table: TableName, row: AnyRow, partner: Partner): boolean {
  const { host } = row;
  if (partner.table === 'host' && typeof host === 'string') return partner.row.name === host;
  const named = new Set([
    ...valuesOf(row, (column) => isTelling(table, column)),
    ...pathParts(row.path),
  ]);
  return valuesOf(partner.row, (column) => !common.has(column)).some((value) => named.has(value));
}

/** The names in the path of an option, where it defines something for one thing of many. */
function pathParts(path: unknown): readonly string[] {
  return typeof path === 'string' && !path.includes('/') ? path.split('.').slice(1) : [];
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
