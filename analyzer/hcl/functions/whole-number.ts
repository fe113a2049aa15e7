import { isInteger, toInteger } from '../values/number.ts';
import type { Value } from '../values/value.ts';

/** The number of a value that is a whole one of a usual size. */
export function wholeNumber(value: Value | undefined): number | undefined {
  if (value?.kind !== 'number' || !isInteger(value.number)) return undefined;
  const whole = Number(toInteger(value.number));
  return Number.isSafeInteger(whole) ? whole : undefined;
}
