import { isUndecided } from '#analyzer/facts/cell.ts';
import { fits } from './condition.ts';
import type { Demand } from './convention.ts';
import { type Check, subjectOf } from './demands.ts';
import { placeOf, reportRow } from './report.ts';
import { type AnyRow, columnOf, rowsOf, type Scope } from './scope.ts';

type Of<Verb extends Demand['verb']> = Extract<Demand, { readonly verb: Verb }>;

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
    if (samePlace(before.row, scope.row)) continue;
    const place = placeOf(check.convention, before);
    const note = { ...check.context.facts.locate(place), message: 'has the same' };
    const names = columns.map((column) => `\`${column}\``).join(' and ');
    reportRow(check, scope, `${subjectOf(scope)} has the ${names} of another one`, [note]);
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
      start: span.start,
      keys: columns.map((column) => columnOf(scope.row, column)),
    });
  }
  for (const placed of groups.values()) checkAscending(check, placed);
}

interface Placed {
  readonly scope: Scope;
  readonly start: number;
  readonly keys: readonly unknown[];
}

function checkAscending(check: Check, placed: readonly Placed[]): void {
  const sorted = placed.toSorted((a, b) => a.start - b.start);
  check.context.decided();
  for (const [index, each] of sorted.entries()) {
    const before = sorted[index - 1];
    if (!before || before.start === each.start || compareKeys(before.keys, each.keys) <= 0)
      continue;
    const note = {
      ...check.context.facts.locate(before.scope.row.at),
      message: 'stands before it',
    };
    reportRow(check, each.scope, `${subjectOf(each.scope)} is out of order`, [note]);
    return;
  }
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
export function checkEquals(check: Check, demand: Of<'equals'>, scopes: readonly Scope[]): void {
  const { context, convention } = check;
  const others = otherScopes(check, demand);
  const [left, right] = [
    projected(check, scopes, demand.columns),
    projected(check, others, demand.otherColumns),
  ];
  for (const [from, to, lacking] of [
    [left, right, demand.other.table],
    [right, left, convention.each],
  ] as const) {
    const [gap] = context.facts.table(lacking).gaps;
    for (const [key, scope] of from) {
      if (to.has(key)) context.decided();
      else if (gap) context.undecided(gap.reason);
      else {
        context.decided();
        reportRow(
          check,
          scope,
          `${subjectOf(scope)} has no counterpart among the rows of \`${lacking}\``,
        );
      }
    }
  }
}

function otherScopes({ context }: Check, { other }: Of<'equals'>): Scope[] {
  return rowsOf(context.facts, other.table).flatMap((row): Scope[] => {
    const scope: Scope = {
      facts: context.facts,
      table: other.table,
      row,
      captures: new Map(),
      parameters: context.options,
    };
    return fits(row, other.conditions, scope).kind === 'yes' ? [scope] : [];
  });
}

function projected(
  { context }: Check,
  scopes: readonly Scope[],
  columns: readonly string[],
): Map<string, Scope> {
  const found = new Map<string, Scope>();
  for (const scope of scopes) {
    const key = keyOf(scope.row, columns);
    if (typeof key === 'object') context.undecided(key.undecided);
    else if (key !== undefined && !found.has(key)) found.set(key, scope);
  }
  return found;
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

/** One place may give rows of several machines. */
function samePlace(a: AnyRow, b: AnyRow): boolean {
  return a.at.file === b.at.file && a.at.expr === b.at.expr;
}
