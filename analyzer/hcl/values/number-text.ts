import { bitLength, type HclNumber, trimmed } from './number.ts';

/** Decimal digits, the first one not zero: `0.digits * 10 ** point`. */
export interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly point: number;
}

/** The number as OpenTofu turns it into text: the fewest digits that mean it, without an exponent. */
export function numberText(number: HclNumber): string {
  return plainText(shortest(number));
}

/** The digits without an exponent. */
export function plainText({ negative, digits, point }: Decimal): string {
  const sign = negative ? '-' : '';
  if (digits === '') return `${sign}0`;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return `${sign}${digits}${'0'.repeat(point - digits.length)}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** Every digit of the number. */
export function exactDecimal(number: HclNumber): Decimal {
  const { mantissa, exponent } = trimmed(number);
  const negative = mantissa < 0n;
  const size = negative ? -mantissa : mantissa;
  if (size === 0n) return { negative: false, digits: '', point: 0 };
  // A half is five tenths, so a power of two below the point becomes one of five above it.
  const text = exponent >= 0 ? size << BigInt(exponent) : size * 5n ** BigInt(-exponent);
  const digits = text.toString();
  const point = digits.length + Math.min(exponent, 0);
  return { negative, digits: digits.replace(/0+$/, ''), point };
}

/**
 * The fewest digits that lie nearer to the number than to any other one of its
 * precision, found as Go's `roundShortest` does.
 */
export function shortest(number: HclNumber): Decimal {
  const exact = exactDecimal(number);
  if (exact.digits.length <= 15 || number.mantissa === 0n) return exact;
  const { lower, upper, even } = neighbours(number);
  const { digits } = exact;
  for (let index = 0; index < digits.length; index++) {
    const l = digitAt(lower, exact.point, index);
    const m = Number(digits[index]);
    const u = digitAt(upper, exact.point, index);
    const down = l !== m || (even && index + 1 === lengthOf(lower, exact.point));
    const isLast = index + 1 >= lengthOf(upper, exact.point);
    const up = m !== u && (even || m + 1 < u || !isLast);
    if (down && up) return rounded(exact, index + 1);
    if (down) return cut(exact, index + 1);
    if (up) return raised(exact, index + 1);
  }
  return exact;
}

/** The numbers half a step below and above. */
function neighbours(number: HclNumber): { lower: Decimal; upper: Decimal; even: boolean } {
  const size = number.mantissa < 0n ? -number.mantissa : number.mantissa;
  const excess = bitLength(size) - (number.precision + 1);
  const half = excess >= 0 ? size >> BigInt(excess) : size << BigInt(-excess);
  const exponent = number.exponent + excess;
  const at = (mantissa: bigint): Decimal =>
    exactDecimal({ mantissa, exponent, precision: number.precision });
  return { lower: at(half - 1n), upper: at(half + 1n), even: (half & 2n) === 0n };
}

/** A digit of one number at the place of another one's. */
function digitAt(decimal: Decimal, point: number, index: number): number {
  const place = index - (point - decimal.point);
  return Number(decimal.digits[place] ?? '0');
}

function lengthOf(decimal: Decimal, point: number): number {
  return decimal.digits.length + (point - decimal.point);
}

/** So many digits, rounded to the nearest, ties to even. */
export function rounded(decimal: Decimal, count: number): Decimal {
  if (count < 0) return { ...decimal, digits: '' };
  if (count >= decimal.digits.length) return decimal;
  const next = decimal.digits.charCodeAt(count) - 48;
  const tie = next === 5 && count + 1 === decimal.digits.length;
  const last = count === 0 ? 0 : decimal.digits.charCodeAt(count - 1) - 48;
  const up = tie ? last % 2 === 1 : next >= 5;
  return up ? raised(decimal, count) : cut(decimal, count);
}

function cut(decimal: Decimal, count: number): Decimal {
  return { ...decimal, digits: decimal.digits.slice(0, count).replace(/0+$/, '') };
}

function raised(decimal: Decimal, count: number): Decimal {
  const kept = decimal.digits.slice(0, count).replace(/9+$/, '');
  if (kept === '') return { ...decimal, digits: '1', point: decimal.point + 1 };
  const last = kept.charCodeAt(kept.length - 1) - 47;
  return { ...decimal, digits: `${kept.slice(0, -1)}${last}` };
}
