import { lessThan } from '../evaluate/comparison.ts';
import { arithmetic } from '../evaluate/operators.ts';
import { bool, failure, int, isStuck, type Thunk, type Value } from '../evaluate/value.ts';
import { type BuiltinCall, type Definitions, withBool, withInteger } from './function.ts';

/** Arithmetic and comparison as functions. */
export const numberFunctions: Definitions = {
  add: [2, (_call, a, b) => arithmetic('+', [a.force(), b.force()], a.site)],
  sub: [2, (_call, a, b) => arithmetic('-', [a.force(), b.force()], a.site)],
  mul: [2, (_call, a, b) => arithmetic('*', [a.force(), b.force()], a.site)],
  div: [2, (_call, a, b) => arithmetic('/', [a.force(), b.force()], a.site)],
  lessThan: [2, isLess],
  bitAnd: [2, (call, a, b) => onIntegers(call, [a, b], (x, y) => x & y)],
  bitOr: [2, (call, a, b) => onIntegers(call, [a, b], (x, y) => x | y)],
  bitXor: [2, (call, a, b) => onIntegers(call, [a, b], (x, y) => x ^ y)],
  ceil: [1, (call, number) => rounded(call, number, Math.ceil)],
  floor: [1, (call, number) => rounded(call, number, Math.floor)],
};

/** What `lib.trivial` adds. */
export const libNumberFunctions: Definitions = {
  bitNot: [1, (call, a) => withInteger(call, a, (x) => int(-1n - x))],
  min: [2, (call, a, b) => chosen(isLess(call, a, b), a, b)],
  max: [2, (call, a, b) => chosen(isLess(call, b, a), a, b)],
  mod: [2, (call, a, b) => modulo(call, a, b)],
  compare: [2, compare],
  or: [2, (call, a, b) => withBool(call, a, (x) => (x ? bool(true) : truth(call, b)))],
  and: [2, (call, a, b) => withBool(call, a, (x) => (x ? truth(call, b) : bool(false)))],
  xor: [2, (call, a, b) => withBool(call, a, (x) => withBool(call, b, (y) => bool(x !== y)))],
};

function truth(call: BuiltinCall, thunk: Thunk): Value {
  return withBool(call, thunk, bool);
}

function onIntegers(
  call: BuiltinCall,
  [a, b]: readonly [Thunk, Thunk],
  combine: (a: bigint, b: bigint) => bigint,
): Value {
  return withInteger(call, a, (x) => withInteger(call, b, (y) => int(combine(x, y))));
}

function rounded(call: BuiltinCall, thunk: Thunk, round: (number: number) => number): Value {
  const value = thunk.force();
  if (value.kind === 'int') return value;
  if (value.kind === 'float') {
    const whole = round(value.value);
    return Math.abs(whole) < 2 ** 63 ? int(BigInt(whole)) : failure('the number is too large');
  }
  return isStuck(value) ? value : failure(`\`${call.name}\` needs a number`, thunk.site);
}

function chosen(isFirst: Value, first: Thunk, second: Thunk): Value {
  if (isFirst.kind !== 'bool') return isFirst;
  return (isFirst.value ? first : second).force();
}

function modulo(call: BuiltinCall, a: Thunk, b: Thunk): Value {
  return withInteger(call, a, (x) =>
    withInteger(call, b, (y) => (y === 0n ? failure('division by zero', b.site) : int(x % y))),
  );
}

function isLess({ session }: BuiltinCall, a: Thunk, b: Thunk): Value {
  return lessThan(a.force(), b.force(), { session, at: a.site });
}

function compare(call: BuiltinCall, a: Thunk, b: Thunk): Value {
  const less = isLess(call, a, b);
  if (less.kind !== 'bool') return less;
  if (less.value) return int(-1);
  const greater = isLess(call, b, a);
  return greater.kind === 'bool' ? int(greater.value ? 1 : 0) : greater;
}
