import { convert } from '../values/convert.ts';
import { equals } from '../values/equality.ts';
import {
  add,
  compare,
  divide,
  type HclNumber,
  isExtreme,
  modulo,
  multiply,
  negate,
  signOf,
  subtract,
} from '../values/number.ts';
import { boolType, numberType, type Type } from '../values/type.ts';
import {
  bool,
  failure,
  innerReason,
  isWhole,
  kept,
  moreSecret,
  number,
  reasonOf,
  type Secrecy,
  secrecyIn,
  unknown,
  type Value,
} from '../values/value.ts';

/** `!a` and `-a`. */
export function unary(operator: string, operand: Value): Value {
  const type = operator === '!' ? boolType : numberType;
  const value = operandOf(operand, type);
  if (value.kind === 'bool') return kept(bool(!value.truth), value.secrecy);
  if (value.kind === 'number') return kept(numberValue(negate(value.number), -1), value.secrecy);
  return value;
}

/** `a + b` and its kin. */
export function binary(operator: string, left: Value, right: Value): Value {
  switch (operator) {
    case '&&':
    case '||':
      return logic(operator, left, right);
    case '==':
    case '!=':
      return equality(operator, left, right);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(operator, left, right);
    default:
      return arithmetic(operator, left, right);
  }
}

/** An operand as a value of a type; null is none. */
function operandOf(given: Value, type: Type): Value {
  if (given.kind === 'failure') return { ...given, type };
  if (given.kind === 'null') return failure('an operand is null', type);
  const value = convert(given, type);
  return value.kind === 'failure' ? { ...value, type } : value;
}

function bothSecret(left: Value, right: Value): Secrecy | undefined {
  return moreSecret(left.secrecy, right.secrecy);
}

/**
 * One known side can be enough. Versions of OpenTofu differ in what they do
 * when the other side fails or is null, so that is unknown.
 */
function logic(operator: '&&' | '||', left: Value, right: Value): Value {
  const settles = operator === '||';
  const sides = [truthOf(left), truthOf(right)] as const;
  const mismatch = sides.find(
    (side, index) => side.kind === 'failure' && side !== [left, right][index],
  );
  if (mismatch?.kind === 'failure') return { ...mismatch, type: boolType };
  const secrecy = bothSecret(...sides);
  const failed = sides.find((side) => side.kind === 'failure');
  const settled = sides.some((side) => side.kind === 'bool' && side.truth === settles);
  const open = sides.find((side) => side.kind === 'unknown');
  if (failed) {
    const certain = !settled && !open;
    return certain
      ? { ...failed, type: boolType }
      : unknown(`one side fails: ${reasonOf(failed)}`, boolType);
  }
  if (settled) return kept(bool(settles), secrecy);
  return kept(open ? unknown(reasonOf(open), boolType) : bool(!settles), secrecy);
}

function truthOf(given: Value): Value {
  return given.kind === 'null' ? unknown('one side is null', boolType) : convert(given, boolType);
}

/** Whether a secret equals something known is no secret of its own. */
function equality(operator: '==' | '!=', left: Value, right: Value): Value {
  if (left.kind === 'failure') return { ...left, type: boolType };
  if (right.kind === 'failure') return { ...right, type: boolType };
  const most = moreSecret(secrecyIn(left), secrecyIn(right));
  const secrecy = most === 'secret' ? undefined : most;
  const same = equals(left, right);
  if (same !== undefined) return kept(bool(same === (operator === '==')), secrecy);
  return kept(unknown(innerReason(isWhole(left) ? right : left), boolType), secrecy);
}

function comparison(operator: '<' | '<=' | '>' | '>=', left: Value, right: Value): Value {
  const numbers = operandsOf(left, right, boolType);
  if (!Array.isArray(numbers)) return numbers;
  const order = compare(numbers[0], numbers[1]);
  const holds = {
    '<': order < 0,
    '<=': order <= 0,
    '>': order > 0,
    '>=': order >= 0,
  }[operator];
  return kept(bool(holds), bothSecret(left, right));
}

function arithmetic(operator: string, left: Value, right: Value): Value {
  const numbers = operandsOf(left, right, numberType);
  if (!Array.isArray(numbers)) return numbers;
  const [a, b] = numbers;
  const result = calculated(operator, a, b);
  const sign = signOf(a) * (signOf(b) || 1) < 0 || signOf(b) < 0 ? -1 : 1;
  const value = result
    ? numberValue(result, sign)
    : unknown('the operation has no value', numberType);
  return kept(value, bothSecret(left, right));
}

function operandsOf(left: Value, right: Value, type: Type): [HclNumber, HclNumber] | Value {
  const sides = [operandOf(left, numberType), operandOf(right, numberType)] as const;
  const failed = sides.find(({ kind }) => kind === 'failure');
  if (failed) return { ...failed, type } as Value;
  const [a, b] = sides;
  if (a.kind === 'number' && b.kind === 'number') return [a.number, b.number];
  return kept(unknown(reasonOf(a.kind === 'number' ? b : a), type), bothSecret(a, b));
}

function calculated(operator: string, a: HclNumber, b: HclNumber): HclNumber | undefined {
  switch (operator) {
    case '+':
      return add(a, b);
    case '-':
      return subtract(a, b);
    case '*':
      return multiply(a, b);
    case '/':
      return signOf(b) === 0 ? undefined : divide(a, b);
    case '%':
      return modulo(a, b);
    default:
      return undefined;
  }
}

/** Go has a negative zero, which we have not. */
function numberValue(value: HclNumber, sign: number): Value {
  if (isExtreme(value)) return unknown('the number is too large', numberType);
  if (signOf(value) === 0 && sign < 0) return unknown('a negative zero', numberType);
  return number(value);
}
