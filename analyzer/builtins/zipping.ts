import { doubtAt, possibleNames } from '../evaluate/conditional-sets.ts';
import {
  type Attribute,
  type Attributes,
  attributes,
  list,
  setWith,
  string,
  Thunk,
  type Unknown,
  type Value,
} from '../evaluate/value.ts';
import { withPath } from './attribute-paths.ts';
import { entriesOf, without } from './attribute-views.ts';
import {
  type BuiltinCall,
  builtin,
  type Definitions,
  laterCall,
  overBudget,
  withAttributes,
  withList,
  withString,
} from './function.ts';
import { foldRight } from './lib-lists.ts';

/** What gathers the values of one name from many sets. */
export const zippingFunctions: Definitions = {
  catAttrs: [2, catAttrs],
  zipAttrsWith: [2, zipAttrsWith],
};

/** What `lib.attrsets` adds. */
export const libZippingFunctions: Definitions = {
  zipAttrs: [1, zipAttrs],
  zipAttrsWithNames: [3, zipWithNames],
  foldAttrs: [3, foldAttrs],
};

interface Sets {
  readonly sets: readonly Attributes[];
  /** Set when there may be more sets. */
  readonly open: Unknown | undefined;
}

/** Why there may be more values under a name: more sets, or more attributes in those that do not have it. */
function moreUnder({ sets, open }: Sets, name: string): Unknown | undefined {
  if (open) return open;
  const others = sets.filter((set) => !set.listed && !set.get(name));
  return others.map((set) => doubtAt(set, name)).find((doubt) => doubt !== undefined);
}

/** The known sets of a list. */
function withSets(call: BuiltinCall, sets: Thunk, next: (sets: Sets) => Value): Value {
  return withList(call, sets, (value) => {
    const known: Attributes[] = [];
    let open = value.open;
    for (const item of value.items) {
      const set = item.force();
      if (set.kind === 'unknown') open ??= set;
      else if (set.kind !== 'attrs') return withAttributes(call, item, (given) => given);
      else known.push(set);
    }
    return next({ sets: known, open });
  });
}

function catAttrs(call: BuiltinCall, name: Thunk, sets: Thunk): Value {
  return withString(call, name, (text) =>
    withSets(call, sets, (given) =>
      list(
        given.sets.flatMap((set) => set.get(text)?.value ?? []),
        moreUnder(given, text),
      ),
    ),
  );
}

/** Every name of any set, with the list of the values that it has. */
function zipAttrsWith(call: BuiltinCall, fn: Thunk, sets: Thunk): Value {
  return withSets(call, sets, (given) => {
    const groups = new Map<string, Attribute[]>();
    for (const set of given.sets) {
      const problem = overBudget(call, set.names().length);
      if (problem) return problem;
      for (const [name, attribute] of entriesOf(set))
        groups.set(name, [...(groups.get(name) ?? []), attribute]);
    }
    const entries = new Map<string, Attribute>();
    for (const [name, group] of groups) {
      const [first] = group;
      const values = list(
        group.map(({ value }) => value),
        moreUnder(given, name),
      );
      const argument = Thunk.of(values, first?.value.site);
      const value = laterCall(call, fn, Thunk.of(string(name), first?.at), argument);
      entries.set(name, { value, at: first?.at });
    }
    return zipped(entries, given);
  });
}

function zipped(entries: ReadonlyMap<string, Attribute>, { sets, open }: Sets): Value {
  if (open) return attributes(entries, open);
  const opened = sets.filter((set) => set.open);
  if (opened.length === 0) return attributes(entries);
  return setWith(attributes(entries, opened[0]?.open), {
    ...(opened.every((set) => set.listed) ? { listed: true } : {}),
    perhapsNames: () => namesOfAny(opened),
  });
}

/** The names that some of the sets may have; `undefined` where nobody knows. */
function namesOfAny(sets: readonly Attributes[]): readonly string[] | undefined {
  const names = new Set<string>();
  for (const set of sets) {
    const possible = possibleNames(set);
    if (!possible) return undefined;
    for (const name of possible) names.add(name);
  }
  return [...names];
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

/** Folds, from the right, the values that each name has. */
function foldAttrs(call: BuiltinCall, operator: Thunk, initial: Thunk, sets: Thunk): Value {
  const fold = builtin(call.session, 'foldAttrs', 2, (_call, _name, values) =>
    foldRight(call, operator, initial, values),
  );
  return zipAttrsWith(call, Thunk.of(fold), sets);
}
