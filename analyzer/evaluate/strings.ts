import { applyAll } from './apply.ts';
import { textOfPath } from './path-value.ts';
import type { Session } from './session.ts';
import { failure, isStuck, string, Thunk, type Unknown, unknown, type Value } from './value.ts';

/** Joins literal text and values as string interpolation does. Unknown parts leave holes. */
export function interpolate(parts: readonly (string | Thunk)[], session: Session): Value {
  const joined: (string | Unknown)[] = [];
  for (const part of parts) {
    const value = typeof part === 'string' ? string(part) : coerced(part.force(), session);
    if (value.kind === 'failure') return value;
    if (value.kind === 'template') for (const inner of value.parts) joined.push(inner);
    else if (value.kind === 'unknown') joined.push(value);
    else if (value.kind === 'string') joined.push(value.value);
  }
  return template(joined);
}

/** No string is longer, so that no program can fill the memory. */
const longestString = 1 << 26;
const mostParts = 10_000;

/** A string when all parts are known, otherwise a template with neighbouring text joined. */
export function template(parts: readonly (string | Unknown)[]): Value {
  const joined: (string | Unknown)[] = [];
  let length = 0;
  for (const part of parts) {
    if (typeof part === 'string') length += part.length;
    if (length > longestString || joined.length > mostParts) return unknown({ kind: 'budget' });
    const last = joined.at(-1);
    if (typeof part === 'string' && typeof last === 'string')
      joined[joined.length - 1] = last + part;
    else if (part !== '') joined.push(part);
  }
  if (joined.length === 0) return string('');
  const [only] = joined;
  if (joined.length === 1 && typeof only === 'string') return string(only);
  return { kind: 'template', parts: joined };
}

/** What a value is inside `"${…}"`: a string, a template, or stuck. */
export function coerced(value: Value, session: Session): Value {
  switch (value.kind) {
    case 'string':
    case 'template':
    case 'unknown':
    case 'failure':
      return value;
    case 'path':
      return string(textOfPath(value));
    case 'attrs':
      return (
        coercedSet(value, session) ?? value.open ?? failure('an attribute set is not a string')
      );
    default:
      return failure(`a value of type ${value.kind} is not a string`);
  }
}

/** `toString`: takes numbers, Booleans, null and lists as well. */
export function printed(value: Value, session: Session): Value {
  switch (value.kind) {
    case 'null':
      return string('');
    case 'bool':
      return string(value.value ? '1' : '');
    case 'int':
      return string(value.value.toString());
    case 'float':
      return string(value.value.toFixed(6));
    case 'list':
      return printedList(value.items, value.open, session);
    case 'attrs':
      return (
        coercedSet(value, session) ?? value.open ?? failure('an attribute set is not a string')
      );
    default:
      return coerced(value, session);
  }
}

function coercedSet(value: Extract<Value, { kind: 'attrs' }>, session: Session): Value | undefined {
  const toText = value.get('__toString');
  if (toText)
    return coerced(
      applyAll(toText.value.force(), [Thunk.of(value)], { session, at: undefined }),
      session,
    );
  const path = value.get('outPath');
  return path ? coerced(path.value.force(), session) : undefined;
}

function printedList(items: readonly Thunk[], open: Unknown | undefined, session: Session): Value {
  if (open) return open;
  const parts: (string | Unknown)[] = [];
  for (const [index, item] of items.entries()) {
    const text = printed(item.force(), session);
    if (text.kind === 'failure') return text;
    if (index > 0 && !isEmptyList(items[index - 1])) parts.push(' ');
    if (text.kind === 'string') parts.push(text.value);
    else if (text.kind === 'template') parts.push(...text.parts);
    else if (isStuck(text)) parts.push(text);
  }
  return template(parts);
}

/** Nix writes no space after an empty list. */
function isEmptyList(item: Thunk | undefined): boolean {
  const value = item?.force();
  return value?.kind === 'list' && value.items.length === 0;
}
