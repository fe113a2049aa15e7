import { compare } from './number.ts';
import { conforms, hasAny, sameType } from './type.ts';
import { isWhole, type Mapping, type Sequence, typeOf, type Value } from './value.ts';

/**
 * Whether two values are the same, as cty's `Equals` tells it: values of
 * different types never are. Undefined when something unknown would decide.
 */
export function equals(a: Value, b: Value): boolean | undefined {
  if (a.kind === 'unknown' || b.kind === 'unknown') return openlyEqual(a, b);
  if (a.kind === 'failure' || b.kind === 'failure') return undefined;
  if (a.kind === 'null' || b.kind === 'null') return a.kind === b.kind;
  const [left, right] = [typeOf(a), typeOf(b)];
  if (isLoose(a) || isLoose(b)) {
    return conforms(left, right) || conforms(right, left) ? undefined : false;
  }
  return sameType(left, right) ? sameContent(a, b) : false;
}

/** Whether something inside may still have any type. */
function isLoose(value: Value): boolean {
  return !isWhole(value) && hasAny(typeOf(value));
}

/** One side is unknown: only its type may tell that the other one is different. */
function openlyEqual(a: Value, b: Value): boolean | undefined {
  if (a.kind === 'null' || b.kind === 'null') return undefined;
  if (a.kind === b.kind) return undefined;
  const [left, right] = [typeOf(a), typeOf(b)];
  if (hasAny(left) || hasAny(right)) return undefined;
  return sameType(left, right) ? undefined : false;
}

function sameContent(a: Value, b: Value): boolean | undefined {
  if (a.kind === 'string') return b.kind === 'string' && a.text === b.text;
  if (a.kind === 'bool') return b.kind === 'bool' && a.truth === b.truth;
  if (a.kind === 'number') return b.kind === 'number' && compare(a.number, b.number) === 0;
  if ('items' in a && 'items' in b) return a.kind === 'set' ? sameSets(a, b) : sameItems(a, b);
  return 'entries' in a && 'entries' in b ? sameEntries(a, b) : undefined;
}

function sameItems(a: Sequence, b: Sequence): boolean | undefined {
  if (a.items.length !== b.items.length) return false;
  return all(a.items.map((item, index) => [item, b.items[index]]));
}

function sameEntries(a: Mapping, b: Mapping): boolean | undefined {
  const sameKeys = [...a.entries.keys()].every((key) => b.entries.has(key));
  if (!sameKeys || a.entries.size !== b.entries.size) return false;
  return all([...a.entries].map(([key, item]) => [item, b.entries.get(key)]));
}

function all(pairs: readonly (readonly [Value, Value | undefined])[]): boolean | undefined {
  let result: boolean | undefined = true;
  for (const [a, b] of pairs) {
    const same = b ? equals(a, b) : false;
    if (same === false) return false;
    result = same && result;
  }
  return result;
}

function sameSets(a: Sequence, b: Sequence): boolean | undefined {
  if (!isWhole(a) || !isWhole(b)) return undefined;
  const within = (item: Value, others: readonly Value[]): boolean =>
    others.some((other) => equals(item, other) === true);
  return (
    a.items.every((item) => within(item, b.items)) && b.items.every((item) => within(item, a.items))
  );
}
