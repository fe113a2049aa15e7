import { isUndecided } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { type TableName, tables } from '#analyzer/facts/tables.ts';
import type { Difference } from './differences.ts';
import type { AnyRow } from './mutant.ts';
import type { Partner } from './touched.ts';

/** Words that few rows have in a column tell which row is meant. */
const rareShare = 0.1;
const rareCount = 2;

/** How often words stand in the columns of a fleet’s tables. */
export class Vocabulary {
  readonly #counts: ReadonlyMap<string, number>;
  readonly #rows: ReadonlyMap<TableName, number>;

  constructor(facts: Facts) {
    const names = Object.keys(tables) as TableName[];
    const all = names.map((name): [TableName, readonly AnyRow[]] => [name, rowsOf(facts, name)]);
    this.#rows = new Map(all.map(([name, rows]) => [name, rows.length]));
    const counts = new Map<string, number>();
    for (const [name, rows] of all) {
      for (const key of rows.flatMap((row) => [...new Set(keysOf(name, row))]))
        counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    this.#counts = counts;
  }

  /** Whether a row has changed, names what changed rows are about, or is their machine. */
  goesWith({ table, row }: Partner, changed: Difference): boolean {
    const named = new Set(columnsOf(row).flatMap(([, value]) => wordsIn(value)));
    return [...changed.gone, ...changed.come].some((one) => {
      if (one === row) return true;
      const words = columnsOf(one).flatMap(([column, value]) =>
        wordsIn(value).map((word) => ({ column, word })),
      );
      if (table === 'host') return words.some(({ word }) => word === row.name);
      return words.some(
        ({ column, word }) => named.has(word) && this.#isTelling(changed.table, column, word),
      );
    });
  }

  /** Whether a text names what changed rows are about. */
  speaksOf(text: string, { table, gone, come }: Difference): boolean {
    const named = new Set(wordsIn(text));
    const quoted = new Set([...text.matchAll(/`([^`]+)`/g)].map(([, inside]) => inside));
    return [...gone, ...come].some((row) =>
      columnsOf(row).some(([column, value]) => {
        if (column !== 'host' && quoted.has(String(value))) return true;
        return wordsIn(value).some(
          (word) => named.has(word) && this.#isTelling(table, column, word),
        );
      }),
    );
  }

  #isTelling(table: TableName, column: string, word: string): boolean {
    const count = this.#counts.get(`${table}.${column} ${word}`) ?? 0;
    return count <= Math.max(rareCount, (this.#rows.get(table) ?? 0) * rareShare);
  }
}

function rowsOf(facts: Facts, name: TableName): readonly AnyRow[] {
  return facts.table(name).rows as readonly unknown[] as readonly AnyRow[];
}

function keysOf(table: TableName, row: AnyRow): readonly string[] {
  return columnsOf(row).flatMap(([column, value]) =>
    wordsIn(value).map((word) => `${table}.${column} ${word}`),
  );
}

function columnsOf({ at: _, places: __, ...row }: AnyRow): readonly [string, unknown][] {
  return Object.entries(row);
}

/** A value, and the names in it. */
function wordsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(wordsIn);
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'string' || isUndecided(value)) return [];
  return [value, ...value.split(/[\s/:.#",|`()]+/)].filter(({ length }) => length > 1);
}
