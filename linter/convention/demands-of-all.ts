import type { FilePath, Fix } from '#analyzer/diagnostic.ts';
import { type AnyRow, isSamePlace } from '#analyzer/facts/any-row.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import type { FleetContext } from '#linter/rule.ts';
import type { Span } from '#parser/span.ts';
import type { Convention, Demand } from './convention.ts';
import { subjectOf } from './demands.ts';
import { addCounterpart } from './fixes.ts';
import { placeOf, type Reports } from './report.ts';
import { columnOf, type Scope } from './scope.ts';
import { type Selected, select } from './select.ts';
import { sortRows } from './sorting.ts';

type Of<Verb extends Demand['verb']> = Extract<Demand, { readonly verb: Verb }>;

/** What is being checked, and who is told. */
export interface Check {
  readonly context: FleetContext;
  readonly convention: Convention;
  readonly reports: Reports;
}

/** No two rows have the same values. The first stays; every other one is a finding that names it. */
export function checkUnique(
  check: Check,
  { columns, per }: Of<'unique'>,
  scopes: readonly Scope[],
): void {
  const first = new Map<string, Scope>();
  for (const scope of scopes) {
    const key = keyOf(scope.row, [...per, ...columns]);
    if (key === undefined) continue;
    if (typeof key === 'object') {
      check.context.undecided(key.undecided);
      continue;
    }
    check.context.decided();
    const before = first.get(key);
    if (!before) {
      first.set(key, scope);
      continue;
    }
    if (isSamePlace(before.row, scope.row)) continue;
    const place = placeOf(check.convention, before);
    const note = { ...check.context.facts.locate(place), message: 'has the same' };
    const names = columns.map((column) => `\`${column}\``).join(' and ');
    const otherwise = `${subjectOf(scope)} has the ${names} of another one`;
    check.reports.add(check.convention, scope, { otherwise, related: [note] });
  }
}

/** Rows of one file ascend; the first that does not is a finding. */
export function checkOrdered(
  check: Check,
  { columns, per }: Of<'ordered'>,
  scopes: readonly Scope[],
): void {
  const { facts } = check.context;
  const groups = new Map<string, Placed[]>();
  for (const scope of scopes) {
    const { file, span } = facts.locate(scope.row.at);
    const group = keyOf(scope.row, per);
    const key = keyOf(scope.row, columns);
    if (group === undefined || key === undefined) continue;
    if (typeof group === 'object' || typeof key === 'object') {
      check.context.undecided(typeof key === 'object' ? key.undecided : 'the group is not known');
      continue;
    }
    const own = groups.get(`${file} ${group}`) ?? [];
    groups.set(`${file} ${group}`, own);
    own.push({
      scope,
      span,
      file,
      keys: columns.map((column) => columnOf(scope.row, column)),
    });
  }
  for (const placed of groups.values()) checkAscending(check, placed);
}

interface Placed {
  readonly scope: Scope;
  readonly span: Span;
  readonly file: FilePath;
  readonly keys: readonly unknown[];
}

function checkAscending(check: Check, placed: readonly Placed[]): void {
  const rows = placed
    .toSorted((a, b) => a.span.start - b.span.start)
    .filter(({ span }, index, all) => all[index - 1]?.span.start !== span.start);
  check.context.decided();
  const wrong = rows.find((each, index) => {
    const before = rows[index - 1];
    return before !== undefined && compareKeys(before.keys, each.keys) > 0;
  });
  const before = wrong && rows[rows.indexOf(wrong) - 1];
  if (!before) return;
  const { facts } = check.context;
  const note = { ...facts.locate(before.scope.row.at), message: 'stands before it' };
  const sorted = rows.toSorted((a, b) => compareKeys(a.keys, b.keys));
  const ranked = rows.map((row) => ({ span: row.span, rank: sorted.indexOf(row) }));
  check.reports.add(check.convention, wrong.scope, {
    otherwise: `${subjectOf(wrong.scope)} is out of order`,
    related: [note],
    fixes: sortRows(facts, wrong.file, { rows: ranked, fix: check.convention.fix }),
  });
}

function compareKeys(a: readonly unknown[], b: readonly unknown[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (left === right) continue;
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    return String(left) < String(right) ? -1 : 1;
  }
  return 0;
}

/** Both sides hold the same; what one of them lacks is a finding where the other has it. */
export function checkEquals(check: Check, demand: Of<'equals'>, selected: Selected): void {
  const { each } = check.convention;
  const { table, conditions } = demand.other;
  const others = select(
    check.context.facts,
    { each: table, where: [{ kind: 'columns', conditions }], unless: [] },
    check.context.options,
  );
  const own = sideOf({ table: each, columns: demand.columns }, selected);
  const other = sideOf({ table, columns: demand.otherColumns }, others);
  const fixFor = (scope: Scope): readonly Fix[] => {
    const columns = demand.columns.map((column, index) => [
      demand.otherColumns[index] ?? '',
      columnOf(scope.row, column),
    ]);
    return addCounterpart(check.convention, scope, Object.fromEntries(columns));
  };
  compareSides(check, own, { ...other, fixFor });
  compareSides(check, other, { ...own, fixFor: () => [] });
}

/** What the columns of one side hold, and why they may hold more. */
interface Side {
  readonly table: TableName;
  readonly held: ReadonlyMap<string, Scope>;
  readonly doubt: string | undefined;
}

function sideOf(
  { table, columns }: { readonly table: TableName; readonly columns: readonly string[] },
  { scopes, undecided }: Selected,
): Side {
  const held = new Map<string, Scope>();
  let [doubt] = undecided;
  for (const scope of scopes) {
    const key = keyOf(scope.row, columns);
    if (typeof key === 'object') doubt ??= key.undecided;
    else if (key !== undefined && !held.has(key)) held.set(key, scope);
  }
  return { table, held, doubt };
}

/** A side with how it gets what the other has. */
interface OtherSide extends Side {
  readonly fixFor: (scope: Scope) => readonly Fix[];
}

function compareSides(check: Check, from: Side, to: OtherSide): void {
  for (const [key, scope] of from.held) {
    const isMissing = !to.held.has(key);
    if (isMissing && to.doubt !== undefined) {
      check.context.undecided(to.doubt);
      continue;
    }
    check.context.decided();
    if (!isMissing) continue;
    const otherwise = `${subjectOf(scope)} has no counterpart among the rows of \`${to.table}\``;
    check.reports.add(check.convention, scope, { otherwise, fixes: to.fixFor(scope) });
  }
}

/** The values of columns as one text; `undefined` where one of them is unset. */
function keyOf(row: AnyRow, columns: readonly string[]) {
  const values: unknown[] = [];
  for (const column of columns) {
    const value = columnOf(row, column);
    if (value === undefined || isUndecided(value)) return value;
    values.push(value);
  }
  return JSON.stringify(values);
}
