import { convert } from '../values/convert.ts';
import { equals } from '../values/equality.ts';
import {
  add,
  compare,
  fromInteger,
  type HclNumber,
  isInteger,
  signOf,
  toInteger,
} from '../values/number.ts';
import { anyType, boolType, collectionType, numberType } from '../values/type.ts';
import { unify } from '../values/unify.ts';
import {
  bool,
  innerReason,
  integer,
  isWhole,
  list,
  nullOf,
  number,
  reasonOf,
  type Sequence,
  tuple,
  typeOf,
  unknown,
  type Value,
} from '../values/value.ts';
import { any, anything, argumentAt, type Functions, numeral, wrong } from './function.ts';
import { wholeNumber } from './whole-number.ts';

const anyList = { type: collectionType('list', anyType) } as const;
const bools = { type: collectionType('list', boolType) } as const;

export const sequenceFunctions: Functions = {
  alltrue: { parameters: [bools], returns: boolType, call: (given) => decided(given, false) },
  anytrue: { parameters: [bools], returns: boolType, call: (given) => decided(given, true) },
  chunklist: {
    parameters: [anyList, numeral],
    returns: anyType,
    keepsPlaces: true,
    call: (given) => chunks(argumentAt(given, 0), wholeNumber(given[1])),
  },
  coalescelist: { parameters: [], rest: anything, returns: anyType, call: firstFilled },
  concat: { parameters: [], rest: any, returns: anyType, keepsPlaces: true, call: concatenated },
  contains: {
    parameters: [any, { ...any, acceptsNull: true, wantsType: true }],
    returns: boolType,
    call: (given) => contained(argumentAt(given, 0), argumentAt(given, 1)),
  },
  distinct: {
    parameters: [anyList],
    returns: anyList.type,
    call: (given) => distinct(argumentAt(given, 0)),
  },
  element: {
    parameters: [any, numeral],
    returns: anyType,
    keepsPlaces: true,
    call: (given) => elementAt(argumentAt(given, 0), argumentAt(given, 1)),
  },
  index: {
    parameters: [any, any],
    returns: numberType,
    call: (given) => position(argumentAt(given, 0), argumentAt(given, 1)),
  },
  one: { parameters: [any], returns: anyType, call: (given) => onlyItem(argumentAt(given, 0)) },
  range: { parameters: [], rest: numeral, returns: anyType, call: numbersBetween },
  reverse: {
    parameters: [any],
    returns: anyType,
    keepsPlaces: true,
    call: (given) => reversed(argumentAt(given, 0)),
  },
  slice: {
    parameters: [any, numeral, numeral],
    returns: anyType,
    keepsPlaces: true,
    call: (given) => sliced(argumentAt(given, 0), wholeNumber(given[1]), wholeNumber(given[2])),
  },
};

/** Null counts as false. */
function decided([given]: readonly Value[], settles: boolean): Value {
  if (!given || !('items' in given)) return wrong('a list is required');
  for (const item of given.items) {
    const truth = item.kind === 'bool' && item.truth;
    if (item.kind === 'unknown') {
      if (!settles) return unknown(item.reason, boolType);
    } else if (truth === settles) return bool(settles);
  }
  const open = given.items.find(({ kind }) => kind === 'unknown');
  return open ? unknown(reasonOf(open), boolType) : bool(!settles);
}

function chunks(value: Value, size: number | undefined): Value {
  if (value.kind !== 'list') return unknown(reasonOf(value));
  if (size === undefined || size < 0) return wrong('the size is no whole number');
  const type = typeOf(value);
  if (value.items.length === 0) return list(type, []);
  if (size === 0) return list(type, [value]);
  const parts: Value[] = [];
  for (let at = 0; at < value.items.length; at += size) {
    parts.push(list(value.element, value.items.slice(at, at + size)));
  }
  return list(type, parts);
}

function firstFilled(given: readonly Value[]): Value {
  if (given.length === 0) return wrong('an argument is required');
  for (const value of given) {
    if (value.kind === 'unknown') return unknown(value.reason);
    const sequence = value.kind === 'list' || value.kind === 'tuple';
    if (!sequence && value.kind !== 'null') return wrong('a list is required');
  }
  const filled = given.find((value) => 'items' in value && value.items.length > 0);
  return filled ?? wrong('every list is empty');
}

/** Lists of one type make a list, everything else a tuple. */
function concatenated(given: readonly Value[]): Value {
  if (given.length === 0) return wrong('an argument is required');
  const sequences = given.filter(
    (value): value is Value & Sequence => value.kind === 'list' || value.kind === 'tuple',
  );
  if (sequences.length < given.length) return wrong('every argument must be a list');
  const common = sequences.every(({ kind }) => kind === 'list')
    ? unify(sequences.map(typeOf), 'free')
    : undefined;
  if (common?.kind !== 'list') return tuple(sequences.flatMap(({ items }) => items));
  const items: Value[] = [];
  for (const sequence of sequences) {
    const converted = convert(sequence, common);
    if (!('items' in converted)) return converted;
    items.push(...converted.items);
  }
  return list(common.element, items);
}

function contained(value: Value, wanted: Value): Value {
  if (!('items' in value)) return wrong('a list is required');
  if (value.items.length === 0) return bool(false);
  let open: Value | undefined;
  for (const item of value.items) {
    const same = equals(wanted, item);
    if (same === true) return bool(true);
    if (same === undefined) open ??= isWhole(item) ? wanted : item;
  }
  return open ? unknown(innerReason(open), boolType) : bool(false);
}

function distinct(value: Value): Value {
  if (value.kind !== 'list') return unknown(reasonOf(value));
  if (!isWhole(value)) return unknown(innerReason(value), typeOf(value));
  const kept: Value[] = [];
  for (const item of value.items) {
    if (!kept.some((other) => equals(other, item) === true)) kept.push(item);
  }
  return list(value.element, kept);
}

/** The index counts on at the other end; it has at most 64 bits. */
function elementAt(value: Value, index: Value): Value {
  if (value.kind !== 'list' && value.kind !== 'tuple') return wrong('a list is required');
  if (index.kind !== 'number' || !isInteger(index.number))
    return wrong('the index is no whole number');
  const whole = toInteger(index.number);
  if (BigInt.asIntN(64, whole) !== whole) return wrong('the index is too large');
  const size = BigInt(value.items.length);
  if (size === 0n) return wrong('the list is empty');
  return argumentAt(value.items, Number(((whole % size) + size) % size));
}

function position(value: Value, wanted: Value): Value {
  if (value.kind !== 'list' && value.kind !== 'tuple') return wrong('a list is required');
  for (const [index, item] of value.items.entries()) {
    const same = equals(item, wanted);
    if (same === undefined) {
      return unknown(innerReason(isWhole(item) ? wanted : item), numberType);
    }
    if (same) return integer(index);
  }
  return wrong('it is not in the list');
}

function onlyItem(value: Value): Value {
  if (!('items' in value)) return wrong('a list is required');
  if (value.kind === 'set' && !isWhole(value) && value.items.length > 1) {
    return unknown(innerReason(value));
  }
  if (value.items.length > 1) return wrong('the list has more than one element');
  return value.items[0] ?? nullOf('element' in value ? value.element : anyType);
}

/** More numbers than this are refused by OpenTofu. */
const mostNumbers = 1024;

function numbersBetween(given: readonly Value[]): Value {
  const numbers = given.flatMap((value) => (value.kind === 'number' ? [value.number] : []));
  const [first, second, third] = numbers;
  if (!first || numbers.length > 3) return wrong('one, two or three numbers are required');
  const [start, end] = second ? [first, second] : [fromInteger(0), first];
  const step = third ?? fromInteger(compare(end, start) < 0 ? -1 : 1);
  const direction = signOf(step);
  if (direction === 0) return wrong('the step is zero');
  if (compare(end, start) * direction < 0) return wrong('the step leads away from the end');
  const found: HclNumber[] = [];
  for (let next = start; compare(next, end) * direction < 0; next = add(next, step)) {
    if (found.length >= mostNumbers) return wrong('there are more than 1024 numbers');
    found.push(next);
  }
  return list(numberType, found.map(number));
}

function reversed(value: Value): Value {
  if (!('items' in value)) return wrong('a list is required');
  const items = value.items.toReversed();
  return value.kind === 'tuple' ? tuple(items) : list(value.element, items);
}

function sliced(value: Value, start: number | undefined, end: number | undefined): Value {
  if (value.kind !== 'list' && value.kind !== 'tuple') return wrong('a list is required');
  const { length } = value.items;
  if (start === undefined || end === undefined || start < 0 || start > end || end > length) {
    return wrong('a place is outside of the list');
  }
  const items = value.items.slice(start, end);
  return value.kind === 'tuple' ? tuple(items) : list(value.element, items);
}
