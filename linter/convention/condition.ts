import type { AnyRow } from '#analyzer/facts/any-row.ts';
import { isUndecided, type Undecided } from '#analyzer/facts/cell.ts';
import {
  columnOf,
  hasColumn,
  ownValue,
  type Plain,
  resolve,
  type Scalar,
  type Scope,
  textOf,
} from './scope.ts';
import { parseTemplate, type Reference, type Template } from './template.ts';
import { matchPattern, type PatternPart } from './wildcard.ts';

/** What a column must hold: a value, one of several, or a table that says more. */
export type Expected = Scalar | readonly Expected[] | ExpectedTable;

export interface ExpectedTable {
  readonly not?: Expected | undefined;
  /** Whether the column is set at all. */
  readonly set?: boolean | undefined;
  readonly from?: Bound | undefined;
  readonly to?: Bound | undefined;
}

/** A number, or a text with names that stand for one. */
export type Bound = number | string;

export type Conditions = { readonly [column: string]: Expected };

/** Whether something holds, with what the captures of its patterns stand for. */
export type Verdict =
  | { readonly kind: 'yes'; readonly captures: ReadonlyMap<string, string> }
  | { readonly kind: 'no' }
  | { readonly kind: 'undecided'; readonly reason: string };

const no: Verdict = { kind: 'no' };
const none: ReadonlyMap<string, string> = new Map();
const yes: Verdict = { kind: 'yes', captures: none };

/**
 * Whether a row fits conditions. Names in them stand for what they are in the
 * scope; those that the scope does not know capture. Undecided only where
 * nothing else keeps the row from fitting.
 */
export function fits(row: AnyRow, conditions: Conditions, scope: Scope): Verdict {
  let known = scope;
  let doubt: Verdict | undefined;
  for (const [column, expected] of Object.entries(conditions)) {
    const value = row === scope.row ? ownValue(column, scope) : columnOf(row, column);
    const verdict = judge(value, expected, known);
    if (verdict.kind === 'no') return no;
    if (verdict.kind === 'undecided') doubt ??= verdict;
    else if (verdict.captures.size > 0)
      known = { ...known, captures: new Map([...known.captures, ...verdict.captures]) };
  }
  return doubt ?? { kind: 'yes', captures: known.captures };
}

/** Whether a value is what a convention expects. */
export function judge(value: Plain | Undecided, expected: Expected, scope: Scope): Verdict {
  if (isExpectedTable(expected)) return judgeTable(value, expected, scope);
  if (isUndecided(value)) return { kind: 'undecided', reason: value.undecided };
  if (value === undefined) return no;
  if (typeof value === 'object') return anyOf(value, (item) => judge(item, expected, scope));
  if (typeof expected === 'object') return anyOf(expected, (each) => judge(value, each, scope));
  if (typeof expected === 'string') return judgeText(String(value), expected, scope);
  return value === expected ? yes : no;
}

/** Whether it is a table that says more than a value. */
export function isExpectedTable(expected: Expected): expected is ExpectedTable {
  return typeof expected === 'object' && !Array.isArray(expected);
}

/** Whether a column holds anything: a list without items does not. */
export function isSet(value: Plain): boolean {
  return value !== undefined && !(typeof value === 'object' && value.length === 0);
}

function judgeTable(
  value: Plain | Undecided,
  { not, set, from, to }: ExpectedTable,
  scope: Scope,
): Verdict {
  if (isUndecided(value)) return { kind: 'undecided', reason: value.undecided };
  if (set !== undefined && isSet(value) !== set) return no;
  const inner = not === undefined ? no : judge(value, not, scope);
  if (inner.kind !== 'no') return inner.kind === 'yes' ? no : inner;
  return isBetween(value, { from, to }, scope);
}

function isBetween(
  value: Plain,
  { from, to }: Pick<ExpectedTable, 'from' | 'to'>,
  scope: Scope,
): Verdict {
  if (from === undefined && to === undefined) return yes;
  if (typeof value !== 'number') return no;
  const [least, most] = [boundOf(from ?? value, scope), boundOf(to ?? value, scope)];
  const doubt = [least, most].find(isUndecided);
  if (doubt) return { kind: 'undecided', reason: doubt.undecided };
  return value >= Number(least) && value <= Number(most) ? yes : no;
}

/** What is no number is no bound that anything keeps to. */
function boundOf(bound: Bound, scope: Scope): number | Undecided {
  const text = typeof bound === 'number' ? String(bound) : textOf(parseTemplate(bound), scope);
  if (isUndecided(text)) return text;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function anyOf<Item>(items: readonly Item[], ask: (item: Item) => Verdict): Verdict {
  let doubt: Verdict = no;
  for (const item of items) {
    const verdict = ask(item);
    if (verdict.kind === 'yes') return verdict;
    if (verdict.kind === 'undecided') doubt = verdict;
  }
  return doubt;
}

function judgeText(text: string, expected: string, scope: Scope): Verdict {
  const template = parseTemplate(expected);
  if (!beginsLike(template[0], text)) return no;
  const several = listIn(template, scope);
  if (several) return anyOf(several, (each) => judgeText(text, String(each), scope));
  const parts: PatternPart[] = [];
  for (const part of template) {
    const meant = typeof part === 'string' ? part : patternPart(part, scope);
    if (isUndecided(meant)) return { kind: 'undecided', reason: meant.undecided };
    if (meant === undefined) return no;
    parts.push(meant);
  }
  const captures = matchPattern(parts, text);
  return captures ? { kind: 'yes', captures } : no;
}

/** Whether a text begins with what a pattern begins with, before its first star or name. */
function beginsLike(first: Template[number] | undefined, text: string): boolean {
  if (typeof first !== 'string') return true;
  const star = first.indexOf('*');
  return text.startsWith(star === -1 ? first : first.slice(0, star));
}

/** The values of a name that stands alone and for several. */
function listIn([only, ...others]: Template, scope: Scope): readonly Scalar[] | undefined {
  if (only === undefined || typeof only === 'string' || others.length > 0) return undefined;
  const value = knows(only.path, scope) ? resolve(only, scope) : undefined;
  return typeof value === 'object' && !isUndecided(value) ? value : undefined;
}

/** What a name in a pattern stands for; those of parameters may have stars. */
function patternPart(part: Reference, scope: Scope): PatternPart | Undecided | undefined {
  if (!knows(part.path, scope)) return { capture: part.path[0] ?? '' };
  const value = resolve(part, scope);
  if (value === undefined || isUndecided(value)) return value;
  return part.path[0] === 'parameter' ? String(value) : { exact: String(value) };
}

/** Whether a name stands for something already; otherwise it captures. */
function knows([name = '', ...rest]: readonly string[], scope: Scope): boolean {
  return rest.length > 0 || scope.captures.has(name) || hasColumn(scope.table, name);
}
