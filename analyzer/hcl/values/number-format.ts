import type { HclNumber } from './number.ts';
import { type Decimal, exactDecimal, plainText, rounded, shortest } from './number-text.ts';

/** The number as Go's verbs `e`, `f` and `g` print it; without a precision, the fewest digits for `g` and six for the others. */
export function formatted(number: HclNumber, verb: 'e' | 'f' | 'g', precision?: number): string {
  const exact = exactDecimal(number);
  switch (verb) {
    case 'e': {
      const digits = precision ?? 6;
      return scientific(rounded(exact, digits + 1), digits);
    }
    case 'f': {
      const digits = precision ?? 6;
      return fixed(rounded(exact, exact.point + digits), digits);
    }
    case 'g':
      return precision === undefined
        ? general(shortest(number), undefined)
        : general(rounded(exact, precision || 1), precision || 1);
  }
}

function general(decimal: Decimal, precision: number | undefined): string {
  const { digits, point } = decimal;
  const isLong = precision !== undefined && precision > digits.length && digits.length >= point;
  const limit = precision === undefined ? 6 : isLong ? digits.length : precision;
  const exponent = digits === '' ? 0 : point - 1;
  if (exponent < -4 || exponent >= Math.max(limit, digits === '' ? 1 : 0)) {
    return scientific(
      decimal,
      Math.max(Math.min(precision ?? digits.length, digits.length), 1) - 1,
    );
  }
  return plainText(decimal);
}

function scientific({ negative, digits, point }: Decimal, places: number): string {
  const sign = negative ? '-' : '';
  const first = digits[0] ?? '0';
  const rest = digits.slice(1, places + 1).padEnd(places, '0');
  const exponent = digits === '' ? 0 : point - 1;
  const size = String(Math.abs(exponent)).padStart(2, '0');
  return `${sign}${first}${rest && `.${rest}`}e${exponent < 0 ? '-' : '+'}${size}`;
}

function fixed(decimal: Decimal, places: number): string {
  const text = plainText(decimal);
  if (places === 0) return text;
  const [whole = '', fraction = ''] = text.split('.');
  return `${whole}.${fraction.padEnd(places, '0')}`;
}
