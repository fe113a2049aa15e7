import { delay, type Environment, evaluate, siteOf } from './environment.ts';
import type { BinaryOperator, Expr, ExprId } from './module.ts';
import { joinPath } from './path-value.ts';
import type { Session } from './session.ts';
import type { Site } from './site.ts';
import { coerced, interpolate } from './strings.ts';
import {
  type Attribute,
  type Attributes,
  attributes,
  bool,
  compareStrings,
  failure,
  isStuck,
  list,
  Thunk,
  type Unknown,
  unsupported,
  type Value,
} from './value.ts';

type Binary = Extract<Expr, { readonly kind: 'binary' }>;

export function evaluateBinary(environment: Environment, id: ExprId, expr: Binary): Value {
  switch (expr.operator) {
    case '&&':
    case '||':
    case '->':
      return evaluateConnective(environment, id, expr);
    default: {
      const left = delay(environment, expr.left);
      const right = delay(environment, expr.right);
      return binary(expr.operator, [left, right], {
        session: environment.unit.session,
        at: siteOf(environment, id),
      });
    }
  }
}

interface Place {
  readonly session: Session;
  readonly at: Site | undefined;
}

/** The operators that always look at both sides. */
export function binary(
  operator: Exclude<BinaryOperator, '&&' | '||' | '->'>,
  sides: readonly [Thunk, Thunk],
  place: Place,
): Value {
  const [left, right] = [sides[0].force(), sides[1].force()];
  switch (operator) {
    case '==':
      return equal(left, right);
    case '!=':
      return negated(equal(left, right));
    case '<':
      return lessThan(left, right, place.at);
    case '>':
      return lessThan(right, left, place.at);
    case '<=':
      return negated(lessThan(right, left, place.at));
    case '>=':
      return negated(lessThan(left, right, place.at));
    case '+':
      return add(sides, place);
    case '-':
    case '*':
    case '/':
      return arithmetic(operator, [left, right], place.at);
    case '//':
      return update(left, right, place.at);
    case '++':
      return concatenate(left, right, place.at);
    case '|>':
    case '<|':
      return failure('a pipe is an application', place.at);
  }
}

function evaluateConnective(environment: Environment, id: ExprId, expr: Binary): Value {
  const left = evaluate(environment, expr.left);
  if (isStuck(left)) return left;
  if (left.kind !== 'bool')
    return failure(`\`${expr.operator}\` needs Booleans`, siteOf(environment, id));
  if (expr.operator === '&&' && !left.value) return left;
  if (expr.operator === '||' && left.value) return left;
  if (expr.operator === '->' && !left.value) return bool(true);
  const right = evaluate(environment, expr.right);
  return right.kind === 'bool' || isStuck(right)
    ? right
    : failure(`\`${expr.operator}\` needs Booleans`, siteOf(environment, id));
}

function negated(value: Value): Value {
  return value.kind === 'bool' ? bool(!value.value) : value;
}

/** Deep equality. Functions are never equal; an unknown part decides only when all else is equal. */
export function equal(left: Value, right: Value): Value {
  const stuck = undecidable(left) ?? undecidable(right);
  if (stuck) return stuck;
  if (isNumber(left) && isNumber(right) && left.kind !== right.kind) {
    return bool(Number(left.value) === Number(right.value));
  }
  if (left.kind === 'list' && right.kind === 'list') {
    return equalLists(left.items, right.items, left.open ?? right.open);
  }
  if (left.kind === 'attrs' && right.kind === 'attrs') return equalAttributes(left, right);
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

function templateReason(value: Extract<Value, { kind: 'template' }>): Value {
  return (
    value.parts.find((part) => typeof part !== 'string') ??
    failure('unreachable: a template without a hole')
  );
}

function equalLists(
  left: readonly Thunk[],
  right: readonly Thunk[],
  open: Unknown | undefined,
): Value {
  if (open) return open;
  if (left.length !== right.length) return bool(false);
  return allEqual(left.map((item, index) => [item, right[index] ?? item]));
}

function equalAttributes(left: Attributes, right: Attributes): Value {
  if (left === right) return bool(true);
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
  return allEqual(pairs);
}

function allEqual(pairs: readonly (readonly [Thunk, Thunk])[]): Value {
  let undecided: Value | undefined;
  for (const [left, right] of pairs) {
    if (left === right) continue;
    const same = equalInside(left.force(), right.force());
    if (same.kind !== 'bool') undecided ??= same;
    else if (!same.value && !undecided) return same;
  }
  return undecided ?? bool(true);
}

/** Inside lists and sets, Nix takes a function to equal itself; which values are shared cannot be told here. */
function equalInside(left: Value, right: Value): Value {
  if (left.kind === 'lambda' && right.kind === 'lambda')
    return unsupported('comparison of functions');
  return equal(left, right);
}

export function lessThan(left: Value, right: Value, at: Site | undefined): Value {
  const stuck = undecidable(left) ?? undecidable(right);
  if (stuck) return stuck;
  if (left.kind === 'string' && right.kind === 'string')
    return bool(compareStrings(left.value, right.value) < 0);
  if (left.kind === 'path' && right.kind === 'path')
    return bool(compareStrings(left.path, right.path) < 0);
  if (isNumber(left) && isNumber(right)) return bool(left.value < right.value);
  if (left.kind === 'list' && right.kind === 'list')
    return lessThanLists(left.items, right.items, at);
  return failure('these values cannot be compared', at);
}

function lessThanLists(
  left: readonly Thunk[],
  right: readonly Thunk[],
  at: Site | undefined,
): Value {
  for (const [index, item] of left.entries()) {
    const other = right[index];
    if (!other) return bool(false);
    const same = equal(item.force(), other.force());
    if (same.kind !== 'bool') return same;
    if (!same.value) return lessThan(item.force(), other.force(), at);
  }
  return bool(left.length < right.length);
}

function isNumber(value: Value): value is Extract<Value, { kind: 'int' | 'float' }> {
  return value.kind === 'int' || value.kind === 'float';
}

const smallest = -(2n ** 63n);
const largest = 2n ** 63n - 1n;

export function arithmetic(
  operator: '+' | '-' | '*' | '/',
  sides: readonly [Value, Value],
  at: Site | undefined,
): Value {
  const [left, right] = sides;
  if (isStuck(left)) return left;
  if (isStuck(right)) return right;
  if (left.kind === 'int' && right.kind === 'int')
    return integerArithmetic(operator, [left.value, right.value], at);
  if (!isNumber(left) || !isNumber(right)) return failure(`\`${operator}\` needs numbers`, at);
  const [a, b] = [Number(left.value), Number(right.value)];
  if (operator === '/' && b === 0) return failure('division by zero', at);
  const results = { '+': a + b, '-': a - b, '*': a * b, '/': a / b };
  return { kind: 'float', value: results[operator] };
}

function integerArithmetic(
  operator: '+' | '-' | '*' | '/',
  [a, b]: readonly [bigint, bigint],
  at: Site | undefined,
): Value {
  if (operator === '/' && b === 0n) return failure('division by zero', at);
  const compute = { '+': () => a + b, '-': () => a - b, '*': () => a * b, '/': () => a / b };
  const value = compute[operator]();
  return value < smallest || value > largest
    ? failure('integer overflow', at)
    : { kind: 'int', value };
}

function add(sides: readonly [Thunk, Thunk], place: Place): Value {
  const [left, right] = [sides[0].force(), sides[1].force()];
  if (left.kind === 'failure') return left;
  if (right.kind === 'failure') return right;
  if (isNumber(left) && isNumber(right)) return arithmetic('+', [left, right], place.at);
  if (left.kind === 'path') return pathPlus(left, sides[1], place);
  if (left.kind === 'unknown' && right.kind === 'unknown') return left;
  if (isNumber(left) || isNumber(right))
    return left.kind === 'unknown'
      ? left
      : isStuck(right)
        ? right
        : failure('`+` needs two numbers or two strings', place.at);
  return interpolate(sides, place.session);
}

function pathPlus(left: Extract<Value, { kind: 'path' }>, right: Thunk, place: Place): Value {
  const text = coerced(right.force(), place.session);
  if (text.kind === 'string') return joinPath(left, text.value, place.at);
  return text.kind === 'template' ? templateReason(text) : text;
}

/** `//`. What an unknown right side may override is unknown. */
export function update(left: Value, right: Value, at?: Site): Value {
  if (left.kind === 'failure') return left;
  if (right.kind === 'failure') return right;
  if (left.kind === 'attrs' && right.kind === 'attrs') return merged(left, right);
  if (left.kind === 'attrs' && right.kind === 'unknown')
    return merged(left, attributes(new Map(), right));
  if (left.kind === 'unknown' && right.kind === 'attrs')
    return merged(attributes(new Map(), left), right);
  if (left.kind === 'unknown') return left;
  return right.kind === 'unknown' ? right : failure('`//` needs two attribute sets', at);
}

function merged(left: Attributes, right: Attributes): Attributes {
  const overridden = right.open;
  const missing = (name: string): Value | undefined =>
    right.missing?.(name) ?? left.missing?.(name);
  return {
    kind: 'attrs',
    names: () => [...new Set([...left.names(), ...right.names()])].sort(compareStrings),
    get: (name) => right.get(name) ?? hidden(left.get(name), overridden),
    open: overridden ?? left.open,
    ...(left.missing || right.missing ? { missing } : {}),
  };
}

function hidden(attribute: Attribute | undefined, by: Unknown | undefined): Attribute | undefined {
  return attribute && by
    ? { value: Thunk.of(by, attribute.value.site), at: attribute.at }
    : attribute;
}

export function concatenate(left: Value, right: Value, at?: Site): Value {
  if (left.kind === 'failure') return left;
  if (right.kind === 'failure') return right;
  if (left.kind === 'list' && right.kind === 'list')
    return list([...left.items, ...right.items], left.open ?? right.open);
  if (left.kind === 'unknown' && right.kind === 'list')
    return list(right.items, right.open ?? left);
  if (left.kind === 'list' && right.kind === 'unknown') return list(left.items, left.open ?? right);
  if (left.kind === 'unknown') return left;
  return right.kind === 'unknown' ? right : failure('`++` needs two lists', at);
}
