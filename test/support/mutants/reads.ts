import type { Facts, Table } from '#analyzer/facts/facts.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import type { FleetRule, Rule } from '#linter/rule.ts';
import type { AnyRow } from './mutant.ts';

/** Which columns of which tables a rule has looked at, and in which rows. */
export class Reads {
  readonly #tables = new Map<TableName, Map<string, Set<unknown>>>();

  /** Tables that were asked for, also those without rows. */
  get tables(): ReadonlySet<TableName> {
    return new Set(this.#tables.keys());
  }

  has(table: TableName, column: string): boolean {
    return this.#tables.get(table)?.has(column) ?? false;
  }

  hasCell(table: TableName, column: string, row: AnyRow): boolean {
    return this.#tables.get(table)?.get(column)?.has(row) ?? false;
  }

  hasRow(table: TableName, row: AnyRow): boolean {
    return [...(this.#tables.get(table)?.values() ?? [])].some((rows) => rows.has(row));
  }

  /** The facts, noting what is looked at. */
  of(facts: Facts): Facts {
    const made = new Map<TableName, unknown>();
    const table = <Name extends TableName>(name: Name): Table<Name> => {
      const known = made.get(name) as Table<Name> | undefined;
      if (known) return known;
      const { rows, gaps } = facts.table(name);
      const columns = this.#tables.get(name) ?? new Map<string, Set<unknown>>();
      this.#tables.set(name, columns);
      const result = { rows: rows.map((row) => watched(row, columns)), gaps };
      made.set(name, result);
      return result;
    };
    return { table, locate: facts.locate, text: facts.text };
  }
}

function watched<Of extends object>(row: Of, columns: Map<string, Set<unknown>>): Of {
  return new Proxy(row, {
    get: (target, name) => {
      const column = String(name);
      const rows = columns.get(column) ?? new Set();
      columns.set(column, rows.add(target));
      return Reflect.get(target, name);
    },
  });
}

/** What every rule about the fleet looks at when it sees these facts. */
export function readsOf(rules: readonly Rule[], facts: Facts): ReadonlyMap<string, Reads> {
  const all = new Map<string, Reads>();
  for (const rule of rules) {
    if (rule.scope !== 'fleet') continue;
    const reads = new Reads();
    run(rule, reads.of(facts));
    all.set(rule.meta.name, reads);
  }
  return all;
}

function run(rule: FleetRule, facts: Facts): void {
  const options = Object.fromEntries(
    Object.entries(rule.meta.options ?? {}).map(([name, option]) => [name, option.default]),
  );
  const isShared = (file: string): boolean =>
    facts.table('module').rows.some((row) => row.file === file && row.hosts.length > 1);
  rule.check({
    facts,
    options,
    isShared,
    report: () => {},
    decided: () => {},
    undecided: () => {},
  });
}
