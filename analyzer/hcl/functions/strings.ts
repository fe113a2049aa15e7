import { stringType } from '../values/type.ts';
import { bool, integer, string, unknown, type Value } from '../values/value.ts';
import { clustersOf } from './clusters.ts';
import { type Functions, type HclFunction, numeral, text, textAt, wrong } from './function.ts';
import { wholeNumber } from './whole-number.ts';

/** A function of texts alone. */
function ofTexts(count: number, call: (given: readonly string[]) => Value): HclFunction {
  return {
    parameters: Array.from({ length: count }, () => text),
    returns: stringType,
    call: (given) => call(given.map((_, index) => textAt(given, index))),
  };
}

/** What Go counts as a blank. */
const blank = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

export const stringFunctions: Functions = {
  upper: ofTexts(1, ([given = '']) => recased(given, (sign) => sign.toUpperCase())),
  lower: ofTexts(1, ([given = '']) => recased(given, (sign) => sign.toLowerCase())),
  title: ofTexts(1, ([given = '']) => titled(given)),
  trimspace: ofTexts(1, ([given = '']) => string(trimmed(given, (sign) => blank.test(sign)))),
  trim: ofTexts(2, ([given = '', cutset = '']) => {
    const signs = new Set(cutset);
    return string(trimmed(given, (sign) => signs.has(sign)));
  }),
  trimprefix: ofTexts(2, ([given = '', prefix = '']) =>
    string(given.startsWith(prefix) ? given.slice(prefix.length) : given),
  ),
  trimsuffix: ofTexts(2, ([given = '', suffix = '']) => {
    const ends = suffix !== '' && given.endsWith(suffix);
    return string(ends ? given.slice(0, -suffix.length) : given);
  }),
  chomp: ofTexts(1, ([given = '']) => {
    let end = given.length;
    while (end > 0 && (given[end - 1] === '\n' || given[end - 1] === '\r')) end--;
    return string(given.slice(0, end));
  }),
  startswith: ofTexts(2, ([given = '', prefix = '']) => bool(given.startsWith(prefix))),
  endswith: ofTexts(2, ([given = '', suffix = '']) => bool(given.endsWith(suffix))),
  strcontains: ofTexts(2, ([given = '', part = '']) => bool(given.includes(part))),
  strrev: ofTexts(1, ([given = '']) => {
    const clusters = clustersOf(given);
    return clusters ? string(clusters.toReversed().join('')) : unknownLength();
  }),
  substr: {
    parameters: [text, numeral, numeral],
    returns: stringType,
    call: (given) => substring(textAt(given, 0), given),
  },
  indent: {
    parameters: [numeral, text],
    returns: stringType,
    call: ([spaces, given]) => {
      const count = wholeNumber(spaces);
      if (count === undefined || count < 0) return wrong('the number of spaces is no whole number');
      if (count > 1000) return unknown('the text is too long', stringType);
      const lines = given?.kind === 'string' ? given.text.split('\n') : [];
      return string(lines.join(`\n${' '.repeat(count)}`));
    },
  },
};

function unknownLength(): Value {
  return unknown('what counts as one sign in the text depends on the version of Unicode');
}

/** Sign by sign, as Go does it; signs that would become several are not followed. */
function recased(given: string, change: (sign: string) => string): Value {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is that of ASCII
  if (/^[\x00-\x7f]*$/.test(given)) return string(change(given));
  const signs = [...given].map((sign) => [sign, change(sign)] as const);
  const grows = signs.some(([sign, changed]) => [...changed].length !== 1 && sign !== 'ß');
  if (grows) return unknown('a letter has no single counterpart', stringType);
  return string(signs.map(([sign, changed]) => (sign === 'ß' ? sign : changed)).join(''));
}

/** The first letter of every word in capitals, a word ending at anything but letters, digits and `_`. */
function titled(given: string): Value {
  if (/[\u01c4-\u01cc\u01f1-\u01f3]/.test(given)) return unknown('a letter is two', stringType);
  let inWord = false;
  let changed = '';
  for (const sign of given) {
    const result = inWord ? string(sign) : recased(sign, (letter) => letter.toUpperCase());
    if (result.kind !== 'string') return result;
    changed += result.text;
    inWord = !isSeparator(sign);
  }
  return string(changed);
}

function isSeparator(sign: string): boolean {
  if (sign <= '\u007f') return !/[A-Za-z0-9_]/.test(sign);
  return !/[\p{L}\p{Nd}]/u.test(sign) && blank.test(sign);
}

function trimmed(given: string, drops: (sign: string) => boolean): string {
  const signs = [...given];
  let [start, end] = [0, signs.length];
  while (start < end && drops(signs[start] ?? '')) start++;
  while (end > start && drops(signs[end - 1] ?? '')) end--;
  return signs.slice(start, end).join('');
}

function substring(given: string, values: readonly Value[]): Value {
  const [offset, length] = [wholeNumber(values[1]), wholeNumber(values[2])];
  if (offset === undefined || length === undefined)
    return wrong('a place in the text is no whole number');
  const clusters = clustersOf(given);
  if (!clusters) return unknownLength();
  if (offset >= 0 && length === 0) return string('');
  const start = offset < 0 ? offset + clusters.length : offset;
  if (start < 0 || (offset < 0 && length === 0))
    return unknown('the place is outside of the text', stringType);
  const rest = clusters.slice(start);
  return string((length < 0 ? rest : rest.slice(0, length)).join(''));
}

/** How many signs a text has, as people count them. */
export function lengthOfText(given: string): Value {
  const clusters = clustersOf(given);
  return clusters ? integer(clusters.length) : unknownLength();
}
