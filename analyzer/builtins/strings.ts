import { coerced, interpolate, template } from '../evaluate/strings.ts';
import {
  failure,
  int,
  isStuck,
  type List,
  string,
  Thunk,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import { fromBinary, toBinary } from './bytes.ts';
import {
  type BuiltinCall,
  type Definitions,
  holeOf,
  overBudget,
  withInteger,
  withItems,
  withList,
  withString,
} from './function.ts';

/** The builtins on strings. Templates stay templates where their known text suffices. */
export const stringFunctions: Definitions = {
  concatStringsSep: [2, concatStringsSep],
  stringLength: [1, (call, text) => withText(call, text, (known) => int(toBinary(known).length))],
  substring: [3, substring],
  replaceStrings: [3, replaceStrings],
  unsafeDiscardStringContext: [1, (call, text) => coerced(text.force(), call.session)],
  appendContext: [2, (_call, text) => text.force()],
  unsafeDiscardOutputDependency: [1, (call, text) => coerced(text.force(), call.session)],
};

/** Goes on with what a value is as a known string, or gives back why there is none. */
export function withText(call: BuiltinCall, thunk: Thunk, next: (text: string) => Value): Value {
  const value = coerced(thunk.force(), call.session);
  if (value.kind === 'string') return next(value.value);
  return value.kind === 'template' ? holeOf(value) : value;
}

/** Changes the known pieces of a string. Only for functions that look at each piece by itself. */
export function piecewise(
  call: BuiltinCall,
  thunk: Thunk,
  change: (text: string) => string,
): Value {
  const value = thunk.force();
  if (value.kind === 'string') return string(change(value.value));
  if (value.kind === 'template')
    return template(value.parts.map((part) => (typeof part === 'string' ? change(part) : part)));
  return isStuck(value) ? value : failure(`\`${call.name}\` needs a string`, thunk.site);
}

function concatStringsSep(call: BuiltinCall, separator: Thunk, items: Thunk): Value {
  const value = separator.force();
  if (value.kind !== 'string' && value.kind !== 'template')
    return withString(call, separator, string);
  return withList(call, items, (list) => joined(call, separator, list));
}

/** The strings of a list with a separator between them. */
export function joined(call: BuiltinCall, separator: Thunk, list: List): Value {
  if (list.open) return list.open;
  const parts: Thunk[] = [];
  for (const item of list.items) {
    if (parts.length > 0) parts.push(separator);
    parts.push(item);
  }
  return interpolate(parts, call.session);
}

/** A value as a thunk that stands nowhere. */
export function textThunk(text: string): Thunk {
  return Thunk.of(string(text));
}

function substring(call: BuiltinCall, start: Thunk, length: Thunk, text: Thunk): Value {
  return withInteger(call, start, (from) =>
    withInteger(call, length, (count) => {
      if (from < 0n) return failure('the start of a substring is negative', start.site);
      const value = coerced(text.force(), call.session);
      if (value.kind === 'template') return substringOfTemplate(value, from, count);
      return value.kind === 'string' ? slice(value.value, from, count) : value;
    }),
  );
}

function slice(text: string, from: bigint, count: bigint): Value {
  const binary = toBinary(text);
  const part = binary.slice(Number(from), count < 0n ? undefined : Number(from) + Number(count));
  const result = fromBinary(part);
  return result === undefined ? unsupported('half of a character') : string(result);
}

/** Known when it lies within the text before the first hole. */
function substringOfTemplate(
  value: Extract<Value, { kind: 'template' }>,
  from: bigint,
  count: bigint,
): Value {
  const [first] = value.parts;
  if (typeof first !== 'string' || count < 0n) return holeOf(value);
  const fits = from + count <= BigInt(toBinary(first).length);
  return fits ? slice(first, from, count) : holeOf(value);
}

export function replaceStrings(call: BuiltinCall, from: Thunk, to: Thunk, text: Thunk): Value {
  return withItems(call, from, (patterns) =>
    withItems(call, to, (replacements) => {
      if (patterns.length !== replacements.length)
        return failure('`replaceStrings` needs lists of equal length', from.site);
      const texts: string[] = [];
      for (const pattern of patterns) {
        const value = pattern.force();
        if (value.kind !== 'string') return withString(call, pattern, string);
        texts.push(value.value);
      }
      return replaced(call, text, { patterns: texts, replacements });
    }),
  );
}

interface Replacement {
  readonly patterns: readonly string[];
  readonly replacements: readonly Thunk[];
}

function replaced(call: BuiltinCall, text: Thunk, replacement: Replacement): Value {
  const value = text.force();
  if (value.kind === 'string') return replacedText(call, value.value, replacement);
  if (value.kind !== 'template') return withString(call, text, string);
  if (replacement.patterns.some((pattern) => pattern.length !== 1)) return holeOf(value);
  const parts = value.parts.map((part) =>
    typeof part === 'string' ? Thunk.of(replacedText(call, part, replacement)) : Thunk.of(part),
  );
  return interpolate(parts, call.session);
}

/** Tries the patterns in their order at each place. An empty pattern matches before each character and at the end. */
function replacedText(call: BuiltinCall, text: string, replacement: Replacement): Value {
  const { patterns, replacements } = replacement;
  const problem = overBudget(call, text.length);
  if (problem) return problem;
  const parts: (string | Thunk)[] = [];
  let start = 0;
  let at = 0;
  while (at <= text.length) {
    const index = patterns.findIndex((pattern) => text.startsWith(pattern, at));
    const pattern = patterns[index];
    const with_ = replacements[index];
    if (pattern === undefined || !with_) {
      at++;
      continue;
    }
    const after = with_.force();
    if (after.kind !== 'string' && after.kind !== 'template')
      return withString(call, with_, string);
    parts.push(text.slice(start, at), with_);
    start = at + pattern.length;
    at = pattern === '' ? at + 1 : start;
  }
  parts.push(text.slice(start));
  return interpolate(parts, call.session);
}
