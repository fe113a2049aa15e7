import { update } from '../operators.ts';
import { hasPath, selectPath } from '../select.ts';
import {
  type Attribute,
  type Attributes,
  attributes,
  failure,
  isStuck,
  list,
  record,
  string,
  Thunk,
  type Unknown,
  underCondition,
  unknown,
  unsupported,
  type Value,
} from '../value.ts';
import {
  entriesOf,
  listToAttrs,
  mapped,
  nameThunk,
  without,
  zipAttrsWith,
} from './attribute-sets.ts';
import {
  type BuiltinCall,
  callWith,
  type Definitions,
  holds,
  laterCall,
  overBudget,
  withAttributes,
  withItems,
  withList,
  withString,
} from './function.ts';

/** What `lib.attrsets` adds to the builtins. */
export const libAttributeSetFunctions: Definitions = {
  nameValuePair: [2, (_call, name, value) => record({ name, value })],
  optionalAttrs: [2, optionalAttrs],
  genAttrs: [2, genAttrs],
  "genAttrs'": [2, (call, items, fn) => listToAttrs(call, Thunk.of(mappedItems(call, fn, items)))],
  "mapAttrs'": [2, (call, fn, set) => listToAttrs(call, Thunk.of(mapToList(call, fn, set)))],
  mapAttrsToList: [2, mapToList],
  attrsToList: [1, attrsToList],
  filterAttrs: [2, filterAttrs],
  concatMapAttrs: [2, (call, fn, set) => mergeAll(call, Thunk.of(mapToList(call, fn, set)))],
  mergeAttrsList: [1, mergeAll],
  foldlAttrs: [3, foldlAttrs],
  attrByPath: [3, attrByPath],
  hasAttrByPath: [2, (call, path, set) => withPath(call, path, (names) => hasPath(set, names))],
  getAttrFromPath: [2, getAttrFromPath],
  setAttrByPath: [2, setAttrByPath],
  attrVals: [2, attrVals],
  getAttrs: [2, getAttrs],
  mapAttrsRecursive: [2, (call, fn, set) => mapRecursive({ call, fn, descend: isSet }, [], set)],
  mapAttrsRecursiveCond: [3, mapRecursiveIf],
  collect: [2, collect],
  zipAttrs: [1, zipAttrs],
  zipAttrsWithNames: [3, zipWithNames],
  recurseIntoAttrs: [1, (call, set) => marked(call, set, true)],
  dontRecurseIntoAttrs: [1, (call, set) => marked(call, set, false)],
  mergeAttrs: [2, (_call, left, right) => update(left.force(), right.force(), left.site)],
  overrideExisting: [2, overrideExisting],
  cartesianProduct: [1, () => unsupported('lib.cartesianProduct')],
};

/** The names of an attribute path given as a list. */
export function withPath(
  call: BuiltinCall,
  path: Thunk,
  next: (names: readonly string[]) => Value,
): Value {
  return withItems(call, path, (items) => {
    const names: string[] = [];
    for (const item of items) {
      const name = item.force();
      if (name.kind !== 'string') return withString(call, item, string);
      names.push(name.value);
    }
    return next(names);
  });
}

function isSet(value: Value): Value {
  if (isStuck(value)) return value;
  return { kind: 'bool', value: value.kind === 'attrs' };
}

/** A set under a condition. When nobody knows the condition, there may be any of its names. */
function optionalAttrs(call: BuiltinCall, condition: Thunk, set: Thunk): Value {
  const truth = condition.force();
  if (truth.kind === 'bool') return truth.value ? set.force() : attributes(new Map());
  if (truth.kind === 'unknown')
    return attributes(new Map(), unknown(underCondition(truth.reason), truth.at));
  return isStuck(truth) ? truth : failure(`\`${call.name}\` needs a Boolean`, condition.site);
}

/** Attributes whose values follow from their names, so that unknown names hide no others. */
function genAttrs(call: BuiltinCall, names: Thunk, fn: Thunk): Value {
  return withList(call, names, (value) => {
    const entries = new Map<string, Attribute>();
    let open = value.open;
    for (const item of value.items) {
      const name = item.force();
      if (name.kind === 'string')
        entries.set(name.value, { value: laterCall(call, fn, item), at: item.site });
      else {
        const problem = withString(call, item, string);
        if (problem.kind !== 'unknown') return problem;
        open ??= problem;
      }
    }
    return attributes(entries, open);
  });
}

function mappedItems(call: BuiltinCall, fn: Thunk, items: Thunk): Value {
  return withList(call, items, (value) =>
    list(
      value.items.map((item) => laterCall(call, fn, item)),
      value.open,
    ),
  );
}

export function mapToList(call: BuiltinCall, fn: Thunk, set: Thunk): Value {
  return withAttributes(call, set, (value) => {
    const problem = overBudget(call, value.names().length);
    if (problem) return problem;
    return list(
      entriesOf(value).map(([name, attribute]) =>
        laterCall(call, fn, nameThunk(name, attribute), attribute.value),
      ),
      value.open,
    );
  });
}

function attrsToList(call: BuiltinCall, set: Thunk): Value {
  return withAttributes(call, set, (value) =>
    list(
      entriesOf(value).map(([name, attribute]) =>
        Thunk.of(
          record({ name: nameThunk(name, attribute), value: attribute.value }),
          attribute.value.site,
        ),
      ),
      value.open,
    ),
  );
}

/** An attribute of which nobody knows whether it stays is left out, and the set is open. */
function filterAttrs(call: BuiltinCall, predicate: Thunk, set: Thunk): Value {
  return withAttributes(call, set, (value) => {
    const kept = new Map<string, Attribute>();
    let open = value.open;
    for (const [name, attribute] of entriesOf(value)) {
      const keep =
        overBudget(call, 1) ?? holds(call, predicate, nameThunk(name, attribute), attribute.value);
      if (keep === true) kept.set(name, attribute);
      else if (keep !== false && keep.kind === 'unknown') open ??= keep;
      else if (keep !== false) return keep;
    }
    return attributes(kept, open);
  });
}

/** Joins sets by `//`, the later over the earlier. */
function mergeAll(call: BuiltinCall, sets: Thunk): Value {
  return withList(call, sets, (value) => {
    let merged: Value = attributes(new Map(), value.open);
    if (value.open) return value.open;
    for (const item of value.items) merged = update(merged, item.force(), item.site);
    return merged;
  });
}

function foldlAttrs(call: BuiltinCall, fn: Thunk, initial: Thunk, set: Thunk): Value {
  return withAttributes(call, set, (value) => {
    if (value.open) return value.open;
    let result = initial;
    for (const [name, attribute] of entriesOf(value)) {
      const problem = overBudget(call, 1);
      if (problem) return problem;
      const next = callWith(call, fn, result, nameThunk(name, attribute), attribute.value);
      if (next.kind === 'failure') return next;
      result = Thunk.of(next, attribute.value.site);
    }
    return result.force();
  });
}

function attrByPath(call: BuiltinCall, path: Thunk, otherwise: Thunk, set: Thunk): Value {
  return withPath(
    call,
    path,
    (names) => selectPath(set.force(), names, set.site) ?? otherwise.force(),
  );
}

function getAttrFromPath(call: BuiltinCall, path: Thunk, set: Thunk): Value {
  return withPath(
    call,
    path,
    (names) =>
      selectPath(set.force(), names, set.site) ?? {
        kind: 'failure',
        message: `cannot find attribute \`${names.join('.')}\``,
        at: set.site,
        catchable: true,
      },
  );
}

function setAttrByPath(call: BuiltinCall, path: Thunk, value: Thunk): Value {
  return withPath(call, path, (names) =>
    names
      .reduceRight<Thunk>((inner, name) => Thunk.of(record({ [name]: inner }), value.site), value)
      .force(),
  );
}

function attrVals(call: BuiltinCall, names: Thunk, set: Thunk): Value {
  return withList(call, names, (value) =>
    list(
      value.items.map((item) => new Thunk(item.site, () => attributeNamed(call, item, set))),
      value.open,
    ),
  );
}

function attributeNamed(call: BuiltinCall, name: Thunk, set: Thunk): Value {
  return withString(
    call,
    name,
    (text) =>
      selectPath(set.force(), [text], name.site) ??
      failure(`attribute \`${text}\` is missing`, name.site),
  );
}

function getAttrs(call: BuiltinCall, names: Thunk, set: Thunk): Value {
  return genAttrs(
    call,
    names,
    Thunk.of({
      kind: 'lambda',
      formals: undefined,
      apply: (name) => attributeNamed(call, name, set),
    }),
  );
}

interface Descent {
  readonly call: BuiltinCall;
  readonly fn: Thunk;
  readonly descend: (value: Value) => Value;
}

function mapRecursiveIf(call: BuiltinCall, condition: Thunk, fn: Thunk, set: Thunk): Value {
  const descend = (value: Value): Value => {
    const set = isSet(value);
    if (set.kind !== 'bool' || !set.value) return set;
    return callWith(call, condition, Thunk.of(value));
  };
  return mapRecursive({ call, fn, descend }, [], set);
}

function mapRecursive(descent: Descent, path: readonly Thunk[], set: Thunk): Value {
  const { call, fn } = descent;
  return withAttributes(call, set, (value) =>
    mapped(value, (name, attribute) => {
      const here = [...path, nameThunk(name, attribute)];
      return new Thunk(attribute.value.site, () => {
        const deeper = descent.descend(attribute.value.force());
        if (deeper.kind === 'unknown') return deeper;
        if (deeper.kind === 'bool' && deeper.value)
          return mapRecursive(descent, here, attribute.value);
        return callWith(call, fn, Thunk.of(list(here)), attribute.value);
      });
    }),
  );
}

/** The values within sets for which a predicate holds. */
function collect(call: BuiltinCall, predicate: Thunk, value: Thunk): Value {
  const found: Thunk[] = [];
  const pending = [value];
  let open: Unknown | undefined;
  for (let next = pending.pop(); next; next = pending.pop()) {
    const wanted = overBudget(call, 1) ?? holds(call, predicate, next);
    if (wanted === true) found.push(next);
    else if (wanted !== false && wanted.kind === 'unknown') open ??= wanted;
    else if (wanted !== false) return wanted;
    else {
      const inner = next.force();
      if (inner.kind !== 'attrs') continue;
      open ??= inner.open;
      for (const [, attribute] of entriesOf(inner).toReversed()) pending.push(attribute.value);
    }
  }
  return list(found, open);
}

const collectedValues: Thunk = Thunk.of({
  kind: 'lambda',
  formals: undefined,
  apply: () => ({ kind: 'lambda', formals: undefined, apply: (values) => values.force() }),
});

function zipAttrs(call: BuiltinCall, sets: Thunk): Value {
  return zipAttrsWith(call, collectedValues, sets);
}

function zipWithNames(call: BuiltinCall, names: Thunk, fn: Thunk, sets: Thunk): Value {
  return withPath(call, names, (wanted) => {
    const all = zipAttrsWith(call, fn, sets);
    return all.kind === 'attrs' ? without(all, (name) => !wanted.includes(name)) : all;
  });
}

function marked(call: BuiltinCall, set: Thunk, recurse: boolean): Value {
  return withAttributes(call, set, (value) =>
    update(value, record({ recurseForDerivations: { kind: 'bool', value: recurse } }), set.site),
  );
}

function overrideExisting(call: BuiltinCall, old: Thunk, changed: Thunk): Value {
  return withAttributes(call, old, (before) =>
    withAttributes(call, changed, (after) =>
      mapped(
        before,
        (name, attribute) => new Thunk(attribute.value.site, () => newer(after, name, attribute)),
      ),
    ),
  );
}

function newer(after: Attributes, name: string, before: Attribute): Value {
  return after.get(name)?.value.force() ?? after.open ?? before.value.force();
}
