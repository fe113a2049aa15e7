import { position } from '../evaluate/positions.ts';
import { absence, member } from '../evaluate/select.ts';
import {
  type Attribute,
  type Attributes,
  attributes,
  bool,
  failure,
  isStuck,
  list,
  nullValue,
  string,
  Thunk,
  trueValue,
  type Unknown,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import { entriesOf, mapped, nameThunk, without } from './attribute-views.ts';
import {
  type BuiltinCall,
  type Definitions,
  holeOf,
  laterCall,
  withAttributes,
  withList,
  withString,
} from './function.ts';

/** The builtins on attribute sets. Names keep the places they come from. */
export const attributeSetFunctions: Definitions = {
  attrNames: [1, attrNames],
  attrValues: [1, attrValues],
  mapAttrs: [2, mapAttrs],
  listToAttrs: [1, listToAttrs],
  removeAttrs: [2, removeAttrs],
  intersectAttrs: [2, intersectAttrs],
  hasAttr: [2, hasAttr],
  getAttr: [2, getAttr],
  functionArgs: [1, functionArgs],
  unsafeGetAttrPos: [2, attributePosition],
};

function attrNames(call: BuiltinCall, set: Thunk): Value {
  return withAttributes(call, set, (value) =>
    list(
      entriesOf(value).map(([name, { at, value }]) => Thunk.of(string(name), at ?? value.site)),
      value.open,
    ),
  );
}

function attrValues(call: BuiltinCall, set: Thunk): Value {
  return withAttributes(call, set, (value) =>
    list(
      entriesOf(value).map(([, attribute]) => attribute.value),
      value.open,
    ),
  );
}

function mapAttrs(call: BuiltinCall, fn: Thunk, set: Thunk): Value {
  return withAttributes(call, set, (value) =>
    mapped(value, (name, attribute) =>
      laterCall(call, fn, nameThunk(name, attribute), attribute.value),
    ),
  );
}

/** The first of equal names wins, so that whatever follows an unknown name is uncertain. */
export function listToAttrs(call: BuiltinCall, items: Thunk): Value {
  return withList(call, items, (value) => {
    const entries = new Map<string, Attribute>();
    let open = value.open;
    for (const item of value.items) {
      const pair = namedValue(call, item);
      if (pair.kind === 'failure') return pair;
      if (pair.kind === 'unknown') open ??= pair;
      else if (!entries.has(pair.name))
        entries.set(pair.name, {
          value: open ? Thunk.of(open, pair.value.site) : pair.value,
          at: pair.at,
        });
    }
    return attributes(entries, open);
  });
}

type NamedValue =
  | {
      readonly kind: 'named';
      readonly name: string;
      readonly value: Thunk;
      readonly at: Thunk['site'];
    }
  | Unknown
  | Extract<Value, { kind: 'failure' }>;

function namedValue(call: BuiltinCall, item: Thunk): NamedValue {
  const pair = item.force();
  if (isStuck(pair)) return pair;
  if (pair.kind !== 'attrs') return failure(`\`${call.name}\` needs a list of sets`, item.site);
  const nameAttribute = pair.get('name');
  const name = nameAttribute?.value.force() ?? pair.missing?.('name') ?? pair.open;
  if (name === undefined) return failure('the attribute `name` is missing', item.site);
  if (isStuck(name)) return name;
  if (name.kind === 'template') {
    const hole = holeOf(name);
    return isStuck(hole) ? hole : unsupported('listToAttrs');
  }
  if (name.kind !== 'string') return failure('the attribute `name` must be a string', item.site);
  const value = pair.get('value')?.value ?? missingValue(pair, item);
  return { kind: 'named', name: name.value, value, at: nameAttribute?.value.site };
}

function missingValue(pair: Attributes, item: Thunk): Thunk {
  const value = pair.missing?.('value') ?? pair.open;
  return Thunk.of(value ?? failure('the attribute `value` is missing', item.site), item.site);
}

/** A name that may be among the removed ones leaves every value uncertain. */
function removeAttrs(call: BuiltinCall, set: Thunk, names: Thunk): Value {
  return withAttributes(call, set, (value) =>
    withList(call, names, (list) => {
      const removed = new Set<string>();
      for (const item of list.items) {
        const name = item.force();
        if (name.kind !== 'string')
          return withString(call, item, () => unsupported('builtins.removeAttrs'));
        removed.add(name.value);
      }
      if (list.open) return list.open;
      return without(value, (name) => removed.has(name));
    }),
  );
}

/** The attributes of the second set whose names are in the first. */
function intersectAttrs(call: BuiltinCall, first: Thunk, second: Thunk): Value {
  return withAttributes(call, first, (names) =>
    withAttributes(call, second, (values) => {
      const entries = new Map<string, Attribute>();
      for (const [name, attribute] of entriesOf(values)) {
        if (names.get(name)) entries.set(name, attribute);
      }
      return attributes(entries, names.open ?? values.open);
    }),
  );
}

function hasAttr(call: BuiltinCall, name: Thunk, set: Thunk): Value {
  return withString(call, name, (text) =>
    withAttributes(call, set, (value) => {
      return value.get(text) ? trueValue : absence(value, text);
    }),
  );
}

function getAttr(call: BuiltinCall, name: Thunk, set: Thunk): Value {
  return withString(call, name, (text) =>
    withAttributes(
      call,
      set,
      (value) =>
        member(value, text, set.site) ?? failure(`attribute \`${text}\` is missing`, name.site),
    ),
  );
}

export function functionArgs(call: BuiltinCall, fn: Thunk): Value {
  const value = fn.force();
  if (value.kind === 'attrs' && value.open) return value.open;
  if (value.kind !== 'lambda')
    return isStuck(value) ? value : failure(`\`${call.name}\` needs a function`, fn.site);
  const entries = new Map<string, Attribute>();
  for (const [name, optional] of value.formals ?? [])
    entries.set(name, { value: Thunk.of(bool(optional)), at: value.place?.(name) });
  return attributes(entries);
}

/** Where an attribute is written; null when it is not there, or comes from Nix itself. */
function attributePosition(call: BuiltinCall, name: Thunk, set: Thunk): Value {
  return withString(call, name, (text) =>
    withAttributes(call, set, (value) => {
      const attribute = value.get(text);
      if (attribute?.at) return position(call.session, attribute.at);
      if (attribute && value !== builtinsOf(call)) return unsupported('a computed position');
      return attribute ? nullValue : (value.missing?.(text) ?? value.open ?? nullValue);
    }),
  );
}

function builtinsOf(call: BuiltinCall): Value | undefined {
  return call.session.globals.get('builtins')?.force();
}
