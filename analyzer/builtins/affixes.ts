import { coerced, template } from '../evaluate/strings.ts';
import {
  bool,
  list,
  string,
  Thunk,
  type Unknown,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import { type BuiltinCall, type Definitions, holeOf, overBudget, withString } from './function.ts';
import { endsStorePath, isInStorePath, startsStorePath, storePathOf } from './store-path.ts';

/** What looks for text at the ends of strings and within them. */
export const affixFunctions: Definitions = {
  hasPrefix: [
    2,
    (call, prefix, text) => withString(call, prefix, (known) => starts(call, known, text)),
  ],
  hasSuffix: [
    2,
    (call, suffix, text) => withString(call, suffix, (known) => ends(call, known, text)),
  ],
  hasInfix: [2, hasInfix],
  removePrefix: [2, removePrefix],
  removeSuffix: [2, removeSuffix],
  splitString: [2, splitString],
};

/** Known even for a template when its text before the first hole decides. */
function starts(call: BuiltinCall, prefix: string, text: Thunk): Value {
  const given = text.force();
  const copied = storePathOf(given);
  if (copied !== undefined) return startsStorePath(copied, prefix);
  const value = coerced(given, call.session);
  if (value.kind === 'string') return bool(value.value.startsWith(prefix));
  if (value.kind !== 'template') return value;
  const [first] = value.parts;
  const known = typeof first === 'string' ? first : '';
  if (known.startsWith(prefix)) return bool(true);
  return prefix.startsWith(known) ? holeOf(value) : bool(false);
}

function ends(call: BuiltinCall, suffix: string, text: Thunk): Value {
  const given = text.force();
  const copied = storePathOf(given);
  if (copied !== undefined) return endsStorePath(copied, suffix);
  const value = coerced(given, call.session);
  if (value.kind === 'string') return bool(value.value.endsWith(suffix));
  if (value.kind !== 'template') return value;
  const last = value.parts.at(-1);
  const known = typeof last === 'string' ? last : '';
  if (known.endsWith(suffix)) return bool(true);
  return suffix.endsWith(known) ? holeOf(value) : bool(false);
}

function hasInfix(call: BuiltinCall, infix: Thunk, text: Thunk): Value {
  return withString(call, infix, (wanted) => {
    const given = text.force();
    const copied = storePathOf(given);
    if (copied !== undefined) return isInStorePath(copied, wanted);
    const value = coerced(given, call.session);
    if (value.kind === 'string') return bool(value.value.includes(wanted));
    if (value.kind !== 'template') return value;
    const inside = value.parts.some((part) => typeof part === 'string' && part.includes(wanted));
    return inside ? bool(true) : holeOf(value);
  });
}

function removePrefix(call: BuiltinCall, prefix: Thunk, text: Thunk): Value {
  return withString(call, prefix, (known) => {
    const found = starts(call, known, text);
    if (found.kind !== 'bool') return found;
    const given = text.force();
    const value = coerced(given, call.session);
    if (!found.value) return value;
    if (storePathOf(given) !== undefined) return unsupported('the hash of a store path');
    if (value.kind === 'string') return string(value.value.slice(known.length));
    if (value.kind !== 'template') return value;
    const [first, ...rest] = value.parts;
    return template([typeof first === 'string' ? first.slice(known.length) : '', ...rest]);
  });
}

function removeSuffix(call: BuiltinCall, suffix: Thunk, text: Thunk): Value {
  return withString(call, suffix, (known) => {
    const found = ends(call, known, text);
    if (found.kind !== 'bool') return found;
    const value = coerced(text.force(), call.session);
    if (!found.value) return value;
    if (value.kind === 'string')
      return string(value.value.slice(0, value.value.length - known.length));
    if (value.kind !== 'template') return value;
    const last = value.parts.at(-1);
    const kept = typeof last === 'string' ? last.slice(0, last.length - known.length) : '';
    return template([...value.parts.slice(0, -1), kept]);
  });
}

/** Of a template, the pieces that no hole touches are known. */
function splitString(call: BuiltinCall, separator: Thunk, text: Thunk): Value {
  return withString(call, separator, (between) => {
    const value = coerced(text.force(), call.session);
    if (between === '') return unsupported('lib.splitString');
    if (value.kind === 'string')
      return overBudget(call, value.value.length) ?? pieces(value.value.split(between), text);
    if (value.kind !== 'template') return value;
    if (between.length !== 1) return holeOf(value);
    const known = value.parts.flatMap((part, index) =>
      typeof part === 'string'
        ? untouched(part.split(between), [index > 0, index < value.parts.length - 1])
        : [],
    );
    return pieces(known, text, holeIn(value.parts));
  });
}

function pieces(texts: readonly string[], of: Thunk, open?: Unknown): Value {
  return list(
    texts.map((text) => Thunk.of(string(text), of.site)),
    open,
  );
}

function holeIn(parts: readonly (string | Unknown)[]): Unknown | undefined {
  for (const part of parts) if (typeof part !== 'string') return part;
  return undefined;
}

function untouched(
  pieces: readonly string[],
  [before, after]: readonly [boolean, boolean],
): string[] {
  return pieces.slice(before ? 1 : 0, after ? -1 : undefined);
}
