import { fromText, signOf } from './number.ts';
import { setOf } from './set.ts';
import {
  anyType,
  type CollectionKind,
  type ObjectType,
  objectType,
  sameType,
  type Type,
  tupleType,
  typeText,
} from './type.ts';
import { canConvert, type Freedom, unify } from './unify.ts';
import {
  bool,
  failure,
  kept,
  list,
  type Mapping,
  map,
  nullOf,
  number,
  object,
  type Sequence,
  string,
  textOf,
  tuple,
  typeOf,
  unknown,
  type Value,
} from './value.ts';

/** The value as one of another type, as cty's `convert.Convert` makes it; a failure when it is none. */
export function convert(value: Value, wanted: Type, freedom: Freedom = 'free'): Value {
  if (value.kind === 'failure' || sameType(typeOf(value), wanted)) return value;
  if (!canConvert(typeOf(value), wanted, freedom)) {
    return failure(`${typeText(wanted)} required, but this is ${typeText(typeOf(value))}`);
  }
  const result = converted(value, wanted, freedom);
  if (result === value || result.kind === 'failure') return result;
  return { ...kept(result, value.secrecy), ...(value.at && { at: value.at }) };
}

function converted(value: Value, wanted: Type, freedom: Freedom): Value {
  if (wanted.kind === 'any' || value.kind === 'failure') return value;
  if (value.kind === 'unknown') return { ...value, type: refined(value.type, wanted) };
  if (value.kind === 'null') return nullOf(refined(value.type, wanted));
  switch (wanted.kind) {
    case 'string':
      return textConverted(value);
    case 'number':
      return numberConverted(value);
    case 'bool':
      return boolConverted(value);
    case 'list':
    case 'set':
      return 'items' in value ? gathered(value, wanted, freedom) : mismatch(value, wanted);
    case 'map':
      return 'entries' in value ? mapped(value, wanted.element, freedom) : mismatch(value, wanted);
    case 'tuple':
      return 'items' in value ? paired(value, wanted.elements, freedom) : mismatch(value, wanted);
    case 'object':
      return 'entries' in value ? filled(value, wanted, freedom) : mismatch(value, wanted);
  }
}

function mismatch(value: Value, wanted: Type): Value {
  return failure(`${typeText(wanted)} required, but this is ${value.kind}`);
}

function textConverted(value: Value): Value {
  const text = textOf(value);
  return text === undefined ? failure('a text is required') : string(text);
}

function numberConverted(value: Value): Value {
  if (value.kind !== 'string') return failure('a number is required');
  return numberFrom(value.text);
}

/** The number that a text is; extreme ones are not followed. */
export function numberFrom(text: string): Value {
  const read = fromText(text);
  if (read && signOf(read) === 0 && text.startsWith('-')) return unknown('a negative zero');
  if (read) return number(read);
  const plain = /^[+-]?[\d.]*$/.test(text) && text.length < 5000;
  const foreign = /^[+-]?(inf|[\d.]+([ep][+-]?\d+)?$)/i.test(text);
  return foreign && !plain ? unknown('the number is too large') : failure('a number is required');
}

function boolConverted(value: Value): Value {
  const text = value.kind === 'string' ? value.text : '';
  if (text === 'true' || text === '1') return bool(true);
  return text === 'false' || text === '0' ? bool(false) : failure('a bool is required');
}

/** Members become those of a list or a set, of one type. */
function gathered(
  value: Sequence,
  wanted: Type & { kind: CollectionKind },
  freedom: Freedom,
): Value {
  const make = wanted.kind === 'set' ? setOf : list;
  if (value.items.length === 0) {
    const fallback = value.kind === 'tuple' ? anyType : value.element;
    return make(wanted.element.kind === 'any' ? fallback : wanted.element, []);
  }
  const target = elementFor(value, wanted.element, freedom);
  const items = value.items.map((item) => (target ? convert(item, target, freedom) : item));
  const unified = value.kind === 'tuple' && wanted.kind === 'list' ? level(items, freedom) : items;
  return unified ? collect(unified, make) : failure('the elements have no type in common');
}

/** The type that members are converted to first. */
function elementFor(value: Sequence, wanted: Type, freedom: Freedom): Type | undefined {
  if (wanted.kind !== 'any') return wanted;
  return value.kind === 'tuple' ? unify(value.items.map(typeOf), freedom) : undefined;
}

/** Members of types that differ in parts become those of one type. */
function level(items: readonly Value[], freedom: Freedom): readonly Value[] | undefined {
  const unified = unify(items.map(typeOf), freedom);
  return unified && items.map((item) => convert(item, unified, freedom));
}

function collect(
  items: readonly Value[],
  make: (element: Type, items: readonly Value[]) => Value,
): Value {
  const failed = items.find((item) => item.kind === 'failure');
  if (failed) return failed;
  const element = items[0] ? typeOf(items[0]) : anyType;
  const alike = items.every((item) => sameType(typeOf(item), element));
  return alike ? make(element, items) : failure('the elements have no type in common');
}

function mapped(value: Mapping, wanted: Type, freedom: Freedom): Value {
  const { entries, keys } = value;
  if (entries.size === 0) {
    const fallback = value.kind === 'map' ? value.element : anyType;
    return map(wanted.kind === 'any' ? fallback : wanted, []);
  }
  const members = [...entries.values()];
  const gathers = wanted.kind === 'any' && value.kind === 'object';
  const target = gathers ? unify(members.map(typeOf), freedom) : wanted;
  const items = members.map((item) => (target ? convert(item, target, freedom) : item));
  const structured = target && ('element' in target || target.kind === 'object');
  const levelled = structured ? level(items, value.kind === 'map' ? 'safe' : freedom) : items;
  if (!levelled) return failure('the values have no type in common');
  const names = [...entries.keys()];
  return collect(levelled, (element, values) =>
    map(
      element,
      names.flatMap((name, index) => pairOf(name, values[index])),
      keys,
    ),
  );
}

function pairOf(name: string, value: Value | undefined): (readonly [string, Value])[] {
  return value ? [[name, value]] : [];
}

function paired(value: Sequence, wanted: readonly Type[], freedom: Freedom): Value {
  return tuple(value.items.map((item, index) => convert(item, wanted[index] ?? anyType, freedom)));
}

/** Attributes that may be left out are null; others that are not wanted are dropped. */
function filled(value: Mapping, wanted: ObjectType, freedom: Freedom): Value {
  const entries = new Map<string, Value>();
  for (const [name, type] of wanted.attributes) {
    const member = value.entries.get(name);
    if (member) entries.set(name, convert(member, type, freedom));
    else if (wanted.optional?.has(name)) entries.set(name, nullOf(type));
    else return failure(`the attribute \`${name}\` is missing`);
  }
  return object(entries, value.keys);
}

/** The wanted type with `any` replaced by what is known of the given one. */
function refined(given: Type, wanted: Type): Type {
  if (given.kind === 'any') return plain(wanted);
  switch (wanted.kind) {
    case 'any':
      return given;
    case 'string':
    case 'number':
    case 'bool':
      return wanted;
    case 'list':
    case 'set':
    case 'map':
      return { kind: wanted.kind, element: refined(elementOf(given), wanted.element) };
    case 'tuple': {
      const members = given.kind === 'tuple' ? given.elements : [];
      return tupleType(
        wanted.elements.map((type, index) => refined(members[index] ?? anyType, type)),
      );
    }
    case 'object': {
      const attributes = [...wanted.attributes].map(([name, type]): [string, Type] => [
        name,
        refined(memberOf(given, name), type),
      ]);
      return objectType(new Map(attributes));
    }
  }
}

function plain(type: Type): Type {
  if (type.kind === 'object')
    return objectType(new Map([...type.attributes].map(([name, inner]) => [name, plain(inner)])));
  if (type.kind === 'tuple') return tupleType(type.elements.map(plain));
  return 'element' in type ? { kind: type.kind, element: plain(type.element) } : type;
}

function elementOf(type: Type): Type {
  if ('element' in type) return type.element;
  if (type.kind === 'tuple') return unify(type.elements, 'free') ?? anyType;
  return type.kind === 'object'
    ? (unify([...type.attributes.values()], 'free') ?? anyType)
    : anyType;
}

function memberOf(type: Type, name: string): Type {
  if (type.kind === 'map') return type.element;
  return type.kind === 'object' ? (type.attributes.get(name) ?? anyType) : anyType;
}
