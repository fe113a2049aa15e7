import { isUndecided } from '#analyzer/facts/cell.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import type { Conditions, Expected } from '#linter/convention/condition.ts';
import type { Clause, Convention, Need } from '#linter/convention/convention.ts';
import { joinOf } from '#linter/convention/joins.ts';
import type { Attention } from './attention.ts';
import type { AnyRow } from './mutant.ts';

/** One thing that a convention says of a table. */
interface Statement {
  readonly table: TableName;
  readonly conditions: Conditions;
  readonly columns: ReadonlySet<string>;
  /** Whether it matters that there is such a row. */
  readonly wanted: boolean;
}

/** What a convention says that it looks at. */
export function statedAttention(convention: Convention): Attention {
  const statements = statementsOf(convention);
  return {
    tables: new Set(statements.map(({ table }) => table)),
    speaksOf: ({ table, row, column }) =>
      statements.some(
        (said) =>
          said.table === table &&
          (column === undefined ? said.wanted : said.columns.has(column)) &&
          mayFit(row, said.conditions, column),
      ),
  };
}

function statementsOf(convention: Convention): readonly Statement[] {
  const { each, where, unless } = convention;
  const clauses = [...where, ...unless];
  const needs = [...clauses.flatMap(needIn), ...demandedRows(convention)];
  const columns = [
    ...clauses.flatMap((clause) =>
      clause.kind === 'columns' ? Object.keys(clause.conditions) : [],
    ),
    ...demandedColumns(convention),
    ...needs.flatMap(({ conditions }) => referencesIn(conditions)),
  ];
  const own: Statement = {
    table: each,
    conditions: Object.assign({}, ...where.map(columnsIn)),
    columns: new Set(columns),
    wanted: convention.demand.verb === 'equals',
  };
  return [own, ...joined(each, columns), ...needs.map(needStatement)];
}

function needIn(clause: Clause): readonly Need[] {
  return clause.kind === 'row' ? [clause.need] : [];
}

function columnsIn(clause: Clause): Conditions {
  return clause.kind === 'columns' ? clause.conditions : {};
}

function needStatement({ table, conditions }: Need): Statement {
  return { table, conditions, columns: new Set(Object.keys(conditions)), wanted: true };
}

function demandedRows({ demand }: Convention): readonly Need[] {
  if (demand.verb === 'needs') return demand.needs;
  if (demand.verb === 'equals') return [demand.other];
  return demand.verb === 'forbids' && demand.other ? [demand.other] : [];
}

function demandedColumns({ demand }: Convention): readonly string[] {
  switch (demand.verb) {
    case 'must-set':
    case 'equals':
      return demand.columns;
    case 'unique':
    case 'ordered':
      return [...demand.columns, ...demand.per];
    case 'matches':
      return Object.keys(demand.conditions);
    case 'needs':
    case 'forbids':
      return [];
  }
}

/** The names in braces of a condition. */
function referencesIn(conditions: Conditions): readonly string[] {
  const text = JSON.stringify(conditions);
  return [...text.matchAll(/\{([\w.-]+)[^{}]*\}/g)].map(([, name = '']) => name);
}

/** Columns such as `host.entry` are those of another table. */
function joined(each: TableName, columns: readonly string[]): readonly Statement[] {
  return columns.flatMap((path) => {
    const [name = '', column] = path.split('.');
    const join = column === undefined ? undefined : joinOf(each, name);
    if (!join || column === undefined) return [];
    const { table, key } = join;
    return { table, conditions: {}, columns: new Set([key, column]), wanted: true };
  });
}

/** Whether a row fits conditions, whatever is in one of its columns and whatever names stand for. */
function mayFit(row: AnyRow, conditions: Conditions, except: string | undefined): boolean {
  return Object.entries(conditions).every(([column, expected]) => {
    if (column === except || column.includes('.')) return true;
    return mayBe(row[column], expected);
  });
}

function mayBe(value: unknown, expected: Expected): boolean {
  if (isUndecided(value)) return true;
  if (Array.isArray(value)) return value.some((item) => mayBe(item, expected));
  if (Array.isArray(expected)) return expected.some((each: Expected) => mayBe(value, each));
  if (typeof expected === 'object') return true;
  if (typeof expected !== 'string') return value === expected;
  return value !== undefined && patternOf(expected).test(String(value));
}

function patternOf(expected: string): RegExp {
  const parts = expected.split(/\{[^{}]*\}|\*+/);
  const escaped = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return new RegExp(`^${escaped.join('[^]*')}$`);
}
