import { isUndecided } from '#analyzer/facts/cell.ts';
import { type TableName, tables } from '#analyzer/facts/tables.ts';
import type { AnyRow, Source } from './mutant.ts';

const longest = 3;

/** What a row is called: its first columns that say something. */
function labelOf(table: TableName, row: AnyRow): string {
  const words = Object.entries(tables[table].columns).flatMap(([column, { json }]) => {
    const value = 'enum' in json ? undefined : row[column];
    const isWord = typeof value === 'string' || typeof value === 'number';
    return isWord && value !== '' && !isUndecided(value) ? [shortened(String(value))] : [];
  });
  return words.slice(0, longest).join(' ');
}

export function sourceLabel({ table, row, column }: Source): string {
  const of = column === undefined ? '' : `.${column}`;
  return `${table}${of} (${labelOf(table, row)})`;
}

function shortened(word: string): string {
  const line = word.replaceAll(/\s+/g, ' ');
  return line.length > 48 ? `${line.slice(0, 45)}...` : line;
}
