import type { Node } from '#parser/tree.ts';
import { parts } from './nodes.ts';
import type { Scope } from './scope.ts';
import {
  booleanOf,
  type HclValue,
  isOpen,
  literal,
  numberOf,
  reasonOf,
  sameValue,
  undecided,
} from './value.ts';

/** `a + b`, `!a` and their kin; operands may be terms with accessors. */
export function evaluateOperation(node: Node, scope: Scope): HclValue {
  const inner = parts(node);
  const at = inner.findIndex((part) => operators.has(part.kind));
  const operator = inner[at]?.text ?? '';
  const right = scope.session.evaluate(inner.slice(at + 1), scope);
  if (at === 0) return unary(operator, right);
  const left = scope.session.evaluate(inner.slice(0, at), scope);
  if (operator === '&&' || operator === '||') return logic(operator, left, right);
  if (operator === '==' || operator === '!=') return equality(operator, left, right);
  return arithmetic(operator, left, right);
}

const operators = new Set<string>([
  ...['!', '!=', '&&', '*', '+', '-', '/', '<', '<=', '==', '>', '>=', '||', '%'],
]);

function unary(operator: string, value: HclValue): HclValue {
  const result = operator === '!' ? booleanOf(value) : numberOf(value);
  if (result === undefined) return undecided(reasonOf(value));
  return literal(typeof result === 'boolean' ? !result : -result);
}

/** One side can be enough, but OpenTofu evaluates both, so an error there may still stop it. */
function logic(operator: string, left: HclValue, right: HclValue): HclValue {
  const settles = operator === '||';
  const sides = [booleanOf(left), booleanOf(right)];
  if (sides.includes(settles)) return literal(settles);
  const open = [left, right].find((side) => booleanOf(side) === undefined);
  return open ? undecided(reasonOf(open)) : literal(!settles);
}

function equality(operator: string, left: HclValue, right: HclValue): HclValue {
  const same = sameValue(left, right);
  if (same === undefined) return undecided(reasonOf(isOpen(left) ? left : right));
  return literal(same === (operator === '=='));
}

function arithmetic(operator: string, left: HclValue, right: HclValue): HclValue {
  const a = numberOf(left);
  const b = numberOf(right);
  if (a === undefined) return undecided(reasonOf(left));
  if (b === undefined) return undecided(reasonOf(right));
  const result = compute[operator]?.(a, b);
  if (result === undefined || Number.isNaN(result)) return undecided('the operation has no value');
  return literal(result);
}

const compute: { readonly [operator: string]: (a: number, b: number) => number | boolean } = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? Number.NaN : a / b),
  '%': (a, b) => (b === 0 ? Number.NaN : a % b),
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};
