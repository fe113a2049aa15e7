import { type AnyRow, rowsBeside, rowsOf } from '#analyzer/facts/any-row.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { OptionValues } from '#linter/rule.ts';
import { fits, type Verdict } from './condition.ts';
import type { Clause, Convention, Need } from './convention.ts';
import { gapRows, position } from './gap-rows.ts';
import { asksForUnknown, candidateGaps, candidates } from './row-index.ts';
import type { Scope } from './scope.ts';

/** The rows that a convention is about, and why there may be more. */
export interface Selected {
  readonly scopes: readonly Scope[];
  /** One reason for each row of which it is not known whether it is meant. */
  readonly undecided: readonly string[];
}

/** Which rows of a table are meant. */
export type Choice = Pick<Convention, 'each' | 'where' | 'unless'>;

/** The rows that fit all of `where` and none of `unless`. */
export function select(facts: Facts, choice: Choice, parameters: OptionValues): Selected {
  const { each } = choice;
  const scopes: Scope[] = [];
  const undecided: string[] = [];
  const scopeOf = (row: AnyRow): Scope => {
    return { facts, table: each, row, captures: new Map(), parameters };
  };
  for (const row of rowsOf(facts, each)) {
    const scope = scopeOf(row);
    const verdict = isMeant(choice, scope);
    if (verdict.kind === 'yes') scopes.push({ ...scope, captures: verdict.captures });
    if (verdict.kind === 'undecided') undecided.push(verdict.reason);
  }
  const { gaps } = facts.table(each);
  for (const row of gapRows(facts, each)) {
    const gap = isMeant(choice, scopeOf(row)).kind === 'no' ? undefined : gaps[row[position]];
    if (gap) undecided.push(gap.reason);
  }
  return { scopes, undecided };
}

/** The rows that come from the place of a row. */
export interface Beside {
  /** Those that are meant, each with what is captured for it. */
  readonly scopes: readonly Scope[];
  /** Whether all of them certainly are: a change there concerns nothing else. */
  readonly areAll: boolean;
}

/** Which rows of a place are meant. Machines may have it in common, and names may be generated there. */
export function selectBeside(choice: Choice, { captures: _, ...scope }: Scope): Beside {
  const rows = rowsBeside(scope.facts, scope.table, scope.row);
  const scopes = rows.flatMap((row): Scope[] => {
    const own = { ...scope, row, captures: new Map<string, string>() };
    const verdict = isMeant(choice, own);
    return verdict.kind === 'yes' ? [{ ...own, captures: verdict.captures }] : [];
  });
  return { scopes, areAll: scopes.length === rows.length };
}

function isMeant({ where, unless }: Choice, scope: Scope): Verdict {
  let { captures } = scope;
  let doubt: Verdict | undefined;
  for (const clause of where) {
    const verdict = judgeClause(clause, { ...scope, captures });
    if (verdict.kind === 'no') return verdict;
    if (verdict.kind === 'undecided') doubt ??= verdict;
    else captures = verdict.captures;
  }
  const known = { ...scope, captures };
  // A row in doubt is only kept out by what is certain.
  const asked = doubt ? unless.filter((clause) => asksForKnown(clause, known)) : unless;
  const exception = exceptionOf(asked, known);
  if (exception.kind === 'yes') return { kind: 'no' };
  if (exception.kind === 'undecided') doubt ??= exception;
  return doubt ?? { kind: 'yes', captures };
}

/** Whether one of these clauses leaves a row out. */
export function exceptionOf(clauses: readonly Clause[], scope: Scope): Verdict {
  let doubt: Verdict | undefined;
  for (const clause of clauses) {
    const verdict = judgeClause(clause, scope);
    if (verdict.kind === 'yes') return verdict;
    if (verdict.kind === 'undecided') doubt ??= verdict;
  }
  return doubt ?? { kind: 'no' };
}

function asksForKnown(clause: Clause, scope: Scope): boolean {
  return clause.kind === 'columns' || !asksForUnknown(clause.need.conditions, scope);
}

function judgeClause(clause: Clause, scope: Scope): Verdict {
  if (clause.kind === 'columns') return fits(scope.row, clause.conditions, scope);
  const found = findRow(clause.need, scope);
  if (found.kind === 'undecided') return found;
  return found.kind === 'found' ? { kind: 'yes', captures: scope.captures } : { kind: 'no' };
}

/** Whether a table has a row that fits. */
export function findRow({ table, conditions }: Need, scope: Scope): FoundRow {
  let reason: string | undefined;
  for (const row of candidates(scope, table, conditions)) {
    const verdict = fits(row, conditions, scope);
    if (verdict.kind === 'yes') return { kind: 'found', row };
    if (verdict.kind === 'undecided') reason ??= verdict.reason;
  }
  reason ??= gapReason({ table, conditions }, scope);
  return reason === undefined ? { kind: 'missing' } : { kind: 'undecided', reason };
}

/** Why there may be a row that fits although none is known: what the first gap says that may hide it. */
function gapReason(
  { table, conditions }: Pick<Need, 'table' | 'conditions'>,
  scope: Scope,
): string | undefined {
  let first = Infinity;
  for (const row of candidateGaps(scope, table, conditions)) {
    if (row[position] < first && fits(row, conditions, scope).kind !== 'no') first = row[position];
  }
  return scope.facts.table(table).gaps[first]?.reason;
}

export type FoundRow =
  | { readonly kind: 'found'; readonly row: AnyRow }
  | { readonly kind: 'missing' }
  | { readonly kind: 'undecided'; readonly reason: string };
