import type { Site } from '../site.ts';
import { doubtAt } from './conditional-sets.ts';
import { memberOf } from './environment.ts';
import {
  type Attributes,
  bool,
  failure,
  falseValue,
  isStuck,
  type Thunk,
  trueValue,
  type Value,
} from './value.ts';

/** A name of an attribute path: plain, or to be evaluated. */
export type Name = string | Thunk;

/**
 * Follows an attribute path; the last value may not be worked out yet.
 * `undefined` when an attribute is certainly not there, which `or` answers and
 * everything else makes a failure.
 */
export function select(
  from: Value,
  path: readonly Name[],
  at: Site | undefined,
): Value | Thunk | undefined {
  let current: Value | Thunk = from;
  for (const part of path) {
    const name = nameOf(part);
    if (typeof name !== 'string') return name;
    const next = attributeOf(current.kind === 'thunk' ? current.force() : current, name, at);
    if (next === undefined) return undefined;
    current = next;
  }
  return current;
}

/** As `select`, with the value worked out. */
export function selectPath(
  from: Value,
  path: readonly Name[],
  at: Site | undefined,
): Value | undefined {
  const value = select(from, path, at);
  return value?.kind === 'thunk' ? value.force() : value;
}

/** One attribute; `undefined` when it is certainly not there. */
export function member(from: Value, name: string, at?: Site): Value | undefined {
  const value = attributeOf(from, name, at);
  return value?.kind === 'thunk' ? value.force() : value;
}

/** One attribute, perhaps not worked out yet; `undefined` when it is certainly not there. */
export function attributeOf(
  from: Value,
  name: string,
  at: Site | undefined,
): Value | Thunk | undefined {
  if (from.kind === 'unknown') return memberOf(from, name, at);
  if (from.kind === 'failure') return from;
  if (from.kind !== 'attrs') return undefined;
  const attribute = from.get(name);
  if (attribute) return attribute.value;
  const missing = from.missing?.(name);
  if (missing) return missing;
  if (from.lacks?.(name)) return undefined;
  const doubt = doubtAt(from, name);
  return doubt && memberOf(doubt, name, at);
}

/** `from ? a.b`. A value that is no set simply has no attributes. */
export function hasPath(from: Thunk, path: readonly Name[]): Value {
  let current = from;
  for (const part of path) {
    const name = nameOf(part);
    if (typeof name !== 'string') return name;
    const value = current.force();
    if (isStuck(value)) return value;
    if (value.kind !== 'attrs') return falseValue;
    const found = value.get(name);
    if (!found) return absence(value, name);
    current = found.value;
  }
  return trueValue;
}

/** Whether a name that the set does not list is there all the same. */
export function absence(value: Attributes, name: string): Value {
  const isDeclared = value.declares?.(name);
  if (isDeclared !== undefined) return bool(isDeclared);
  const missing = value.missing?.(name);
  if (missing) return isStuck(missing) ? missing : trueValue;
  return value.lacks?.(name) ? falseValue : (doubtAt(value, name) ?? falseValue);
}

/** The name itself, or why there is none. */
export function nameOf(part: Name): string | Value {
  if (typeof part === 'string') return part;
  const value = part.force();
  if (value.kind === 'string') return value.value;
  if (value.kind === 'template')
    return value.parts.find((piece) => typeof piece !== 'string') ?? bool(false);
  return isStuck(value) ? value : failure('an attribute name must be a string', part.site);
}
