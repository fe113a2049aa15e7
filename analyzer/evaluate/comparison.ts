import type { Site } from '../site.ts';
import {
  type Attributes,
  bool,
  compareStrings,
  failure,
  isStuck,
  type Thunk,
  unknown,
  unsupported,
  type Value,
} from './value.ts';

/** How deep values may be nested to be compared. */
const deepestComparison = 200;

/** Deep equality. Functions are never equal; an unknown part decides only when all else is equal. */
export function equal(left: Value, right: Value, depth = 0): Value {
  if (depth > deepestComparison) return unknown({ kind: 'budget' });
  const stuck = undecidable(left) ?? undecidable(right);
  if (stuck) return stuck;
  if (isNumber(left) && isNumber(right) && left.kind !== right.kind) {
    return bool(Number(left.value) === Number(right.value));
  }
  if (left.kind === 'list' && right.kind === 'list') {
    return left.open ?? right.open ?? equalLists(left.items, right.items, depth);
  }
  if (left.kind === 'attrs' && right.kind === 'attrs') return equalAttributes(left, right, depth);
  return bool(left.kind === right.kind && equalScalars(left, right));
}

/** Why a value cannot be compared: it is stuck, or a string with holes. */
function undecidable(value: Value): Value | undefined {
  if (value.kind === 'template') return templateReason(value);
  return isStuck(value) ? value : undefined;
}

function equalScalars(left: Value, right: Value): boolean {
  if (left.kind === 'null') return true;
  if (left.kind === 'path' && right.kind === 'path') {
    return left.root === right.root && left.path === right.path;
  }
  return 'value' in left && 'value' in right && left.value === right.value;
}

function equalLists(left: readonly Thunk[], right: readonly Thunk[], depth: number): Value {
  if (left.length !== right.length) return bool(false);
  return allEqual(
    left.map((item, index) => [item, right[index] ?? item]),
    depth + 1,
  );
}

function equalAttributes(left: Attributes, right: Attributes, depth: number): Value {
  if (left === right) return bool(true);
  const outputs = [outputOf(left), outputOf(right)];
  if (outputs[0] && outputs[1]) return equal(outputs[0].force(), outputs[1].force(), depth + 1);
  if (left.open ?? right.open) return left.open ?? right.open ?? bool(false);
  const names = left.names();
  const others = right.names();
  if (names.length !== others.length || names.some((name, index) => name !== others[index]))
    return bool(false);
  const pairs: [Thunk, Thunk][] = [];
  for (const name of names) {
    const [a, b] = [left.get(name), right.get(name)];
    if (a && b) pairs.push([a.value, b.value]);
  }
  return allEqual(pairs, depth + 1);
}

/** Derivations are equal when what they make is. */
function outputOf(set: Attributes): Thunk | undefined {
  const type = set.get('type')?.value.force();
  return type?.kind === 'string' && type.value === 'derivation'
    ? set.get('outPath')?.value
    : undefined;
}

function allEqual(pairs: readonly (readonly [Thunk, Thunk])[], depth: number): Value {
  let undecided: Value | undefined;
  for (const [left, right] of pairs) {
    if (left === right) continue;
    const same = equalInside(left.force(), right.force(), depth);
    if (same.kind !== 'bool') undecided ??= same;
    else if (!same.value && !undecided) return same;
  }
  return undecided ?? bool(true);
}

/** Inside lists and sets, Nix takes a function to equal itself; which values are shared cannot be told here. */
function equalInside(left: Value, right: Value, depth: number): Value {
  if (left.kind === 'lambda' && right.kind === 'lambda')
    return unsupported('comparison of functions');
  return equal(left, right, depth);
}

export function lessThan(left: Value, right: Value, at: Site | undefined, depth = 0): Value {
  if (depth > deepestComparison) return unknown({ kind: 'budget' }, at);
  const stuck = undecidable(left) ?? undecidable(right);
  if (stuck) return stuck;
  if (left.kind === 'string' && right.kind === 'string')
    return bool(compareStrings(left.value, right.value) < 0);
  if (left.kind === 'path' && right.kind === 'path')
    return bool(compareStrings(left.path, right.path) < 0);
  if (isNumber(left) && isNumber(right)) return bool(left.value < right.value);
  if (left.kind === 'list' && right.kind === 'list')
    return left.open ?? right.open ?? lessThanLists([left.items, right.items], at, depth + 1);
  return failure('these values cannot be compared', at);
}

function lessThanLists(
  [left, right]: readonly [readonly Thunk[], readonly Thunk[]],
  at: Site | undefined,
  depth: number,
): Value {
  for (const [index, item] of left.entries()) {
    const other = right[index];
    if (!other) return bool(false);
    const same = equal(item.force(), other.force(), depth);
    if (same.kind !== 'bool') return same;
    if (!same.value) return lessThan(item.force(), other.force(), at, depth);
  }
  return bool(left.length < right.length);
}

export function isNumber(value: Value): value is Extract<Value, { kind: 'int' | 'float' }> {
  return value.kind === 'int' || value.kind === 'float';
}

/** Why a template is not wholly known. */
export function templateReason(value: Extract<Value, { kind: 'template' }>): Value {
  return (
    value.parts.find((part) => typeof part !== 'string') ??
    failure('unreachable: a template without a hole')
  );
}
