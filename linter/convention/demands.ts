import type { Note } from '#analyzer/diagnostic.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import { type Expected, isSet, judge } from './condition.ts';
import type { Convention, Demand, Need } from './convention.ts';
import { addMissing, giveForm, removeForbidden, setMissing } from './fixes.ts';
import { nearestRow } from './nearest-row.ts';
import type { Report } from './report.ts';
import { columnOf, ownValue, type Scope } from './scope.ts';
import { findRow } from './select.ts';

type Of<Verb extends Demand['verb']> = Extract<Demand, { readonly verb: Verb }>;

/** A demand that is made of each row for itself. */
export type RowDemand = Of<'must-set' | 'needs' | 'forbids' | 'matches'>;

/** What became of a demand, or of a part of it. */
export type Outcome =
  | { readonly kind: 'holds' }
  | { readonly kind: 'undecided'; readonly reason: string }
  | { readonly kind: 'broken'; readonly convention: Convention; readonly report: () => Report };

const holds: Outcome = { kind: 'holds' };

/** What a convention demands of one row; every column that must have a form is a part. */
export function outcomesOf(
  convention: Convention,
  demand: RowDemand,
  scope: Scope,
): readonly Outcome[] {
  switch (demand.verb) {
    case 'must-set':
      return [setOutcome(convention, demand, scope)];
    case 'needs':
      return [needsOutcome(convention, demand, scope)];
    case 'forbids':
      return [forbidsOutcome(convention, demand, scope)];
    case 'matches':
      return Object.entries(demand.conditions).map(([column, expected]) =>
        formOutcome(convention, { column, expected }, scope),
      );
  }
}

/** Every one of these columns is set. */
function setOutcome(convention: Convention, { columns }: Of<'must-set'>, scope: Scope): Outcome {
  const missing = columns.filter((column) => {
    const value = columnOf(scope.row, column);
    return !isUndecided(value) && !isSet(value);
  });
  const doubt = columns.map((column) => columnOf(scope.row, column)).find(isUndecided);
  if (missing.length === 0) return doubt ? { kind: 'undecided', reason: doubt.undecided } : holds;
  const names = missing.map((column) => `\`${column}\``).join(' and ');
  const report = (): Report => ({
    otherwise: `${subjectOf(scope)} does not set ${names}`,
    fixes: setMissing(convention, scope, missing),
  });
  return { kind: 'broken', convention, report };
}

/** In every one of the tables there is a row that fits; all that are missing are one finding. */
function needsOutcome(convention: Convention, { needs }: Of<'needs'>, scope: Scope): Outcome {
  const missing: Need[] = [];
  let doubt: string | undefined;
  for (const need of needs) {
    const found = findRow(need, scope);
    if (found.kind === 'undecided') doubt ??= found.reason;
    if (found.kind === 'missing') missing.push(need);
  }
  if (missing.length === 0)
    return doubt === undefined ? holds : { kind: 'undecided', reason: doubt };
  const what = missing.map(({ table }) => `no matching ${table}`).join(' and ');
  const report = (): Report => ({
    otherwise: `${subjectOf(scope)} has ${what}`,
    related: missing.flatMap((need) => closestTo(need, scope)),
    fixes: doubt === undefined ? addMissing(convention, scope) : [],
  });
  return { kind: 'broken', convention, report };
}

/** The row that was probably meant, for somebody who mistyped its name. */
function closestTo(need: Need, scope: Scope): Note[] {
  const near = nearestRow(need, scope);
  if (!near) return [];
  const message = `the closest ${need.table} is \`${near.name}\``;
  return [{ ...scope.facts.locate(near.row.at), message }];
}

/** There is no such row, or none in another table that fits. */
function forbidsOutcome(convention: Convention, { other }: Of<'forbids'>, scope: Scope): Outcome {
  const found = other ? findRow(other, scope) : undefined;
  if (found?.kind === 'undecided') return found;
  if (found?.kind === 'missing') return holds;
  const report = (): Report => ({
    otherwise: `${subjectOf(scope)} is not allowed`,
    related: found
      ? [{ ...scope.facts.locate(found.row.at), message: `the ${other?.table} is here` }]
      : [],
    fixes: found ? [] : removeForbidden(convention, scope),
  });
  return { kind: 'broken', convention, report };
}

/** The column has this form; one that is not set does not. */
function formOutcome(
  convention: Convention,
  { column, expected }: { readonly column: string; readonly expected: Expected },
  scope: Scope,
): Outcome {
  const value = ownValue(column, scope);
  const verdict = judge(value, expected, scope);
  if (verdict.kind === 'undecided') return verdict;
  if (verdict.kind === 'yes') return holds;
  const shown = value === undefined ? 'is not set' : `is \`${String(value)}\``;
  const report = (): Report => ({
    otherwise: `\`${column}\` of ${subjectOf(scope)} ${shown}, which is not of the form that it must have`,
    fixes: giveForm(convention, scope, column),
  });
  return { kind: 'broken', convention: { ...convention, at: convention.at ?? column }, report };
}

/** What a row is about, in words. */
export function subjectOf({ table, row }: Scope): string {
  const name = ['name', 'key', 'path', 'domain', 'file']
    .map((column) => columnOf(row, column))
    .find((value) => typeof value === 'string');
  return name === undefined ? `this ${table}` : `${table} \`${String(name)}\``;
}
