import { convert } from '../values/convert.ts';
import {
  add,
  compare,
  fromDouble,
  fromInteger,
  type HclNumber,
  isExtreme,
  isInteger,
  round,
  signOf,
  toDouble,
  toInteger,
} from '../values/number.ts';
import { numberType } from '../values/type.ts';
import { failure, integer, number, unknown, type Value } from '../values/value.ts';
import { any, argumentAt, type Functions, type HclFunction, numeral, wrong } from './function.ts';
import { wholeNumber } from './whole-number.ts';

function ofNumber(call: (given: HclNumber) => Value): HclFunction {
  return {
    parameters: [numeral],
    returns: numberType,
    call: ([given]) =>
      given?.kind === 'number' ? call(given.number) : wrong('a number is required'),
  };
}

/** A function that Go computes with ordinary floating point. */
function ofDoubles(call: (a: number, b: number) => number | undefined): HclFunction {
  return {
    parameters: [numeral, numeral],
    returns: numberType,
    call: ([a, b]) => {
      if (a?.kind !== 'number' || b?.kind !== 'number') return wrong('a number is required');
      const result = call(toDouble(a.number), toDouble(b.number));
      const usual = result !== undefined && Number.isFinite(result) && !Object.is(result, -0);
      return usual ? number(fromDouble(result)) : unknown('the number is too large', numberType);
    },
  };
}

function extreme(keeps: (order: number) => boolean): HclFunction {
  return {
    parameters: [],
    rest: numeral,
    returns: numberType,
    call: (given) => {
      const numbers = given.flatMap((value) => (value.kind === 'number' ? [value.number] : []));
      const [first, ...rest] = numbers;
      if (!first) return wrong('a number is required');
      return number(rest.reduce((best, next) => (keeps(compare(next, best)) ? next : best), first));
    },
  };
}

export const numberFunctions: Functions = {
  abs: ofNumber((given) =>
    number(signOf(given) < 0 ? { ...given, mantissa: -given.mantissa } : given),
  ),
  ceil: ofNumber((given) => number(rounded(given, 1))),
  floor: ofNumber((given) => number(rounded(given, -1))),
  signum: ofNumber((given) =>
    isInteger(given) ? integer(signOf(given)) : wrong('a whole number is required'),
  ),
  min: extreme((order) => order < 0),
  max: extreme((order) => order > 0),
  pow: ofDoubles(power),
  log: ofDoubles((value, base) => Math.log(value) / Math.log(base)),
  parseint: {
    parameters: [any, numeral],
    returns: numberType,
    call: ([given, base]) => parsedInteger(given, wholeNumber(base)),
  },
  sum: { parameters: [any], returns: numberType, call: (given) => total(argumentAt(given, 0)) },
};

/** Towards the next whole number in a direction. */
function rounded(given: HclNumber, direction: 1 | -1): HclNumber {
  const whole = toInteger(given);
  const away = !isInteger(given) && signOf(given) === direction;
  const mantissa = away ? whole + BigInt(direction) : whole;
  return round({ mantissa, exponent: 0, precision: given.precision });
}

/** Whole numbers are exact; what else the mathematics of a processor gives differs in its last digits. */
function power(base: number, exponent: number): number | undefined {
  const result = base ** exponent;
  const exact = Number.isInteger(base) && Number.isInteger(exponent) && exponent >= 0;
  return exact && Math.abs(result) <= Number.MAX_SAFE_INTEGER ? result : undefined;
}

function parsedInteger(given: Value | undefined, base: number | undefined): Value {
  if (given?.kind !== 'string') return wrong('a text is required');
  if (base === undefined || base < 2 || base > 62) return wrong('the base is not between 2 and 62');
  const [, sign = '', digits = ''] = /^([+-]?)([0-9A-Za-z]{1,1000})$/.exec(given.text) ?? [];
  if (digits === '')
    return given.text.length > 1000
      ? unknown('the number is too large')
      : wrong('it is no integer');
  let value = 0n;
  for (const digit of digits) {
    const place = digitValue(digit, base);
    if (place >= base) return wrong('it is no integer of this base');
    value = value * BigInt(base) + BigInt(place);
  }
  return number(fromInteger(sign === '-' ? -value : value));
}

/** Up to base 36 capitals are the same digits as small letters, beyond they follow them. */
function digitValue(digit: string, base: number): number {
  if (digit <= '9') return Number(digit);
  const isSmall = digit >= 'a';
  const index = digit.toLowerCase().charCodeAt(0) - 97 + 10;
  return isSmall || base <= 36 ? index : index + 26;
}

function total(value: Value): Value {
  if (!('items' in value)) {
    return 'entries' in value || value.kind !== 'unknown' ? wrong('a list is required') : value;
  }
  if (value.items.length === 0) return wrong('there is nothing to add up');
  if (!value.whole) return unknown('a number of the sum is not known', numberType);
  let sum: HclNumber | undefined;
  for (const item of value.items) {
    const next = item.kind === 'null' ? failure('null is no number') : convert(item, numberType);
    if (next.kind !== 'number') return next;
    sum = sum ? add(sum, next.number) : next.number;
  }
  return sum && !isExtreme(sum) ? number(sum) : unknown('the number is too large', numberType);
}
