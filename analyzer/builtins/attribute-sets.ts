import { member } from '../select.ts';
import {
  type Attribute,
  type Attributes,
  attributes,
  bool,
  failure,
  falseValue,
  isStuck,
  layersOver,
  list,
  readyEntries,
  record,
  string,
  Thunk,
  trueValue,
  type Unknown,
  unknown,
  unsupported,
  type Value,
} from '../value.ts';
import {
  type BuiltinCall,
  callWith,
  type Definitions,
  holeOf,
  laterCall,
  overBudget,
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
  catAttrs: [2, catAttrs],
  zipAttrsWith: [2, zipAttrsWith],
  functionArgs: [1, functionArgs],
  unsafeGetAttrPos: [2, () => unsupported('builtins.unsafeGetAttrPos')],
};

/** The attributes in the order of their names. */
export function entriesOf(set: Attributes): readonly (readonly [string, Attribute])[] {
  const entries: [string, Attribute][] = [];
  for (const name of set.names()) {
    const attribute = set.get(name);
    if (attribute) entries.push([name, attribute]);
  }
  return entries;
}

/** A set of the same names whose values are worked out when asked for. */
export function mapped(
  set: Attributes,
  change: (name: string, attribute: Attribute) => Thunk,
): Value {
  const ready = readyEntries(set);
  if (ready) return mappedEntries(ready, change, set.open);
  const layers = layersOver(set);
  if (layers === undefined) return unknown({ kind: 'budget' });
  const made = new Map<string, Attribute>();
  const changed = (name: string, attribute: Attribute): Attribute => {
    const known = made.get(name) ?? { value: change(name, attribute), at: attribute.at };
    made.set(name, known);
    return known;
  };
  return {
    kind: 'attrs',
    names: () => set.names(),
    get: (name) => {
      const attribute = set.get(name);
      return attribute && changed(name, attribute);
    },
    open: set.open,
    layers,
    ...(set.missing && {
      missing: (name: string) => {
        const value = set.missing?.(name);
        return value && changed(name, { value: Thunk.of(value), at: undefined }).value.force();
      },
    }),
  };
}

function mappedEntries(
  entries: ReadonlyMap<string, Attribute>,
  change: (name: string, attribute: Attribute) => Thunk,
  open: Unknown | undefined,
): Value {
  const made = new Map<string, Attribute>();
  for (const [name, attribute] of entries)
    made.set(name, { value: change(name, attribute), at: attribute.at });
  return attributes(made, open);
}

export function attrNames(call: BuiltinCall, set: Thunk): Value {
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

export function mapAttrs(call: BuiltinCall, fn: Thunk, set: Thunk): Value {
  return withAttributes(call, set, (value) =>
    mapped(value, (name, attribute) =>
      laterCall(call, fn, nameThunk(name, attribute), attribute.value),
    ),
  );
}

/** The name of an attribute as a value that stands where the name stands. */
export function nameThunk(name: string, attribute: Attribute): Thunk {
  return Thunk.of(string(name), attribute.at ?? attribute.value.site);
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

/** The set without some of its names. */
export function without(set: Attributes, removed: (name: string) => boolean): Value {
  const ready = readyEntries(set);
  if (ready) return attributes(new Map([...ready].filter(([name]) => !removed(name))), set.open);
  const layers = layersOver(set);
  if (layers === undefined) return unknown({ kind: 'budget' });
  return {
    kind: 'attrs',
    names: () => set.names().filter((name) => !removed(name)),
    get: (name) => (removed(name) ? undefined : set.get(name)),
    open: set.open,
    layers,
    ...(set.missing && {
      missing: (name: string) => (removed(name) ? undefined : set.missing?.(name)),
    }),
  };
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

export function hasAttr(call: BuiltinCall, name: Thunk, set: Thunk): Value {
  return withString(call, name, (text) =>
    withAttributes(call, set, (value) => {
      if (value.get(text)) return trueValue;
      const missing = value.missing?.(text);
      if (missing) return isStuck(missing) ? missing : trueValue;
      return value.open ?? falseValue;
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

function catAttrs(call: BuiltinCall, name: Thunk, sets: Thunk): Value {
  return withString(call, name, (text) =>
    withList(call, sets, (value) => {
      const found: Thunk[] = [];
      let open = value.open;
      for (const item of value.items) {
        const set = item.force();
        if (set.kind === 'failure') return set;
        if (set.kind !== 'attrs' && set.kind !== 'unknown')
          return failure('`catAttrs` needs sets', item.site);
        const attribute = set.kind === 'attrs' ? set.get(text) : undefined;
        if (attribute) found.push(attribute.value);
        else if (set.kind === 'unknown') open ??= set;
        else open ??= set.open;
      }
      return list(found, open);
    }),
  );
}

/** Every name of any set, with the list of the values that it has. */
export function zipAttrsWith(call: BuiltinCall, fn: Thunk, sets: Thunk): Value {
  return withList(call, sets, (value) => {
    const values = new Map<string, { at: Thunk['site']; readonly items: Thunk[] }>();
    let open = value.open;
    for (const item of value.items) {
      const set = item.force();
      if (set.kind === 'unknown') open ??= set;
      else if (set.kind !== 'attrs')
        return isStuck(set) ? set : failure(`\`${call.name}\` needs sets`, item.site);
      else {
        open ??= set.open;
        const problem = collectValues(call, set, values);
        if (problem) return problem;
      }
    }
    const entries = new Map<string, Attribute>();
    for (const [name, { at, items }] of values) {
      const argument = Thunk.of(list(items, open), items[0]?.site);
      entries.set(name, { value: laterCall(call, fn, Thunk.of(string(name), at), argument), at });
    }
    return attributes(entries, open);
  });
}

function collectValues(
  call: BuiltinCall,
  set: Attributes,
  values: Map<string, { at: Thunk['site']; readonly items: Thunk[] }>,
): Unknown | undefined {
  for (const [name, attribute] of entriesOf(set)) {
    const known = values.get(name);
    if (known) known.items.push(attribute.value);
    else values.set(name, { at: attribute.at, items: [attribute.value] });
  }
  return overBudget(call, set.names().length);
}

export function functionArgs(call: BuiltinCall, fn: Thunk): Value {
  const value = fn.force();
  if (value.kind !== 'lambda')
    return isStuck(value) ? value : failure(`\`${call.name}\` needs a function`, fn.site);
  const formals = value.formals ?? new Map<string, boolean>();
  return record(Object.fromEntries([...formals].map(([name, optional]) => [name, bool(optional)])));
}

/** A function applied for each attribute in turn. */
export function callForAttribute(
  call: BuiltinCall,
  fn: Thunk,
  [name, attribute]: readonly [string, Attribute],
): Value {
  return callWith(call, fn, nameThunk(name, attribute), attribute.value);
}
