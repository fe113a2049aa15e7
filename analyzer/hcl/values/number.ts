/**
 * Numbers as OpenTofu computes with them: binary fractions of a given
 * precision, after Go's `big.Float`, rounded to the nearest, ties to even.
 * The value is `mantissa * 2 ** exponent`.
 */
export interface HclNumber {
  readonly mantissa: bigint;
  readonly exponent: number;
  /** How many bits the mantissa may have. */
  readonly precision: number;
}

/** The precision of what is read from text. */
const textPrecision = 512;

/** Beyond this many bits a number is not followed; real ones have some dozens. */
const widestExponent = 20_000;

export function fromInteger(value: number | bigint): HclNumber {
  const mantissa = BigInt(value);
  return { mantissa, exponent: 0, precision: Math.max(64, bitLength(mantissa)) };
}

/** A number of JavaScript, which is finite. */
export function fromDouble(value: number): HclNumber {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  const scale = Number((raw >> 52n) & 0x7ffn);
  const fraction = raw & 0xf_ffff_ffff_ffffn;
  const magnitude = scale === 0 ? fraction : fraction | (1n << 52n);
  const mantissa = raw >> 63n === 0n ? magnitude : -magnitude;
  return { mantissa, exponent: Math.max(scale, 1) - 1075, precision: 53 };
}

/** A decimal number; `undefined` for any other text, and for numbers too large to follow. */
export function fromText(text: string): HclNumber | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match || text.length > 5000) return undefined;
  const [, sign, whole = '', fraction = '', power = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = BigInt(`${whole}${fraction}`);
  const exponent = Number(power) - fraction.length;
  if (Math.abs(exponent) > 5000) return undefined;
  const scale = 10n ** BigInt(Math.abs(exponent));
  const signed = sign === '-' ? -digits : digits;
  return exponent >= 0
    ? round({ mantissa: signed * scale, exponent: 0, precision: textPrecision })
    : quotient(signed, scale, textPrecision);
}

/** A rounded ratio of two integers. */
function quotient(above: bigint, below: bigint, precision: number): HclNumber {
  const shift = precision + 2 + bitLength(below) - bitLength(above);
  const lift = BigInt(Math.max(shift, 0));
  const scaled = absolute(above) << lift;
  const mantissa = scaled / below;
  const inexact = scaled % below !== 0n;
  // One more bit stands for everything that follows, so that ties are told from what is above them.
  const sticky = (mantissa << 1n) | (inexact ? 1n : 0n);
  const signed = above < 0n ? -sticky : sticky;
  return round({ mantissa: signed, exponent: -Number(lift) - 1, precision });
}

export function round(number: HclNumber): HclNumber {
  const excess = bitLength(number.mantissa) - number.precision;
  if (excess <= 0) return number;
  const size = absolute(number.mantissa);
  const shift = BigInt(excess);
  const kept = size >> shift;
  const rest = size - (kept << shift);
  const half = 1n << (shift - 1n);
  const up = rest > half || (rest === half && (kept & 1n) === 1n);
  const rounded = up ? kept + 1n : kept;
  const mantissa = number.mantissa < 0n ? -rounded : rounded;
  return { mantissa, exponent: number.exponent + excess, precision: number.precision };
}

export function add(a: HclNumber, b: HclNumber): HclNumber {
  const exponent = Math.min(a.exponent, b.exponent);
  const left = a.mantissa << BigInt(a.exponent - exponent);
  const right = b.mantissa << BigInt(b.exponent - exponent);
  return round({ mantissa: left + right, exponent, precision: widest(a, b) });
}

export function negate(a: HclNumber): HclNumber {
  return { ...a, mantissa: -a.mantissa };
}

export function subtract(a: HclNumber, b: HclNumber): HclNumber {
  return add(a, negate(b));
}

/** Products keep every bit that they need, up to the precision of text. */
export function multiply(a: HclNumber, b: HclNumber): HclNumber {
  const exact = { mantissa: a.mantissa * b.mantissa, exponent: a.exponent + b.exponent };
  const full = round({ ...exact, precision: textPrecision });
  const precision = Math.max(widest(a, b), bitLength(trimmed(full).mantissa));
  return round({ ...full, precision });
}

/** The divisor is not zero. */
export function divide(a: HclNumber, b: HclNumber): HclNumber {
  const sign = b.mantissa < 0n ? -1n : 1n;
  const ratio = quotient(a.mantissa * sign, absolute(b.mantissa), widest(a, b));
  return { ...ratio, exponent: ratio.exponent + a.exponent - b.exponent };
}

/** What is left of a division that rounds towards zero; the number itself for a divisor of zero. */
export function modulo(a: HclNumber, b: HclNumber): HclNumber {
  if (b.mantissa === 0n) return a;
  const { precision } = a;
  const whole = round({ mantissa: toInteger(divide(a, b)), exponent: 0, precision });
  const taken = round({
    mantissa: b.mantissa * whole.mantissa,
    exponent: b.exponent + whole.exponent,
    precision,
  });
  return subtract(a, taken);
}

export function compare(a: HclNumber, b: HclNumber): number {
  const exponent = Math.min(a.exponent, b.exponent);
  const left = a.mantissa << BigInt(a.exponent - exponent);
  const right = b.mantissa << BigInt(b.exponent - exponent);
  return left === right ? 0 : left < right ? -1 : 1;
}

export function signOf(number: HclNumber): number {
  return number.mantissa === 0n ? 0 : number.mantissa < 0n ? -1 : 1;
}

/** The integer in the direction of zero. */
export function toInteger({ mantissa, exponent }: HclNumber): bigint {
  if (exponent >= 0) return mantissa << BigInt(exponent);
  const size = absolute(mantissa) >> BigInt(-exponent);
  return mantissa < 0n ? -size : size;
}

export function isInteger(number: HclNumber): boolean {
  return trimmed(number).exponent >= 0;
}

/** Whether the number is so large or so small that it is not worth following. */
export function isExtreme(number: HclNumber): boolean {
  return number.mantissa !== 0n && Math.abs(number.exponent) > widestExponent;
}

/** The nearest number of JavaScript. */
export function toDouble(number: HclNumber): number {
  const { mantissa, exponent } = round({ ...number, precision: 53 });
  const half = Math.trunc(exponent / 2);
  return Number(mantissa) * 2 ** half * 2 ** (exponent - half);
}

/** The same number without zeros at the end of its mantissa. */
export function trimmed({ mantissa, exponent, precision }: HclNumber): HclNumber {
  if (mantissa === 0n) return { mantissa, exponent: 0, precision };
  const zeros = bitLength(mantissa & -mantissa) - 1;
  return { mantissa: mantissa >> BigInt(zeros), exponent: exponent + zeros, precision };
}

export function bitLength(value: bigint): number {
  const digits = absolute(value).toString(16);
  const first = Number.parseInt(digits[0] ?? '0', 16);
  return (digits.length - 1) * 4 + (first === 0 ? 0 : 32 - Math.clz32(first));
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function widest(a: HclNumber, b: HclNumber): number {
  return Math.max(a.precision, b.precision);
}
