import { isUndecided } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { type TableName, tables } from '#analyzer/facts/tables.ts';
import type { Difference } from './differences.ts';
import type { AnyRow } from './mutant.ts';
import type { Partner } from './touched.ts';

/** Words that few rows of a table have tell which row is meant. */
const rareShare = 0.1;
const rareCount = 2;

interface Words {
  readonly rows: number;
  readonly counts: ReadonlyMap<string, number>;
}

/** How often words stand in the tables of a fleet. */
export class Vocabulary {
  readonly #tables: ReadonlyMap<string, Words>;

  constructor(facts: Facts) {
    const names = Object.keys(tables) as TableName[];
    this.#tables = new Map(names.map((name) => [name, countWords(facts, name)]));
  }

  /** Whether a row names what rows that have changed are about, or is their machine. */
  goesWith({ table, row }: Partner, changed: Difference): boolean {
    const named = wordsOf(row);
    return [...changed.gone, ...changed.come].some((one) => {
      if (table === 'host' && one.host === row.name) return true;
      return [...wordsOf(one)].some(
        (word) => this.#isTelling(changed.table, word) && named.has(word),
      );
    });
  }

  #isTelling(table: TableName, word: string): boolean {
    const { rows, counts } = this.#tables.get(table) ?? { rows: 0, counts: new Map() };
    return (counts.get(word) ?? 0) <= Math.max(rareCount, rows * rareShare);
  }
}

function countWords(facts: Facts, name: TableName): Words {
  const rows = facts.table(name).rows as readonly unknown[] as readonly AnyRow[];
  const counts = new Map<string, number>();
  for (const row of rows)
    for (const word of wordsOf(row)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return { rows: rows.length, counts };
}

function wordsOf({ at: _, places: __, ...row }: AnyRow): ReadonlySet<string> {
  return new Set(Object.values(row).flatMap(wordsIn));
}

/** A value, and the names in it. */
function wordsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(wordsIn);
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'string' || isUndecided(value)) return [];
  return [value, ...value.split(/[\s/:.#",|]+/)].filter(({ length }) => length > 1);
}
