import type { NotKnown, Plain, PlainValue } from '../values.ts';

/** One part of a value: what it is, or why that is not known. */
export type Field<T> = { readonly value: T } | { readonly unknown: NotKnown };

type Set = { readonly [name: string]: Plain };

/** The part of a value at a path; `undefined` where it is null or not there. */
export function fieldAt(
  from: PlainValue | undefined,
  ...path: readonly string[]
): Field<Plain | undefined> {
  if (from === undefined) return { value: undefined };
  let found: Plain | undefined = from.value;
  for (const name of path) found = isSet(found) ? found[name] : undefined;
  // What is missing further out matters where nothing was found: a set may hold more than is known.
  const lack = from.missing.find((one) => {
    return startsWith(one.path, path) || (found === undefined && startsWith(path, one.path));
  });
  if (lack !== undefined) return { unknown: { reason: lack.reason, at: lack.at } };
  return { value: found ?? undefined };
}

/** A text within a value. */
export function textAt(
  from: PlainValue | undefined,
  ...path: readonly string[]
): Field<string | undefined> {
  return only(fieldAt(from, ...path), 'a text', (value) => typeof value === 'string');
}

export function flagAt(
  from: PlainValue | undefined,
  ...path: readonly string[]
): Field<boolean | undefined> {
  return only(fieldAt(from, ...path), 'a Boolean', (value) => typeof value === 'boolean');
}

export function numberAt(
  from: PlainValue | undefined,
  ...path: readonly string[]
): Field<number | undefined> {
  return only(fieldAt(from, ...path), 'a number', (value) => typeof value === 'number');
}

export function textsAt(
  from: PlainValue | undefined,
  ...path: readonly string[]
): Field<readonly string[] | undefined> {
  return only(fieldAt(from, ...path), 'a list of texts', (value): value is readonly string[] =>
    isListOf(value, 'string'),
  );
}

export function numbersAt(
  from: PlainValue | undefined,
  ...path: readonly string[]
): Field<readonly number[] | undefined> {
  return only(fieldAt(from, ...path), 'a list of numbers', (value): value is readonly number[] =>
    isListOf(value, 'number'),
  );
}

/** What is known of a field; `undefined` where nothing is. */
export function knownOf<T>(field: Field<T>): T | undefined {
  return 'value' in field ? field.value : undefined;
}

/** What is known of a field, else something else. */
export function withDefault<T>(field: Field<T | undefined>, otherwise: T): Field<T> {
  return 'unknown' in field ? field : { value: field.value ?? otherwise };
}

/** Something that is made of a field, where that is known. */
export function mapped<From, To>(field: Field<From>, make: (value: From) => To): Field<To> {
  return 'unknown' in field ? field : { value: make(field.value) };
}

/** Something that is made of two fields, where both are known. */
export function both<A, B, To>(a: Field<A>, b: Field<B>, make: (a: A, b: B) => To): Field<To> {
  if ('unknown' in a) return a;
  return 'unknown' in b ? b : { value: make(a.value, b.value) };
}

/** The value of each field, where all are known. */
export function allOf<Fields extends { readonly [name: string]: Field<unknown> }>(
  fields: Fields,
): Field<{ readonly [Name in keyof Fields]: ValueOf<Fields[Name]> }> {
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    if ('unknown' in field) return field;
    values[name] = field.value;
  }
  return { value: values as { readonly [Name in keyof Fields]: ValueOf<Fields[Name]> } };
}

type ValueOf<Of> = Of extends { readonly value: infer Value } ? Value : never;

export function isSet(value: Plain | undefined): value is Set {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function only<T extends Plain>(
  field: Field<Plain | undefined>,
  name: string,
  fits: (value: Plain) => value is T,
): Field<T | undefined> {
  if ('unknown' in field) return field;
  const { value } = field;
  if (value === undefined) return { value };
  return fits(value) ? { value } : { unknown: { reason: `is not ${name}`, at: undefined } };
}

function isListOf(value: Plain, type: 'string' | 'number'): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === type);
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.every((name, index) => path[index] === name);
}
