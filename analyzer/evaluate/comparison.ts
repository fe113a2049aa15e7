import type { Site } from '../site.ts';
import type { Session } from './session.ts';
import {
  type Attributes,
  bool,
  compareStrings,
  type Failure,
  failure,
  type Lambda,
  type List,
  type Thunk,
  type Unknown,
  unknown,
  unsupported,
  type Value,
} from './value.ts';

type Stuck = Failure | Unknown;
type Pair = readonly [Thunk, Thunk];

/** Each pair of parts costs one step. */
interface Budget {
  steps: number;
}

function ownBudget(): Budget {
  return { steps: 1_000_000 };
}

/**
 * Deep equality, part by part in the order of names and items; the first part
 * that is unknown or fails leaves the whole so. Functions are never equal.
 */
export function equal(left: Value, right: Value, budget = ownBudget()): Value {
  const pending: Pair[] = [];
  const same = equalHere([left, right], pending);
  return same === true ? equalParts(pending, budget) : answer(same);
}

/** Equality of parts of lists, where one value under two names equals itself even when it is a function. */
export function equalThunks(left: Thunk, right: Thunk, budget: Budget): Value {
  return equalParts([[left, right]], budget);
}

function equalParts(pending: Pair[], budget: Budget): Value {
  for (let pair = pending.pop(); pair; pair = pending.pop()) {
    if (budget.steps-- <= 0) return unknown({ kind: 'budget' });
    const same = equalInside(pair, pending);
    if (same !== true) return answer(same);
  }
  return bool(true);
}

function answer(same: boolean | Stuck): Value {
  return typeof same === 'boolean' ? bool(same) : same;
}

/** Parts of lists and sets are equal without a look at them when they are one value under two names. */
function equalInside([left, right]: Pair, pending: Pair[]): boolean | Stuck {
  const values = [left.force(), right.force()] as const;
  if (areApart(values)) return false;
  const stuck = undecidable(values[0]) ?? undecidable(values[1]);
  if (stuck) return stuck;
  if (left.origin === right.origin) return true;
  if (values[0].kind === 'lambda' && values[1].kind === 'lambda')
    return equalFunctions(values[0], values[1]);
  return equalHere(values, pending);
}

/** A function of the workspace and a part of an input that nothing was handed to: equal to neither is the other. */
function areApart([left, right]: readonly [Value, Value]): boolean {
  return (isOwn(left) && isForeign(right)) || (isForeign(left) && isOwn(right));
}

function isOwn(value: Value): boolean {
  return value.kind === 'lambda' && value.enter !== undefined;
}

function isForeign(value: Value): boolean {
  return value.kind === 'unknown' && value.reason.kind === 'input' && !value.from;
}

/** Functions written apart are never one value. Whether one function is still one value cannot always be told. */
function equalFunctions(left: Lambda, right: Lambda): boolean | Stuck {
  const isApart = left !== right && left.enter && right.enter;
  return isApart ? false : unsupported('comparison of functions');
}

/** Compares what can be seen at once; parts are left for later. */
function equalHere([left, right]: readonly [Value, Value], pending: Pair[]): boolean | Stuck {
  const stuck = undecidable(left) ?? undecidable(right);
  if (stuck) return stuck;
  if (isNumber(left) && isNumber(right) && left.kind !== right.kind)
    return Number(left.value) === Number(right.value);
  if (left.kind === 'list' && right.kind === 'list') return equalLists([left, right], pending);
  if (left.kind === 'attrs' && right.kind === 'attrs') return equalSets([left, right], pending);
  return left.kind === right.kind && equalScalars(left, right);
}

/** Why a value cannot be compared: it is stuck, or a string with holes. */
function undecidable(value: Value): Stuck | undefined {
  switch (value.kind) {
    case 'failure':
    case 'unknown':
      return value;
    case 'template':
      return templateReason(value);
    default:
      return undefined;
  }
}

function equalScalars(left: Value, right: Value): boolean {
  if (left.kind === 'null') return true;
  if (left.kind === 'path' && right.kind === 'path') {
    return left.root === right.root && left.path === right.path;
  }
  return 'value' in left && 'value' in right && left.value === right.value;
}

function equalLists([left, right]: readonly [List, List], pending: Pair[]): boolean | Stuck {
  const open = left.open ?? right.open;
  if (open) return open;
  if (left.items.length !== right.items.length) return false;
  for (let index = left.items.length - 1; index >= 0; index--) {
    const [a, b] = [left.items[index], right.items[index]];
    if (a && b) pending.push([a, b]);
  }
  return true;
}

function equalSets(
  [left, right]: readonly [Attributes, Attributes],
  pending: Pair[],
): boolean | Stuck {
  const outputs = [outputOf(left), outputOf(right)] as const;
  for (const output of outputs) if (output && output.kind !== 'thunk') return output;
  if (outputs[0]?.kind === 'thunk' && outputs[1]?.kind === 'thunk') {
    pending.push([outputs[0], outputs[1]]);
    return true;
  }
  const open = left.open ?? right.open;
  if (open) return open;
  const names = left.names();
  const others = right.names();
  if (names.length !== others.length || names.some((name, index) => name !== others[index]))
    return false;
  for (const name of names.toReversed()) {
    const [a, b] = [left.get(name), right.get(name)];
    if (a && b) pending.push([a.value, b.value]);
  }
  return true;
}

/** Derivations are equal when what they make is. A type that cannot be told leaves all open. */
function outputOf(set: Attributes): Thunk | Stuck | undefined {
  const type = set.get('type')?.value.force();
  const stuck = type && undecidable(type);
  if (stuck) return stuck;
  return type?.kind === 'string' && type.value === 'derivation'
    ? set.get('outPath')?.value
    : undefined;
}

export interface Comparing {
  readonly session: Session;
  readonly at: Site | undefined;
}

/** Whether one value comes before another; lists are compared by their first items that differ. */
export function lessThan(left: Value, right: Value, { session, at }: Comparing): Value {
  let sides: readonly [Value, Value] = [left, right];
  for (;;) {
    const [a, b] = sides;
    if (a.kind !== 'list' || b.kind !== 'list') return lessThanHere(sides, at);
    const difference = firstDifference(session, [a, b]);
    if (!('sides' in difference)) return difference;
    sides = difference.sides;
  }
}

/** The first items that are not equal, or the answer when there are none. */
function firstDifference(
  session: Session,
  [left, right]: readonly [List, List],
): { readonly sides: readonly [Value, Value] } | Value {
  const open = left.open ?? right.open;
  if (open) return open;
  for (const [index, item] of left.items.entries()) {
    const other = right.items[index];
    if (!other) return bool(false);
    const same = equalThunks(item, other, session);
    if (same.kind !== 'bool') return same;
    if (!same.value) return { sides: [item.force(), other.force()] };
  }
  return bool(left.items.length < right.items.length);
}

function lessThanHere([left, right]: readonly [Value, Value], at: Site | undefined): Value {
  const stuck = undecidable(left) ?? undecidable(right);
  if (stuck) return stuck;
  if (left.kind === 'string' && right.kind === 'string')
    return bool(compareStrings(left.value, right.value) < 0);
  if (left.kind === 'path' && right.kind === 'path') return lessThanPath(left, right);
  if (left.kind === 'int' && right.kind === 'int') return bool(left.value < right.value);
  if (isNumber(left) && isNumber(right)) return bool(Number(left.value) < Number(right.value));
  return failure('these values cannot be compared', at);
}

type Path = Extract<Value, { readonly kind: 'path' }>;

/** Nix has compared paths as text and has compared them name by name; where that matters, the order is unknown. */
function lessThanPath(left: Path, right: Path): Value {
  if (left.root !== right.root) return unsupported('order of paths');
  const asText = compareStrings(left.path, right.path) < 0;
  const byNames = compareStrings(slashFirst(left.path), slashFirst(right.path)) < 0;
  return asText === byNames ? bool(asText) : unsupported('order of paths');
}

function slashFirst(path: string): string {
  return path.replaceAll('/', '\0');
}

export function isNumber(value: Value): value is Extract<Value, { kind: 'int' | 'float' }> {
  return value.kind === 'int' || value.kind === 'float';
}

/** Why a template is not wholly known. */
export function templateReason(value: Extract<Value, { kind: 'template' }>): Failure | Unknown {
  return (
    value.parts.find((part) => typeof part !== 'string') ??
    failure('unreachable: a template without a hole')
  );
}
