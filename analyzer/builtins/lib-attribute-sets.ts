import { furtherNames, possibleNames } from '../evaluate/conditional-sets.ts';
import { update } from '../evaluate/operators.ts';
import {
  type Attribute,
  type Attributes,
  attributes,
  failure,
  isStuck,
  list,
  record,
  setWith,
  string,
  Thunk,
  underCondition,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import { listToAttrs } from './attribute-sets.ts';
import { entriesOf, mapped, nameThunk } from './attribute-views.ts';
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
  recurseIntoAttrs: [1, (call, set) => marked(call, set, true)],
  dontRecurseIntoAttrs: [1, (call, set) => marked(call, set, false)],
  mergeAttrs: [2, (_call, left, right) => update(left.force(), right.force(), left.site)],
  overrideExisting: [2, overrideExisting],
  cartesianProduct: [1, cartesianProduct],
  mapCartesianProduct: [
    2,
    (call, fn, set) => mappedItems(call, fn, Thunk.of(cartesianProduct(call, set))),
  ],
};

/** A set under a condition. When nobody knows the condition, there may be any of its names. */
function optionalAttrs(call: BuiltinCall, condition: Thunk, set: Thunk): Value {
  const truth = condition.force();
  if (truth.kind === 'bool') return truth.value ? set.force() : attributes(new Map());
  if (truth.kind === 'unknown') {
    const open = unknown(underCondition(truth.reason), truth.at);
    return {
      kind: 'attrs',
      names: () => [],
      get: () => undefined,
      open,
      perhaps: () => [{ conditions: [condition], set }],
      perhapsNames: () => possibleNames(set.force()),
    };
  }
  return isStuck(truth) ? truth : failure(`\`${call.name}\` needs a Boolean`, condition.site);
}

/** Attributes whose values follow from their names, so that unknown names hide no others. */
export function genAttrs(call: BuiltinCall, names: Thunk, fn: Thunk): Value {
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
export function filterAttrs(call: BuiltinCall, predicate: Thunk, set: Thunk): Value {
  return withAttributes(call, set, (value) => {
    const kept = new Map<string, Attribute>();
    const doubtful: string[] = [];
    let open = value.open;
    for (const [name, attribute] of entriesOf(value)) {
      const keep =
        overBudget(call, 1) ?? holds(call, predicate, nameThunk(name, attribute), attribute.value);
      if (keep === true) kept.set(name, attribute);
      else if (keep !== false && keep.kind === 'unknown') {
        open ??= keep;
        doubtful.push(name);
      } else if (keep !== false) return keep;
    }
    const all = attributes(kept, open);
    if (!open) return all;
    return setWith(all, {
      perhapsNames: () => {
        const others = furtherNames(value);
        return others && [...doubtful, ...others];
      },
    });
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

/** Every choice of one item from each list; the last name changes fastest. */
function cartesianProduct(call: BuiltinCall, set: Thunk): Value {
  return withAttributes(call, set, (value) => {
    let choices: readonly (readonly (readonly [string, Thunk])[])[] = [[]];
    for (const [name, attribute] of entriesOf(value)) {
      const items = withItems(call, attribute.value, list);
      if (items.kind !== 'list') return items;
      const problem = overBudget(call, choices.length * items.items.length);
      if (problem) return problem;
      choices = choices.flatMap((choice) =>
        items.items.map((item): (readonly [string, Thunk])[] => [...choice, [name, item]]),
      );
    }
    return (
      value.open ?? list(choices.map((choice) => Thunk.of(record(Object.fromEntries(choice)))))
    );
  });
}
