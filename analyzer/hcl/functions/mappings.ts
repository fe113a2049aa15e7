import { compareBytes } from '#analyzer/order/compare.ts';
import { convert } from '../values/convert.ts';
import { equals } from '../values/equality.ts';
import {
  anyType,
  collectionType,
  numberType,
  sameType,
  stringType,
  type Type,
} from '../values/type.ts';
import { unify } from '../values/unify.ts';
import {
  innerReason,
  integer,
  isWhole,
  kept,
  list,
  type Mapping,
  map,
  moreSecret,
  object,
  type Secrecy,
  string,
  tuple,
  typeOf,
  unknown,
  type Value,
} from '../values/value.ts';
import {
  any,
  anything,
  argumentAt,
  type Functions,
  text,
  textAt,
  texts,
  wrong,
} from './function.ts';
import { lengthOfText } from './strings.ts';

export const mappingFunctions: Functions = {
  keys: {
    parameters: [any],
    returns: anyType,
    keepsPlaces: true,
    call: (given) => keysOf(argumentAt(given, 0)),
  },
  values: {
    parameters: [any],
    returns: anyType,
    keepsPlaces: true,
    call: (given) => valuesOf(argumentAt(given, 0)),
  },
  length: {
    parameters: [{ type: anyType }],
    returns: numberType,
    keepsPlaces: true,
    call: (given) => lengthOf(argumentAt(given, 0)),
  },
  lookup: {
    parameters: [any, text],
    rest: anything,
    returns: anyType,
    keepsPlaces: true,
    call: (given) => lookedUp(given),
  },
  merge: {
    parameters: [],
    rest: { type: anyType, acceptsNull: true },
    returns: anyType,
    keepsPlaces: true,
    call: merged,
  },
  matchkeys: {
    parameters: [anyList(), anyList(), anyList()],
    returns: anyType,
    call: (given) => matchingKeys(given),
  },
  transpose: {
    parameters: [{ type: collectionType('map', collectionType('list', stringType)) }],
    returns: collectionType('map', collectionType('list', stringType)),
    call: (given) => transposed(argumentAt(given, 0)),
  },
  zipmap: {
    parameters: [texts, any],
    returns: anyType,
    keepsPlaces: true,
    call: (given) => zipped(argumentAt(given, 0), argumentAt(given, 1)),
  },
};

function anyList() {
  return { type: collectionType('list', anyType) } as const;
}

function keysOf(value: Value): Value {
  if (!('entries' in value)) return wrong('a map is required');
  const keys = [...value.entries.keys()].map((key) => keyValue(value, key));
  return value.kind === 'map' ? list(stringType, keys) : tuple(keys);
}

/** The key of an entry keeps where it is written. */
function keyValue({ keys }: Mapping, key: string): Value {
  const at = keys?.get(key);
  return at ? { ...string(key), at } : string(key);
}

function valuesOf(value: Value): Value {
  if (!('entries' in value)) return wrong('a map is required');
  const values = [...value.entries.values()];
  return value.kind === 'map' ? list(value.element, values) : tuple(values);
}

function lengthOf(value: Value): Value {
  if (value.kind === 'string') return lengthOfText(value.text);
  if ('entries' in value) return integer(value.entries.size);
  if (!('items' in value)) return wrong('a list, a map or a text is required');
  if (value.kind === 'set' && value.items.length > 1 && !isWhole(value)) {
    return unknown(innerReason(value), numberType);
  }
  return integer(value.items.length);
}

function lookedUp(given: readonly Value[]): Value {
  const [value, , fallback, extra] = given;
  if (extra) return wrong('it has three arguments at most');
  if (!value || !('entries' in value)) return wrong('a map is required');
  const key = textAt(given, 1);
  const wanted = value.kind === 'map' ? value.element : undefined;
  const converted = fallback && wanted ? convert(fallback, wanted) : fallback;
  if (converted?.kind === 'failure') return wrong('the default is of another type than the map');
  const member = value.entries.get(key);
  const selected = { collection: '', key, from: value };
  return member ? { ...member, selected } : (converted ?? wrong(`there is no \`${key}\` in it`));
}

/** Later maps win. Maps of one type stay one, everything else makes an object. */
function merged(given: readonly Value[]): Value {
  const entries: [string, Value][] = [];
  const keys: [string, NonNullable<Value['at']>][] = [];
  for (const value of given) {
    if (value.kind === 'null' && mayBeMap(value.type)) continue;
    if (!('entries' in value)) return wrong('every argument must be a map');
    entries.push(...value.entries);
    keys.push(...(value.keys ?? []));
  }
  const [first] = given;
  if (!first) return object([]);
  const type = mergedType(first);
  const alike = given.every((value) => sameType(mergedType(value), type));
  return alike && type.kind === 'map'
    ? map(type.element, entries, new Map(keys))
    : object(entries, new Map(keys));
}

/** Nothing of a type that is not known may be anything. */
function mayBeMap({ kind }: Type): boolean {
  return kind === 'map' || kind === 'object' || kind === 'any';
}

function mergedType(value: Value): ReturnType<typeof typeOf> {
  const type = typeOf(value);
  const isNothing = value.kind === 'null' && type.kind === 'object';
  return isNothing ? { kind: 'object', attributes: new Map() } : type;
}

function matchingKeys([values, keys, wanted]: readonly Value[]): Value {
  if (values?.kind !== 'list' || keys?.kind !== 'list' || wanted?.kind !== 'list') {
    return unknown('a list is not known');
  }
  const type = unify([typeOf(keys), typeOf(wanted)], 'free');
  if (!type) return wrong('the keys have another type than those that are searched');
  if (values.items.length !== keys.items.length)
    return wrong('there is not one key for each value');
  const [left, right] = [convert(keys, type), convert(wanted, type)];
  if (!('items' in left) || !('items' in right)) return 'items' in left ? right : left;
  const open = [values, left, right].find((value) => !isWhole(value));
  if (open) return unknown(innerReason(open), typeOf(values));
  const found = values.items.filter((_, index) => {
    const key = left.items[index];
    return key && right.items.some((other) => equals(key, other) === true);
  });
  return list(values.element, found);
}

function transposed(value: Value): Value {
  const listType = collectionType('list', stringType);
  if (!('entries' in value) || !isWhole(value)) {
    return unknown(innerReason(value), collectionType('map', listType));
  }
  const found = new Map<string, string[]>();
  for (const [key, names] of value.entries) {
    if (!('items' in names)) return wrong('a list is null');
    for (const name of names.items) {
      if (name.kind !== 'string') return wrong('a text is null');
      const before = found.get(name.text);
      if (before) before.push(key);
      else found.set(name.text, [key]);
    }
  }
  const entries = [...found].map(([name, keys]): [string, Value] => [
    name,
    list(stringType, keys.toSorted(compareBytes).map(string)),
  ]);
  return map(listType, entries);
}

function zipped(keys: Value, values: Value): Value {
  if (keys.kind !== 'list') return unknown(innerReason(keys));
  if (values.kind !== 'list' && values.kind !== 'tuple') return wrong('a list is required');
  if (!isWhole(keys)) return unknown(innerReason(keys));
  if (keys.items.length !== values.items.length)
    return wrong('there is not one key for each value');
  const entries: [string, Value][] = [];
  let secrecy: Secrecy | undefined;
  for (const [index, key] of keys.items.entries()) {
    const value = values.items[index];
    if (key.kind !== 'string' || !value) return wrong('a key is null');
    entries.push([key.text, value]);
    secrecy = moreSecret(secrecy, key.secrecy);
  }
  const result = values.kind === 'list' ? map(values.element, entries) : object(entries);
  return kept(result, secrecy);
}
