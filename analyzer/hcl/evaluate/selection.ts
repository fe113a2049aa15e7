import { convert } from '../values/convert.ts';
import { isInteger, toInteger } from '../values/number.ts';
import { anyType, numberType, stringType, type Type, tupleType } from '../values/type.ts';
import {
  failure,
  integer,
  kept,
  list,
  reasonOf,
  textOf,
  tuple,
  typeOf,
  type Unknown,
  unknown,
  type Value,
} from '../values/value.ts';

/** `value.name`, as HCL's `GetAttr` has it. */
export function attributeOf(value: Value, name: string): Value {
  switch (value.kind) {
    case 'failure':
      return value;
    case 'unknown':
      if (value.type.kind === 'list' || value.type.kind === 'tuple') {
        return failure(`a ${value.type.kind} has no \`${name}\``);
      }
      return memberOf(value, name, `.${name}`);
    case 'map':
    case 'object': {
      const member = value.entries.get(name.normalize('NFC'));
      if (!member) return failure(`there is no \`${name}\` in it`);
      return kept(member, value.secrecy);
    }
    case 'null':
      return failure(`\`${name}\` is asked of null`);
    case 'string':
    case 'number':
    case 'bool':
    case 'list':
    case 'set':
    case 'tuple':
      return failure(`a ${value.kind} has no \`${name}\``);
  }
}

/** `value[key]`, as HCL's `Index` has it. */
export function indexOf(value: Value, key: Value): Value {
  if (value.kind === 'failure' || key.kind === 'failure') {
    return value.kind === 'failure' ? value : key;
  }
  if (value.kind === 'null' || key.kind === 'null') return failure('null has no members');
  const result = selectedBy(value, key);
  return kept(result, key.secrecy);
}

function selectedBy(value: Value, key: Value): Value {
  if (value.kind === 'unknown') return openMember(value, key);
  if (key.kind === 'unknown') return unknown(key.reason, memberType(value));
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return itemAt(value.items, key, value);
    case 'map':
    case 'object': {
      const name = textOf(convert(key, stringType));
      const member = name === undefined ? undefined : value.entries.get(name);
      if (!member) return failure(`there is no \`${name ?? key.kind}\` in it`);
      return kept(member, value.secrecy);
    }
    default:
      return failure(`a ${value.kind} has no members to select`);
  }
}

function memberType(value: Value): ReturnType<typeof typeOf> {
  const type = typeOf(value);
  return 'element' in type ? type.element : { kind: 'any' };
}

function itemAt(items: readonly Value[], key: Value, value: Value): Value {
  const index = convert(key, numberType);
  if (index.kind === 'unknown' || index.kind === 'failure') return index;
  if (index.kind !== 'number' || !isInteger(index.number))
    return failure('the index is no integer');
  const item = items[Number(toInteger(index.number))];
  if (!item) return failure(`there is no \`${textOf(index)}\` in it`);
  return kept(item, value.secrecy);
}

/** A member of something that exists only later keeps how it is written. */
function openMember(value: Value & Unknown, key: Value): Value {
  const name = key.kind === 'unknown' ? undefined : textOf(key);
  if (name === undefined) return memberOf(value, undefined, '[…]');
  return memberOf(value, name, key.kind === 'number' ? `[${name}]` : `["${name}"]`);
}

function memberOf(value: Value & Unknown, name: string | undefined, written: string): Value {
  const known = name === undefined ? undefined : value.member?.(name);
  if (known) return kept(known, value.secrecy);
  if (value.reference !== undefined)
    return kept(reference(value.reference + written), value.secrecy);
  const type = typeOfMember(value.type, name);
  if (!type) return failure(`a ${value.type.kind} has no \`${name ?? 'members'}\``);
  return kept(unknown(value.reason, type), value.secrecy);
}

/** The type of a member of something unknown; undefined when it has none. */
function typeOfMember(type: Type, name: string | undefined): Type | undefined {
  switch (type.kind) {
    case 'any':
      return type;
    case 'string':
    case 'number':
    case 'bool':
    case 'set':
      return undefined;
    case 'list':
    case 'map':
      return type.element;
    case 'tuple':
      return anyType;
    case 'object':
      return name === undefined ? anyType : type.attributes.get(name);
  }
}

/** Something that exists only once the resources do. */
export function reference(text: string, member?: Unknown['member']): Value {
  const base = unknown(`\`${text}\` is known only once it exists`);
  return { ...base, reference: text, ...(member && { member }) } as Value;
}

/** The members that a splat or a `for` walks over, with their keys; a value when there are none to walk over. */
export function membersOf(value: Value): readonly (readonly [Value, Value])[] | Value {
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return value.items.map((item, index) => [integer(index), item]);
    case 'set':
      return value.items.map((item) => [item, item]);
    case 'map':
    case 'object':
      return [...value.entries].map(([key, item]) => [{ kind: 'string', text: key }, item]);
    case 'unknown':
      return unknown(value.reason);
    case 'failure':
      return value;
    case 'null':
      return failure('null cannot be walked over');
    case 'string':
    case 'number':
    case 'bool':
      return failure(`a ${value.kind} cannot be walked over`);
  }
}

/** `value[*]`, with what is done to each member. */
export function splat(value: Value, each: (item: Value) => Value): Value {
  switch (value.kind) {
    case 'failure':
      return value;
    case 'unknown':
      return openSplat(value, each);
    case 'null': {
      const sequence = value.type.kind === 'list' || value.type.kind === 'set';
      return sequence || value.type.kind === 'tuple' ? failure('null has no members') : tuple([]);
    }
    case 'list':
    case 'set':
    case 'tuple':
      return kept(splatItems(value, each), value.secrecy);
    case 'string':
    case 'number':
    case 'bool':
    case 'map':
    case 'object':
      return kept(tupleOf([each(value)]), value.secrecy);
  }
}

function splatItems(
  value: Extract<Value, { items: readonly Value[] }>,
  each: (item: Value) => Value,
): Value {
  const results = value.items.map(each);
  if (value.kind === 'tuple') return tupleOf(results);
  const [first] = results;
  if (!first) {
    const none = each(unknown('', value.element));
    return none.kind === 'failure' ? none : list(typeOf(none), []);
  }
  return convert(tuple(results), { kind: 'list', element: typeOf(first) });
}

/** A failure still tells that it would have been a tuple. */
function tupleOf(items: readonly Value[]): Value {
  const result = tuple(items);
  return result.kind === 'failure' ? failure(result.message, tupleType(items.map(typeOf))) : result;
}

function openSplat(value: Value & Unknown, each: (item: Value) => Value): Value {
  if (value.reference === undefined) return unknown(value.reason);
  const item = each(reference(`${value.reference}[*]`));
  const text = item.kind === 'unknown' ? item.reference : undefined;
  return text === undefined ? unknown(value.reason) : reference(text);
}

/** The text that an interpolation puts in; the value itself when it is none. */
export function interpolated(value: Value): Value {
  if (value.kind === 'null') return failure('null cannot be put into a text');
  const text = convert(value, stringType);
  return text.kind === 'failure'
    ? failure(`it cannot be put into a text: ${reasonOf(text)}`)
    : text;
}
