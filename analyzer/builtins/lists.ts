import { equalThunks } from '../evaluate/comparison.ts';
import {
  type Attribute,
  attributes,
  bool,
  failure,
  falseValue,
  int,
  isStuck,
  list,
  record,
  Thunk,
  trueValue,
  type Unknown,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import {
  type BuiltinCall,
  callWith,
  type Definitions,
  holds,
  laterCall,
  notFunction,
  overBudget,
  withInteger,
  withItems,
  withList,
} from './function.ts';

/**
 * The builtins on lists. An open list may hold more items in unknown places:
 * what depends on those is unknown, what does not stays known.
 */
export const listFunctions: Definitions = {
  map: [2, map],
  filter: [2, filter],
  elem: [2, elem],
  elemAt: [2, elemAt],
  head: [1, head],
  tail: [1, tail],
  length: [
    1,
    (call, items) => withList(call, items, (value) => value.open ?? int(value.items.length)),
  ],
  concatLists: [1, concatLists],
  concatMap: [
    2,
    (call, fn, items) => concatLists(call, Thunk.of(map(call, fn, items), items.site)),
  ],
  "foldl'": [3, foldLeft],
  any: [2, (call, predicate, items) => quantify(call, [predicate, items], true)],
  all: [2, (call, predicate, items) => quantify(call, [predicate, items], false)],
  genList: [2, genList],
  partition: [2, partition],
  groupBy: [2, groupBy],
};

export function map(call: BuiltinCall, fn: Thunk, items: Thunk): Value {
  return withList(
    call,
    items,
    (value) =>
      (value.items.length > 0 ? notFunction(call, fn) : undefined) ??
      list(
        value.items.map((item) => laterCall(call, fn, item)),
        value.open,
      ),
  );
}

/** An item of which nobody knows whether it stays is left out, and the list is open. */
export function filter(call: BuiltinCall, predicate: Thunk, items: Thunk): Value {
  const sides = partitioned(call, predicate, items);
  return sides.kind === 'sides' ? list(sides.right, sides.open) : sides;
}

export function elem(call: BuiltinCall, wanted: Thunk, items: Thunk): Value {
  return withList(call, items, (value) => {
    let undecided: Value | undefined = value.open;
    for (const item of value.items) {
      const same = equalThunks(wanted, item, call.session);
      if (same.kind === 'bool' && same.value) return trueValue;
      if (same.kind === 'failure') return same;
      if (same.kind !== 'bool') undecided ??= same;
    }
    return undecided ?? falseValue;
  });
}

function elemAt(call: BuiltinCall, items: Thunk, index: Thunk): Value {
  return withItems(call, items, (known) =>
    withInteger(
      call,
      index,
      (number) =>
        known[Number(number)]?.force() ?? failure(`the list has no item ${number}`, index.site),
    ),
  );
}

function head(call: BuiltinCall, items: Thunk): Value {
  return withItems(
    call,
    items,
    ([first]) => first?.force() ?? failure('an empty list has no head', items.site),
  );
}

function tail(call: BuiltinCall, items: Thunk): Value {
  return withItems(call, items, (known) =>
    known.length > 0 ? list(known.slice(1)) : failure('an empty list has no tail', items.site),
  );
}

/** Items that are no known lists may hold more items. */
export function concatLists(call: BuiltinCall, lists: Thunk): Value {
  return withList(call, lists, (value) => {
    const all: Thunk[] = [];
    let open = value.open;
    for (const part of value.items) {
      const inner = withList(call, part, (known) => known);
      if (inner.kind === 'unknown') open ??= inner;
      else if (inner.kind !== 'list') return inner;
      else {
        for (const item of inner.items) all.push(item);
        open ??= inner.open;
      }
    }
    return list(all, open);
  });
}

/** Folds from the left, and works out each intermediate value before the next. */
export function foldLeft(call: BuiltinCall, operator: Thunk, initial: Thunk, items: Thunk): Value {
  return folded(call, { operator, initial, items }, (value) => value.kind === 'failure');
}

/** `lib.foldl`, where a failure in between counts only when it is looked at. */
export function foldLazily(
  call: BuiltinCall,
  operator: Thunk,
  initial: Thunk,
  items: Thunk,
): Value {
  return folded(call, { operator, initial, items }, () => false);
}

interface Fold {
  readonly operator: Thunk;
  readonly initial: Thunk;
  readonly items: Thunk;
}

function folded(call: BuiltinCall, fold: Fold, isEnd: (value: Value) => boolean): Value {
  return withItems(call, fold.items, (known) => {
    let result = fold.initial;
    for (const item of known) {
      const value = callWith(call, fold.operator, result, item);
      if (isEnd(value)) return value;
      result = Thunk.of(value, item.site);
    }
    return result.force();
  });
}

/** `any` when one true is enough, `all` when one false is. */
function quantify(
  call: BuiltinCall,
  [predicate, items]: readonly [Thunk, Thunk],
  decisive: boolean,
): Value {
  return withList(call, items, (value) => {
    let undecided: Value | undefined = value.open;
    for (const item of value.items) {
      const found = holds(call, predicate, item);
      if (found === decisive) return bool(decisive);
      if (typeof found === 'boolean') continue;
      if (found.kind === 'failure') return undecided ?? found;
      undecided ??= found;
    }
    return undecided ?? bool(!decisive);
  });
}

export function genList(call: BuiltinCall, fn: Thunk, length: Thunk): Value {
  return withInteger(call, length, (count) => {
    if (count < 0n) return failure('the length of a list is negative', length.site);
    const problem = overBudget(call, count);
    if (problem) return problem;
    const at = (index: number): Thunk =>
      new Thunk(length.site, () => callWith(call, fn, Thunk.of(int(index), length.site)));
    return list(Array.from({ length: Number(count) }, (_, index) => at(index)));
  });
}

function partition(call: BuiltinCall, predicate: Thunk, items: Thunk): Value {
  const sides = partitioned(call, predicate, items);
  if (sides.kind !== 'sides') return sides;
  return record({ right: list(sides.right, sides.open), wrong: list(sides.wrong, sides.open) });
}

interface Sides {
  readonly kind: 'sides';
  readonly right: readonly Thunk[];
  readonly wrong: readonly Thunk[];
  /** Set when there may be more items on either side. */
  readonly open: Unknown | undefined;
}

/** The items for which a predicate holds, and those for which it does not. */
export function partitioned(call: BuiltinCall, predicate: Thunk, items: Thunk): Sides | Value {
  const all = withList(call, items, (value) => value);
  if (all.kind !== 'list') return all;
  const [right, wrong]: [Thunk[], Thunk[]] = [[], []];
  let open = all.open;
  for (const item of all.items) {
    const side = holds(call, predicate, item);
    if (typeof side === 'boolean') (side ? right : wrong).push(item);
    else if (side.kind === 'unknown') open ??= side;
    else return side;
  }
  return { kind: 'sides', right, wrong, open };
}

function groupBy(call: BuiltinCall, keyOf: Thunk, items: Thunk): Value {
  return withList(call, items, (value) => {
    const groups = new Map<string, Thunk[]>();
    let open = value.open;
    for (const item of value.items) {
      const key = groupKey(callWith(call, keyOf, item));
      if (typeof key !== 'string') {
        if (key.kind === 'failure') return key;
        open ??= key;
        continue;
      }
      const group = groups.get(key) ?? [];
      group.push(item);
      groups.set(key, group);
    }
    return grouped(groups, open);
  });
}

function groupKey(key: Value): string | Unknown | Extract<Value, { kind: 'failure' }> {
  if (key.kind === 'string') return key.value;
  if (isStuck(key)) return key;
  if (key.kind !== 'template') return failure('the key of a group must be a string');
  const hole = key.parts.find((part) => typeof part !== 'string');
  return hole ?? unknown({ kind: 'unsupported', construct: 'groupBy' });
}

function grouped(groups: ReadonlyMap<string, readonly Thunk[]>, open: Unknown | undefined): Value {
  const entries = new Map<string, Attribute>();
  for (const [name, items] of groups)
    entries.set(name, {
      value: Thunk.of(list(items, open), items[0]?.site),
      at: items[0]?.site,
    });
  return attributes(entries, open);
}
