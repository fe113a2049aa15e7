import type { Facts, Table } from '#analyzer/facts/facts.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import type { FleetRule } from '#linter/rule.ts';
import type { Attention } from './attention.ts';

type Looked = Map<TableName, Map<string, Set<unknown>>>;

/** What a rule looks at when it sees these facts. */
export function recordedAttention(rule: FleetRule, facts: Facts): Attention {
  const looked: Looked = new Map();
  run(rule, watchedFacts(facts, looked));
  return {
    tables: new Set(looked.keys()),
    speaksOf: ({ table, row, column }) => {
      const columns = looked.get(table);
      if (column !== undefined) return columns?.get(column)?.has(row) ?? false;
      return [...(columns?.values() ?? [])].some((rows) => rows.has(row));
    },
  };
}

function watchedFacts(facts: Facts, looked: Looked): Facts {
  const made = new Map<TableName, unknown>();
  const table = <Name extends TableName>(name: Name): Table<Name> => {
    const known = made.get(name) as Table<Name> | undefined;
    if (known) return known;
    const { rows, gaps } = facts.table(name);
    const columns = new Map<string, Set<unknown>>();
    looked.set(name, columns);
    const result = { rows: rows.map((row) => watchedRow(row, columns)), gaps };
    made.set(name, result);
    return result;
  };
  return { table, locate: facts.locate, text: facts.text, tree: facts.tree };
}

function watchedRow<Of extends object>(row: Of, columns: Map<string, Set<unknown>>): Of {
  return new Proxy(row, {
    get: (target, name) => {
      const column = String(name);
      const rows = columns.get(column) ?? new Set();
      columns.set(column, rows.add(target));
      return Reflect.get(target, name);
    },
  });
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
