import type { Note } from '#analyzer/diagnostic.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import type { FleetContext } from '#linter/rule.ts';
import { judge } from './condition.ts';
import type { Convention, Demand, Need } from './convention.ts';
import { addMissing, giveForm, removeForbidden, setMissing } from './fixes.ts';
import { nearestRow } from './nearest-row.ts';
import type { Reports } from './report.ts';
import { columnOf, ownValue, type Scope } from './scope.ts';
import { findRow } from './select.ts';

type Of<Verb extends Demand['verb']> = Extract<Demand, { readonly verb: Verb }>;

/** What is being checked, and who is told. */
export interface Check {
  readonly context: FleetContext;
  readonly convention: Convention;
  readonly reports: Reports;
}

/** Every one of these columns is set. */
export function checkMustSet(
  { context, convention, reports }: Check,
  { columns }: Of<'must-set'>,
  scope: Scope,
) {
  const missing = columns.filter((column) => columnOf(scope.row, column) === undefined);
  const doubt = columns.map((column) => columnOf(scope.row, column)).find(isUndecided);
  if (missing.length === 0 && doubt) context.undecided(doubt.undecided);
  else context.decided();
  if (missing.length === 0) return;
  const names = missing.map((column) => `\`${column}\``).join(' and ');
  reports.add(convention, scope, {
    otherwise: `${subjectOf(scope)} does not set ${names}`,
    fixes: setMissing(convention, scope, missing),
  });
}

/** In every one of the tables there is a row that fits; all that are missing are one finding. */
export function checkNeeds(
  { context, convention, reports }: Check,
  { needs }: Of<'needs'>,
  scope: Scope,
) {
  const missing: Need[] = [];
  let doubt: string | undefined;
  for (const need of needs) {
    const found = findRow(need, scope);
    if (found.kind === 'undecided') doubt ??= found.reason;
    if (found.kind === 'missing') missing.push(need);
  }
  if (missing.length === 0 && doubt !== undefined) context.undecided(doubt);
  else context.decided();
  if (missing.length === 0) return;
  const what = missing.map(({ table }) => `no matching ${table}`).join(' and ');
  reports.add(convention, scope, {
    otherwise: `${subjectOf(scope)} has ${what}`,
    related: missing.flatMap((need) => closestTo(context, need, scope)),
    fixes: doubt === undefined ? addMissing(convention, scope) : [],
  });
}

/** The row that was probably meant, for somebody who mistyped its name. */
function closestTo({ facts }: FleetContext, need: Need, scope: Scope): Note[] {
  const near = nearestRow(need, scope);
  if (!near) return [];
  const message = `the closest ${need.table} is \`${near.name}\``;
  return [{ ...facts.locate(near.row.at), message }];
}

/** There is no such row, or none in another table that fits. */
export function checkForbids(
  { context, convention, reports }: Check,
  { other }: Of<'forbids'>,
  scope: Scope,
) {
  const found = other ? findRow(other, scope) : undefined;
  if (found?.kind === 'undecided') {
    context.undecided(found.reason);
    return;
  }
  context.decided();
  if (found?.kind === 'missing') return;
  const related = found
    ? [{ ...context.facts.locate(found.row.at), message: `the ${other?.table} is here` }]
    : [];
  reports.add(convention, scope, {
    otherwise: `${subjectOf(scope)} is not allowed`,
    related,
    fixes: found ? [] : removeForbidden(convention, scope),
  });
}

/** The columns have these forms; unset ones do not. */
export function checkMatches(
  { context, convention, reports }: Check,
  { conditions }: Of<'matches'>,
  scope: Scope,
) {
  for (const [column, expected] of Object.entries(conditions)) {
    const value = ownValue(column, scope);
    const verdict = judge(value, expected, scope);
    if (verdict.kind === 'undecided') context.undecided(verdict.reason);
    else context.decided();
    if (verdict.kind !== 'no') continue;
    const shown = value === undefined ? 'is not set' : `is \`${String(value)}\``;
    reports.add({ ...convention, at: convention.at ?? column }, scope, {
      otherwise: `\`${column}\` of ${subjectOf(scope)} ${shown}, which is not of the form that it must have`,
      fixes: giveForm(convention, scope, column),
    });
  }
}

/** What a row is about, in words. */
export function subjectOf({ table, row }: Scope): string {
  const name = ['name', 'key', 'path', 'domain', 'file']
    .map((column) => columnOf(row, column))
    .find((value) => typeof value === 'string');
  return name === undefined ? `this ${table}` : `${table} \`${String(name)}\``;
}
