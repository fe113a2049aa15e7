import { compareBytes } from '#analyzer/order/compare.ts';
import { equals } from './equality.ts';
import { compare } from './number.ts';
import { formatted } from './number-format.ts';
import type { Type } from './type.ts';
import { orderedSet, type Value } from './value.ts';

/** The distinct values in the order of a set. They have the type `element`. */
export function setOf(element: Type, values: readonly Value[]): Value {
  const marks = values.map(setKey);
  const byMark = new Map<string, Value[]>();
  values.forEach((value, index) => {
    const alike = byMark.get(marks[index] ?? '') ?? [];
    if (alike.some((other) => equals(other, value) === true)) return;
    byMark.set(marks[index] ?? '', [...alike, value]);
  });
  const entries = [...byMark].flatMap(([mark, alike]) => alike.map((value) => ({ mark, value })));
  entries.sort((a, b) => compareMembers(a.value, b.value) || compareBytes(a.mark, b.mark));
  return orderedSet(
    element,
    entries.map(({ value }) => value),
  );
}

/** Known before unknown before null; texts, numbers and Booleans by their value. */
function compareMembers(a: Value, b: Value): number {
  const rank = ({ kind }: Value): number => (kind === 'null' ? 2 : kind === 'unknown' ? 1 : 0);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (a.kind === 'string' && b.kind === 'string') return compareBytes(a.text, b.text);
  if (a.kind === 'number' && b.kind === 'number') return compare(a.number, b.number);
  if (a.kind === 'bool' && b.kind === 'bool') return Number(a.truth) - Number(b.truth);
  return 0;
}

/** The text by which cty tells members of a set apart and puts those in order that have none. */
function setKey(value: Value): string {
  switch (value.kind) {
    case 'unknown':
    case 'failure':
      return '?';
    case 'null':
      return '~';
    case 'number':
      return formatted(value.number, 'g', 10);
    case 'bool':
      return value.truth ? 'T' : 'F';
    case 'string':
      return quoted(value.text);
    case 'list':
    case 'set':
      return `[${value.items.map((item) => `${setKey(item)};`).join('')}]`;
    case 'tuple':
      return `<${value.items.map((item) => `${setKey(item)};`).join('')}>`;
    case 'map':
      return `{${[...value.entries].map(([key, item]) => `${quoted(key)}:${setKey(item)};`).join('')}}`;
    case 'object':
      return `<${[...value.entries.values()].map((item) => `${setKey(item)};`).join('')}>`;
  }
}

const escapes: { readonly [sign: string]: string } = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

/** A text as Go's `%q` prints it. */
function quoted(text: string): string {
  const inner = text.replace(/["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, (sign) => {
    const code = sign.codePointAt(0) ?? 0;
    const hexadecimal = code.toString(16);
    if (code < 0x80) return escapes[sign] ?? `\\x${hexadecimal.padStart(2, '0')}`;
    return code > 0xffff
      ? `\\U${hexadecimal.padStart(8, '0')}`
      : `\\u${hexadecimal.padStart(4, '0')}`;
  });
  return `"${inner}"`;
}
