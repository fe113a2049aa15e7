import { type Cell, isUndecided } from '#analyzer/facts/cell.ts';
import { code, names } from './markdown.ts';

type Plain = string | number | boolean | readonly string[];

/** What is said of a column: its name with the value, why it is not known, or nothing where it is unset. */
export function fact(label: string, cell: Cell<Plain>): string | undefined {
  if (cell === undefined || (Array.isArray(cell) && cell.length === 0)) return undefined;
  if (isUndecided(cell)) return `${label}: not known: ${cell.undecided}`;
  if (typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean')
    return `${label}: ${code(String(cell))}`;
  return `${label}: ${names(cell)}`;
}

/** What rows of several machines say of one column, with the machines where they differ. */
export function facts<Row extends { readonly host: string }>(
  label: string,
  rows: readonly Row[],
  cellOf: (row: Row) => Cell<Plain>,
): readonly string[] {
  const hosts = new Map<string, Set<string>>();
  for (const row of rows) {
    const text = fact(label, cellOf(row));
    if (text !== undefined) hosts.set(text, (hosts.get(text) ?? new Set()).add(row.host));
  }
  const all = new Set(rows.map(({ host }) => host)).size;
  return [...hosts].map(([text, own]) => {
    return own.size === all ? text : `${text} on ${names([...own])}`;
  });
}

/** Lines of one paragraph. */
export function lines(...parts: readonly (string | undefined | readonly string[])[]): string {
  return parts
    .flat()
    .filter((part) => part !== undefined && part !== '')
    .join('  \n');
}
