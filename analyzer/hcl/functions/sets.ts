import { convert } from '../values/convert.ts';
import { equals } from '../values/equality.ts';
import { setOf } from '../values/set.ts';
import { anyType, collectionType, type Type, tupleType } from '../values/type.ts';
import { unify } from '../values/unify.ts';
import {
  innerReason,
  isWhole,
  list,
  type Sequence,
  tuple,
  typeOf,
  unknown,
  type Value,
} from '../values/value.ts';
import { any, type Functions, type HclFunction, wrong } from './function.ts';

const anySet = { type: collectionType('set', anyType) } as const;

function operation(
  combine: (a: readonly Value[], b: readonly Value[]) => readonly Value[],
): HclFunction {
  return {
    parameters: [anySet],
    rest: anySet,
    returns: anySet.type,
    call: (given) => combined(given, combine),
  };
}

export const setFunctions: Functions = {
  setunion: operation((a, b) => [...a, ...b]),
  setintersection: operation((a, b) => a.filter((item) => within(item, b))),
  setsubtract: {
    ...operation((a, b) => a.filter((item) => !within(item, b))),
    parameters: [anySet, anySet],
  },
  setproduct: {
    parameters: [],
    rest: any,
    returns: anyType,
    keepsPlaces: true,
    call: product,
  },
};

function within(item: Value, others: readonly Value[]): boolean {
  return others.some((other) => equals(item, other) === true);
}

function combined(
  given: readonly Value[],
  combine: (a: readonly Value[], b: readonly Value[]) => readonly Value[],
): Value {
  const open = given.find((value) => !isWhole(value));
  if (open) return unknown(innerReason(open), anySet.type);
  const sets = given.flatMap((value) => (value.kind === 'set' ? [value] : []));
  const typed = sets.filter(({ items, element }) => items.length > 0 || element.kind !== 'any');
  if (typed.length === 0) return setOf(anyType, []);
  const element = unify(
    typed.map((set) => set.element),
    'free',
  );
  if (!element) return wrong('the sets have no type in common');
  const members: (readonly Value[])[] = [];
  for (const set of sets) {
    const converted = convert(set, collectionType('set', element));
    if (!('items' in converted)) return converted;
    members.push(converted.items);
  }
  const [first = [], ...rest] = members;
  return setOf(element, rest.reduce(combine, first));
}

/** More combinations than this are not written out. */
const mostCombinations = 20_000;

function product(given: readonly Value[]): Value {
  const factors = given.filter((value): value is Value & Sequence => 'items' in value);
  if (factors.length < given.length || given.length < 2) {
    return wrong('at least two lists are required');
  }
  const open = factors.find((value) => value.kind === 'set' && !isWhole(value));
  if (open) return unknown(innerReason(open));
  const types = factors.map(memberType);
  if (!types.every((type) => type !== undefined)) return wrong('a list has elements of many types');
  const element = tupleType(types);
  const size = factors.reduce((count, { items }) => count * items.length, 1);
  if (size > mostCombinations) return unknown('there are too many combinations');
  const combinations = size === 0 ? [] : combinationsOf(factors, types);
  const failed = combinations.find(({ kind }) => kind === 'failure');
  if (failed) return failed;
  const ordered = factors.every(({ kind }) => kind !== 'set');
  return ordered ? list(element, combinations) : setOf(element, combinations);
}

function combinationsOf(factors: readonly Sequence[], types: readonly Type[]): readonly Value[] {
  let rows: readonly (readonly Value[])[] = [[]];
  for (const [index, { items }] of factors.entries()) {
    const members = items.map((item) => convert(item, types[index] ?? anyType));
    rows = rows.flatMap((row) => members.map((member) => [...row, member]));
  }
  return rows.map((row) => tuple(row));
}

function memberType(value: Sequence): Type | undefined {
  if (value.kind !== 'tuple') return value.element;
  return value.items.length === 0 ? anyType : unify(value.items.map(typeOf), 'free');
}
