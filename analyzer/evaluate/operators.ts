import type { Site } from '../site.ts';
import type { BinaryOperator, Expr, ExprId } from '../syntax/module.ts';
import { equal, isNumber, lessThan, templateReason } from './comparison.ts';
import { doubtAt, perhapsOfBoth } from './conditional-sets.ts';
import { type Environment, siteOf } from './environment.ts';
import { joinPath } from './path-value.ts';
import type { Session } from './session.ts';
import { coerced, interpolate } from './strings.ts';
import {
  type Attribute,
  type Attributes,
  attributes,
  bool,
  compareStrings,
  failure,
  isStuck,
  type List,
  layered,
  layersOver,
  list,
  Thunk,
  trueValue,
  type Unknown,
  united,
  unknown,
  type Value,
} from './value.ts';

type Binary = Extract<Expr, { readonly kind: 'binary' }>;

/** Operands are evaluated right here, because every frame between them costs depth. */
export function evaluateBinary(environment: Environment, id: ExprId, expr: Binary): Value {
  const { session } = environment.unit;
  const first = session.evaluate(environment, expr.left);
  const left = first.kind === 'thunk' ? first.force() : first;
  const early = decided(expr.operator, left, siteOf(environment, id));
  if (early) return early;
  const second = session.evaluate(environment, expr.right);
  const right = second.kind === 'thunk' ? second.force() : second;
  return binary(expr.operator, [left, right], { session, at: siteOf(environment, id) });
}

/** What the left side alone decides. */
function decided(operator: BinaryOperator, left: Value, at: Site | undefined): Value | undefined {
  if (operator !== '&&' && operator !== '||' && operator !== '->') return undefined;
  if (isStuck(left)) return left;
  if (left.kind !== 'bool') return failure(`\`${operator}\` needs Booleans`, at);
  if (operator === '->') return left.value ? undefined : trueValue;
  return left.value === (operator === '||') ? left : undefined;
}

interface Place {
  readonly session: Session;
  readonly at: Site | undefined;
}

function binary(
  operator: BinaryOperator,
  [left, right]: readonly [Value, Value],
  place: Place,
): Value {
  switch (operator) {
    case '==':
      return equal(left, right, place.session);
    case '!=':
      return negated(equal(left, right, place.session));
    case '<':
      return lessThan(left, right, place);
    case '>':
      return lessThan(right, left, place);
    case '<=':
      return negated(lessThan(right, left, place));
    case '>=':
      return negated(lessThan(left, right, place));
    case '+':
      return add(left, right, place);
    case '-':
    case '*':
    case '/':
      return arithmetic(operator, [left, right], place.at);
    case '//':
    case '++':
      return joined(operator, [left, right], place);
    case '&&':
    case '||':
    case '->':
      return right.kind === 'bool' || isStuck(right)
        ? right
        : failure(`\`${operator}\` needs Booleans`, place.at);
    case '|>':
    case '<|':
      return failure('a pipe is an application', place.at);
  }
}

/** Joining two large values takes more than one step. */
function joined(
  operator: '//' | '++',
  [left, right]: readonly [Value, Value],
  { session, at }: Place,
): Value {
  const value = operator === '//' ? update(left, right, at) : concatenate(left, right, at);
  session.steps -= sizeOfSides([left, right]) >> 4;
  return value;
}

function sizeOfSides(sides: readonly Value[]): number {
  return sides.reduce((size, side) => {
    if (side.kind === 'list') return size + side.items.length;
    return size + (side.kind === 'attrs' ? (side.size ?? 0) : 0);
  }, 0);
}

function negated(value: Value): Value {
  return value.kind === 'bool' ? bool(!value.value) : value;
}

const smallestInteger = -(2n ** 63n);
export const largestInteger = 2n ** 63n - 1n;

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
  return value < smallestInteger || value > largestInteger
    ? failure('integer overflow', at)
    : { kind: 'int', value };
}

function add(left: Value, right: Value, place: Place): Value {
  if (left.kind === 'failure') return left;
  if (right.kind === 'failure') return right;
  if (isNumber(left) && isNumber(right)) return arithmetic('+', [left, right], place.at);
  if (left.kind === 'path') return pathPlus(left, right, place);
  if (left.kind === 'unknown' && right.kind === 'unknown') return left;
  if (isNumber(left) || isNumber(right))
    return left.kind === 'unknown'
      ? left
      : isStuck(right)
        ? right
        : failure('`+` needs two numbers or two strings', place.at);
  return interpolate([left, right], place.session);
}

function pathPlus(left: Extract<Value, { kind: 'path' }>, right: Value, place: Place): Value {
  const text = coerced(right, place.session);
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

function merged(left: Attributes, right: Attributes): Value {
  if (left.ready && right.ready && !right.open) {
    const both = left.open ? undefined : united(left, right);
    return both ?? layered([...left.ready(), ...right.ready()], left.open);
  }
  const layers = layersOver(left, right);
  if (layers === undefined) return unknown({ kind: 'budget' });
  const overridden = right.open;
  const missing = (name: string): Value | undefined =>
    right.missing?.(name) ?? left.missing?.(name);
  return {
    kind: 'attrs',
    names: () => [...new Set([...left.names(), ...right.names()])].sort(compareStrings),
    get: (name) => right.get(name) ?? hidden(left.get(name), doubtAt(right, name)),
    open: overridden ?? left.open,
    ...perhapsOfBoth(left, right),
    layers,
    ...(left.listed && (right.listed || !(right.open ?? right.missing)) ? { listed: true } : {}),
    ...(left.missing || right.missing ? { missing } : {}),
  };
}

function hidden(attribute: Attribute | undefined, by: Unknown | undefined): Attribute | undefined {
  return attribute && by
    ? { value: Thunk.of(by, attribute.value.site), at: attribute.at }
    : attribute;
}

/** No list is longer, so that no program can fill the memory. */
export const longestList = 1_000_000;

function bothLists(left: List, right: List, at?: Site): Value {
  if (left.items.length + right.items.length > longestList) return unknown({ kind: 'budget' }, at);
  const both = list([...left.items, ...right.items], left.open ?? right.open);
  return both.open ? { ...both, perhaps: perhapsIn(left, right) } : both;
}

/** More lists than people write conditions are not kept. */
const mostLists = 100;

function perhapsIn(left: List, right: List): List['perhaps'] {
  const [first, second] = [left, right].map(({ open, perhaps }) => (open ? perhaps : []));
  if (!first || !second || first.length + second.length > mostLists) return undefined;
  return [...first, ...second];
}

function concatenate(left: Value, right: Value, at?: Site): Value {
  if (left.kind === 'failure') return left;
  if (right.kind === 'failure') return right;
  if (left.kind === 'list' && right.kind === 'list') return bothLists(left, right, at);
  if (left.kind === 'unknown' && right.kind === 'list')
    return list(right.items, right.open ?? left);
  if (left.kind === 'list' && right.kind === 'unknown') return list(left.items, left.open ?? right);
  if (left.kind === 'unknown') return left;
  return right.kind === 'unknown' ? right : failure('`++` needs two lists', at);
}
