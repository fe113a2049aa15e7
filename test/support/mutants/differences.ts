import type { Facts } from '#analyzer/facts/facts.ts';
import { type TableName, tables } from '#analyzer/facts/tables.ts';
import type { AnyRow } from './mutant.ts';

/** What is different in one table. */
export interface Difference {
  readonly table: TableName;
  readonly gone: readonly AnyRow[];
  readonly come: readonly AnyRow[];
  /** Columns in which rows that have changed are different. */
  readonly columns: ReadonlySet<string>;
}

/** The rows of tables as they were, so that others can be held against them. */
export class KnownFacts {
  readonly #rows: ReadonlyMap<TableName, ReadonlySet<AnyRow>>;

  constructor(facts: Facts, names: Iterable<TableName>) {
    this.#rows = new Map([...names].map((name) => [name, new Set(rowsOf(facts, name))]));
  }

  differences(facts: Facts): readonly Difference[] {
    return [...this.#rows.keys()].flatMap(
      (name) => this.#difference(name, rowsOf(facts, name)) ?? [],
    );
  }

  /** Rows of machines that were not evaluated again are the same objects. */
  #difference(table: TableName, rows: readonly AnyRow[]): Difference | undefined {
    const known = this.#rows.get(table) ?? new Set<AnyRow>();
    const now = new Set(rows);
    const newRows = rows.filter((row) => !known.has(row));
    const oldRows = [...known].filter((row) => !now.has(row));
    if (newRows.length + oldRows.length === 0) return undefined;
    const [after, before] = [byContent(table, newRows), byContent(table, oldRows)];
    const come = without(after, before);
    const gone = without(before, after);
    if (come.length + gone.length === 0) return undefined;
    return { table, gone, come, columns: changedColumns(table, gone, come) };
  }
}

function rowsOf(facts: Facts, name: TableName): readonly AnyRow[] {
  return facts.table(name).rows as readonly unknown[] as readonly AnyRow[];
}

function byContent(table: TableName, rows: readonly AnyRow[]): Map<string, AnyRow[]> {
  const found = new Map<string, AnyRow[]>();
  for (const row of rows) {
    const key = JSON.stringify(columnsOf(table).map((column) => row[column]));
    found.set(key, [...(found.get(key) ?? []), row]);
  }
  return found;
}

/** Columns that say something; places move with every edit. */
function columnsOf(table: TableName): readonly string[] {
  return Object.entries(tables[table].columns)
    .filter(([, { type }]) => type !== 'list of places')
    .map(([column]) => column);
}

type ByContent = ReadonlyMap<string, readonly AnyRow[]>;

function without(rows: ByContent, others: ByContent): AnyRow[] {
  return [...rows].flatMap(([key, alike]) => alike.slice(others.get(key)?.length ?? 0));
}

/** Each new row is held against the old one that is most like it. */
function changedColumns(
  table: TableName,
  gone: readonly AnyRow[],
  come: readonly AnyRow[],
): ReadonlySet<string> {
  const columns = columnsOf(table);
  if (gone.length === 0 || come.length === 0) return new Set(columns);
  const changed = come.map((row) => {
    const differing = gone.map((old) =>
      columns.filter((column) => JSON.stringify(old[column]) !== JSON.stringify(row[column])),
    );
    return differing.toSorted((a, b) => a.length - b.length)[0] ?? columns;
  });
  return new Set(gone.length === come.length ? changed.flat() : [...changed.flat(), ...columns]);
}
