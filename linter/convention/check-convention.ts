import type { TableName } from '#analyzer/facts/tables.ts';
import { didYouMean } from '#linter/closest.ts';
import { type Conditions, type Expected, isExpectedTable } from './condition.ts';
import type { Clause, Demand, Need, Written } from './convention.ts';
import { type RawConvention, tableNames, verbs } from './convention-schema.ts';
import { filters } from './filters.ts';
import { joiningColumns, joinOf } from './joins.ts';
import { readConvention } from './read-convention.ts';
import { columnsOf } from './scope.ts';
import { parseTemplate, type Reference, referencesIn } from './template.ts';

/** Something wrong with a convention, by the path from its table. */
export interface ConventionProblem {
  readonly path: Path;
  readonly part: 'key' | 'value';
  readonly message: string;
}

/** What a convention that fits the schema still gets wrong: verbs, columns, names in braces. */
export function checkConvention(raw: RawConvention): ConventionProblem[] {
  const used = verbs.filter((verb) => raw[verb] !== undefined);
  if (used.length !== 1) return [verbProblem(used)];
  const { each, demand, where, unless } = readConvention(raw);
  const parameters = Object.keys(raw.parameters ?? {});
  const names = { each, captures: capturesIn(where, each, raw.parameters), parameters };
  return [
    ...clauseProblems('where', { written: raw.where, clauses: where }, names),
    ...clauseProblems('unless', { written: raw.unless, clauses: unless }, names),
    ...(raw.message === undefined ? [] : textProblems(['message'], raw.message, names)),
    ...(raw.at === undefined ? [] : columnProblem({ path: ['at'], table: each }, raw.at)),
    ...columnProblems({ path: ['per'], table: each }, raw.per ?? []),
    ...writeProblems({ path: ['write'], table: each, names }, raw.write ?? {}),
    ...demandProblems(raw, demand, names),
  ];
}

/** Where a part of a convention is written, and the table that it speaks of. */
interface Part {
  readonly path: Path;
  readonly table: TableName;
}

/** Conditions of the row itself reach rows that it names, such as `host.entry`. */
interface ConditionPart extends Part {
  readonly names: Names;
  readonly row: 'own' | 'other';
}

type Path = readonly (string | number)[];

interface Clauses {
  readonly written: unknown;
  readonly clauses: readonly Clause[];
}

function clauseProblems(
  key: string,
  { written, clauses }: Clauses,
  names: Names,
): ConventionProblem[] {
  return clauses.flatMap((clause, index) => {
    const path = Array.isArray(written) ? [key, index] : [key];
    if (clause.kind === 'columns' && typeof clause.conditions.table === 'string')
      return [tableProblem([...path, 'table'], clause.conditions.table)];
    return clause.kind === 'columns'
      ? conditionProblems({ path, table: names.each, names, row: 'own' }, clause.conditions)
      : needProblems(path, clause.need, names);
  });
}

function tableProblem(path: Path, name: string): ConventionProblem {
  const message = `there is no table \`${name}\`${didYouMean(name, tableNames)}`;
  return { path, part: 'value', message };
}

function needProblems(path: Path, need: Need, names: Names): ConventionProblem[] {
  const { table, conditions, write } = need;
  return [
    ...conditionProblems({ path, table, names, row: 'other' }, conditions),
    ...writeProblems({ path: [...path, 'write'], table, names }, write),
  ];
}

/** A fix writes columns of the row alone. */
function writeProblems(part: Omit<ConditionPart, 'row'>, write: Written): ConventionProblem[] {
  return conditionProblems({ ...part, row: 'other' }, write);
}

function demandProblems(raw: RawConvention, demand: Demand, names: Names): ConventionProblem[] {
  const here = { path: [demand.verb], table: names.each, names };
  switch (demand.verb) {
    case 'must-set':
    case 'unique':
    case 'ordered':
      return columnProblems(here, demand.columns);
    case 'matches':
      return conditionProblems({ ...here, row: 'own' }, demand.conditions);
    case 'forbids':
      return demand.other ? needProblems(here.path, demand.other, names) : [];
    case 'needs':
      return demand.needs.flatMap((each, index) =>
        needProblems(Array.isArray(raw.needs) ? [...here.path, index] : here.path, each, names),
      );
    case 'equals':
      return equalsProblems(demand, names);
  }
}

function equalsProblems(
  { columns, other, otherColumns }: Extract<Demand, { readonly verb: 'equals' }>,
  names: Names,
): ConventionProblem[] {
  const path = ['equals', 'columns'];
  const there = { each: other.table, captures: [], parameters: names.parameters };
  return [
    ...columnProblems({ path: ['columns'], table: names.each }, columns),
    ...columnProblems({ path, table: other.table }, otherColumns),
    ...needProblems(['equals'], other, there),
    ...lengthProblem(columns, otherColumns),
  ];
}

function columnProblems({ path, table }: Part, columns: readonly string[]): ConventionProblem[] {
  return columns.flatMap((column, index) =>
    columnProblem({ path: [...path, index], table }, column),
  );
}

function conditionProblems(
  { path, table, names, row }: ConditionPart,
  conditions: Conditions,
): ConventionProblem[] {
  return Object.entries(conditions).flatMap(([column, expected]) => {
    const here = [...path, column];
    const texts = textsIn(expected).flatMap((text) => textProblems(here, text, names));
    const unknown =
      row === 'own' && column.includes('.')
        ? textProblems(here, `{${column}}`, names)
        : columnProblem({ path: here, table }, column);
    return [...unknown.map((problem) => ({ ...problem, part: 'key' as const })), ...texts];
  });
}

function verbProblem(used: readonly string[]): ConventionProblem {
  const listed = verbs.map((verb) => `\`${verb}\``).join(', ');
  const message =
    used.length === 0
      ? `the convention demands nothing; give it one of ${listed}`
      : `a convention demands one thing, and this one has ${used.map((verb) => `\`${verb}\``).join(' and ')}`;
  return { path: used.length === 0 ? [] : [used.at(-1) ?? ''], part: 'key', message };
}

function lengthProblem(own: readonly string[], other: readonly string[]): ConventionProblem[] {
  if (own.length === other.length && own.length > 0) return [];
  const message = '`columns` and `equals.columns` must name as many columns, at least one';
  return [{ path: ['equals', 'columns'], part: 'key', message }];
}

function columnProblem({ path, table }: Part, column: string): ConventionProblem[] {
  const known = columnsOf(table);
  if (known.includes(column)) return [];
  const message = `the table \`${table}\` has no column \`${column}\`${didYouMean(column, known)}`;
  return [{ path, part: 'value', message }];
}

interface Names {
  readonly each: TableName;
  readonly captures: readonly string[];
  readonly parameters: readonly string[];
}

/** The names that conditions capture, those of parameters too: names in braces that are no columns. */
function capturesIn(
  clauses: readonly Clause[],
  table: TableName,
  parameters: RawConvention['parameters'] = {},
): string[] {
  const known = columnsOf(table);
  const inParameter = ({ path: [first, name = ''] }: Reference): readonly Reference[] => {
    const patterns = first === 'parameter' ? parameters[name]?.default : undefined;
    const texts = typeof patterns === 'object' ? patterns : [];
    return texts.flatMap((text) => referencesIn(parseTemplate(text)));
  };
  return clauses
    .flatMap((clause) => (clause.kind === 'columns' ? Object.values(clause.conditions) : []))
    .flatMap(textsIn)
    .flatMap((text) => referencesIn(parseTemplate(text)))
    .flatMap((reference) => [reference, ...inParameter(reference)])
    .flatMap(({ path }) =>
      path.length === 1 && !known.includes(path[0] ?? '') ? (path[0] ?? []) : [],
    );
}

function textsIn(expected: Expected): string[] {
  if (typeof expected === 'string') return [expected];
  if (typeof expected !== 'object') return [];
  const parts = isExpectedTable(expected) ? [expected.not, expected.from, expected.to] : expected;
  return parts.flatMap((part) => (part === undefined ? [] : textsIn(part)));
}

function textProblems(path: Path, text: string, names: Names): ConventionProblem[] {
  return referencesIn(parseTemplate(text)).flatMap((reference) => {
    const message = referenceProblem(reference, names);
    return message === undefined ? [] : [{ path, part: 'value' as const, message }];
  });
}

function referenceProblem({ path, filters: used }: Reference, names: Names): string | undefined {
  const [name = '', column] = path;
  const own = columnsOf(names.each);
  const wrong = used.find((filter) => !Object.hasOwn(filters, filter));
  if (wrong !== undefined)
    return `there is no filter \`${wrong}\`${didYouMean(wrong, Object.keys(filters))}`;
  if (name === 'parameter' && column !== undefined)
    return names.parameters.includes(column)
      ? undefined
      : `there is no parameter \`${column}\`${didYouMean(column, names.parameters)}`;
  const known = [...own, ...names.captures];
  if (!known.includes(name))
    return `\`${name}\` is neither a column of \`${names.each}\` nor captured by \`where\`${didYouMean(name, known)}`;
  if (column === undefined) return undefined;
  const join = joinOf(names.each, name);
  if (!join)
    return `\`${name}\` leads to no table; these do: ${joiningColumns.map((each) => `\`${each}\``).join(', ')}`;
  const there = columnsOf(join.table);
  return there.includes(column)
    ? undefined
    : `the table \`${join.table}\` has no column \`${column}\`${didYouMean(column, there)}`;
}
