import { compare } from '#analyzer/hcl/values/number.ts';
import { sameType } from '#analyzer/hcl/values/type.ts';
import {
  innerReason,
  isWhole,
  secrecyIn,
  textOf,
  typeOf,
  unknown,
  type Value,
} from '#analyzer/hcl/values/value.ts';

export type Verdict = 'agree' | 'unknown' | 'wrong' | 'unread';

/** Whether a value is the expected one, which may be a failure. Less secret than expected is wrong. */
export function verdictOn(value: Value, expected: Value | 'fails'): Verdict {
  if (value.kind === 'failure') return expected === 'fails' ? 'agree' : 'wrong';
  if (expected === 'fails') return isWhole(value) ? 'wrong' : 'unknown';
  if (secrecyIn(expected) && !secrecyIn(value)) return 'wrong';
  if (expected.kind === 'unknown' && value.kind === 'unknown') return 'agree';
  if (isEqual(value, expected)) return 'agree';
  return isWhole(value) ? 'wrong' : 'unknown';
}

/** Whether two values are the same, their types included. */
function isEqual(a: Value, b: Value): boolean {
  if (a.kind === 'unknown' || b.kind === 'unknown') return a.kind === b.kind;
  if (a.kind === 'number' && b.kind === 'number') return compare(a.number, b.number) === 0;
  if (!sameType(typeOf(a), typeOf(b)) || a.kind !== b.kind) return false;
  if ('items' in a && 'items' in b)
    return (
      a.items.length === b.items.length &&
      a.items.every((item, index) => isEqual(item, b.items[index] ?? unknown('')))
    );
  if ('entries' in a && 'entries' in b) {
    const other = b.entries;
    return (
      a.entries.size === other.size &&
      [...a.entries].every(([key, item]) => isEqual(item, other.get(key) ?? unknown('')))
    );
  }
  return textOf(a) === textOf(b);
}

/** A value on one line, for people. */
export function shown(value: Value): string {
  if (value.kind === 'failure') return `fails: ${value.message}`;
  if (!isWhole(value)) return `? ${innerReason(value)}`;
  if ('items' in value) return `${value.kind}[${value.items.map(shown).join(', ')}]`;
  if ('entries' in value)
    return `${value.kind}{${[...value.entries].map(([key, item]) => `${key} = ${shown(item)}`).join(', ')}}`;
  return value.kind === 'string' ? JSON.stringify(value.text) : (textOf(value) ?? 'null');
}
