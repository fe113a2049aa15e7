import { isUndecided } from '#analyzer/facts/cell.ts';
import type { Row } from '#analyzer/facts/schema.ts';
import type { Problem } from './emitter.ts';
import { isPlain, type Plain } from './values.ts';

/** Some columns of a row as data, in their order; what is unset or not known is left out. */
export type PlainRecord = { readonly [column: string]: Plain };

export interface Records {
  readonly records: readonly PlainRecord[];
  readonly problems: readonly Problem[];
}

/** Columns of rows as data. `label` says of which row something is not known. */
export function recordsOf<Of extends Row>(
  rows: readonly Of[],
  columns: readonly string[],
  label: (row: Of) => string,
): Records {
  const problems: Problem[] = [];
  const records = rows.map((row) => {
    const cells = columns.flatMap((column): [string, Plain][] => {
      const value: unknown = Reflect.get(row, column);
      if (!isUndecided(value)) return isPlain(value) ? [[column, value]] : [];
      const message = `the ${column} of \`${label(row)}\` is not known: ${value.undecided}`;
      problems.push({ message, at: row.places?.[column] ?? row.at });
      return [];
    });
    return Object.fromEntries(cells);
  });
  return { records, problems };
}
