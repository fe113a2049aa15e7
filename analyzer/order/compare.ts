/** How texts are put in order. */
export const comparisons = ['bytes', 'case-fold', 'natural', 'ignore-punctuation'] as const;

export type Comparison = (typeof comparisons)[number];

type Comparator = (a: string, b: string) => number;

/** The order of a set of keys, with the word that tells people which one it is. */
export interface KeyOrder {
  readonly name: 'alphabetical' | 'numeric';
  readonly compare: Comparator;
}

/** Integers go by their value when every key is one; any other keys go by their text. */
export function keyOrder(keys: readonly string[], comparison: Comparison): KeyOrder {
  const numeric = keys.length > 0 && keys.every((key) => /^-?\d+$/.test(key));
  if (numeric) return { name: 'numeric', compare: compareIntegers };
  return { name: 'alphabetical', compare: comparator(comparison) };
}

/** Keys that a comparison holds equal stay in the order of their bytes. */
export function comparator(comparison: Comparison): Comparator {
  switch (comparison) {
    case 'bytes':
      return compareBytes;
    case 'case-fold':
      return (a, b) => compareBytes(a.toLowerCase(), b.toLowerCase()) || compareBytes(a, b);
    case 'natural':
      return (a, b) => compareNaturally(a, b) || compareBytes(a, b);
    case 'ignore-punctuation':
      return (a, b) => compareBytes(lettersOf(a), lettersOf(b)) || compareBytes(a, b);
  }
}

/**
 * The order of the UTF-8 bytes, which is that of the code points: JavaScript
 * compares halves of surrogate pairs, and so puts an emoji before `\uFB00`.
 */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = a.charCodeAt(index) - b.charCodeAt(index);
    if (difference === 0) continue;
    const pairs = Number(isSurrogate(a, index)) - Number(isSurrogate(b, index));
    return pairs || difference;
  }
  return a.length - b.length;
}

function isSurrogate(text: string, index: number): boolean {
  return (text.charCodeAt(index) & 0xf800) === 0xd800;
}

function compareIntegers(a: string, b: string): number {
  const difference = BigInt(a) - BigInt(b);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

/** Runs of digits count as one sign, by their value. */
function compareNaturally(a: string, b: string): number {
  const left = a.match(/\d+|\D+/g) ?? [];
  const right = b.match(/\d+|\D+/g) ?? [];
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const digits = /^\d/.test(part) && /^\d/.test(other);
    const difference = digits ? compareIntegers(part, other) : compareBytes(part, other);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function lettersOf(text: string): string {
  return text.replace(/[\p{P}\p{S}]/gu, '');
}
