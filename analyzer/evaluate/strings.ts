import { apply } from './apply.ts';
import { fixedText } from './floats.ts';
import { textOfPath } from './path-value.ts';
import { deepestEvaluation, type Session } from './session.ts';
import { failure, type List, Thunk, type Unknown, unknown, type Value } from './value.ts';

/** Joins literal text and values as string interpolation does. Unknown parts leave holes. */
export function interpolate(parts: readonly (string | Thunk | Value)[], session: Session): Text {
  const joined: (string | Unknown)[] = [];
  for (const part of parts) {
    const text = typeof part === 'string' ? part : coercedPart(part, session);
    if (typeof text !== 'string' && text.kind === 'failure') return text;
    if (typeof text !== 'string' && text.kind === 'template') joined.push(...text.parts);
    else joined.push(text);
  }
  return template(joined);
}

function coercedPart(
  part: Thunk | Value,
  session: Session,
): string | Exclude<Text, { kind: 'string' }> {
  const text = coerced(part.kind === 'thunk' ? part.force() : part, session);
  return text.kind === 'string' ? text.value : text;
}

/** No string is longer, so that no program can fill the memory. */
const longestString = 1 << 26;
const mostParts = 10_000;

/** A string when all parts are known, otherwise a template with neighbouring text joined. */
export function template(parts: readonly (string | Unknown)[]): Text {
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
  if (joined.length === 0) return { kind: 'string', value: '' };
  const [only] = joined;
  if (joined.length === 1 && typeof only === 'string') return { kind: 'string', value: only };
  return { kind: 'template', parts: joined };
}

/** A value as a string, or why it is none. */
export type Text = Extract<Value, { readonly kind: 'string' | 'template' | 'unknown' | 'failure' }>;

/** What a value is inside `"${…}"`: a string, a template, or stuck. */
export function coerced(value: Value, session: Session): Text {
  const current = withoutSets(value, session);
  switch (current.kind) {
    case 'string':
    case 'template':
    case 'unknown':
    case 'failure':
      return current;
    case 'path':
      return { kind: 'string', value: textOfPath(current) };
    default:
      return failure(`a value of type ${current.kind} is not a string`);
  }
}

/** More sets than this inside one another are taken to have no end. */
const mostSets = 100;

/** What is to be the string: sets are asked for theirs. */
function withoutSets(value: Value, session: Session): Value {
  let current = value;
  for (let count = 0; current.kind === 'attrs'; count++) {
    if (count > mostSets) return unknown({ kind: 'budget' });
    current =
      textOfSet(current, session) ?? current.open ?? failure('an attribute set is not a string');
  }
  return current;
}

/** What `__toString` or `outPath` of a set gives, which may be a set again. */
function textOfSet(set: Extract<Value, { kind: 'attrs' }>, session: Session): Value | undefined {
  const toText = set.get('__toString');
  if (!toText) return set.get('outPath')?.value.force();
  return apply(toText.value.force(), Thunk.of(set), { session, at: undefined });
}

/** `toString`: takes numbers, Booleans, null and lists as well. */
export function printed(value: Value, session: Session): Text {
  const current = withoutSets(value, session);
  switch (current.kind) {
    case 'null':
      return { kind: 'string', value: '' };
    case 'bool':
      return { kind: 'string', value: current.value ? '1' : '' };
    case 'int':
      return { kind: 'string', value: current.value.toString() };
    case 'float':
      return { kind: 'string', value: fixedText(current.value) };
    case 'list':
      return printedList(current, session);
    default:
      return coerced(current, session);
  }
}

/** Nix writes no space after an empty list; after an unknown item, its hole stands for the space as well. */
function printedList(list: List, session: Session): Text {
  if (list.open) return list.open;
  const parts: (string | Unknown)[] = [];
  let separator = '';
  for (const item of list.items) {
    const value = item.force();
    const text = printedItem(value, session);
    if (text.kind === 'failure') return text;
    parts.push(separator);
    if (text.kind === 'template') parts.push(...text.parts);
    else parts.push(text.kind === 'string' ? text.value : text);
    const isEmpty = value.kind === 'list' && value.items.length === 0;
    separator = isEmpty || value.kind === 'unknown' ? '' : ' ';
  }
  return template(parts);
}

function printedItem(value: Value, session: Session): Text {
  if (value.kind !== 'list') return printed(value, session);
  if (session.depth > deepestEvaluation) return unknown({ kind: 'budget' });
  session.depth++;
  const text = printed(value, session);
  session.depth--;
  return text;
}
