import { isStuck, list, Thunk, type Unknown, type Value } from '../evaluate/value.ts';
import { entriesOf, mapped, nameThunk } from './attribute-views.ts';
import {
  type BuiltinCall,
  callWith,
  type Definitions,
  holds,
  overBudget,
  withAttributes,
} from './function.ts';
import { filterAttrs } from './lib-attribute-sets.ts';
import { longerPath, type NamePath, pathList } from './name-path.ts';

/** What goes into sets within sets. */
export const attributeTreeFunctions: Definitions = {
  mapAttrsRecursive: [
    2,
    (call, fn, set) => mapRecursive({ call, fn, descend: isSet }, undefined, set),
  ],
  mapAttrsRecursiveCond: [3, mapRecursiveIf],
  collect: [2, collect],
  filterAttrsRecursive: [2, filterRecursive],
};

function isSet(value: Value): Value {
  if (isStuck(value)) return value;
  return { kind: 'bool', value: value.kind === 'attrs' };
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
  return mapRecursive({ call, fn, descend }, undefined, set);
}

function mapRecursive(descent: Descent, path: NamePath | undefined, set: Thunk): Value {
  const { call, fn } = descent;
  return withAttributes(call, set, (value) =>
    mapped(value, (name, attribute) => {
      const here = longerPath(path, nameThunk(name, attribute));
      return new Thunk(attribute.value.site, () => {
        const deeper = descent.descend(attribute.value.force());
        if (deeper.kind === 'unknown') return deeper;
        if (deeper.kind === 'bool' && deeper.value)
          return mapRecursive(descent, here, attribute.value);
        return callWith(call, fn, Thunk.of(pathList(call, here)), attribute.value);
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
    else if (wanted === false) open = pushValues(next, pending) ?? open;
    else if (wanted.kind === 'unknown') open ??= wanted;
    else return wanted;
  }
  return list(found, open);
}

/** Adds the values of a set so that the first is taken next; gives back why there may be more. */
function pushValues(thunk: Thunk, pending: Thunk[]): Unknown | undefined {
  const inner = thunk.force();
  if (inner.kind === 'unknown') return inner;
  if (inner.kind !== 'attrs') return undefined;
  for (const [, attribute] of entriesOf(inner).toReversed()) pending.push(attribute.value);
  return inner.open;
}

/** Filters each set before it goes into it. */
function filterRecursive(call: BuiltinCall, predicate: Thunk, set: Thunk): Value {
  const kept = filterAttrs(call, predicate, set);
  if (kept.kind !== 'attrs') return kept;
  return mapped(
    kept,
    (_name, { value }) =>
      new Thunk(value.site, () =>
        value.force().kind === 'attrs' ? filterRecursive(call, predicate, value) : value.force(),
      ),
  );
}
