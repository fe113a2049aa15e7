import { equalThunks } from '../evaluate/comparison.ts';
import { bool, list, Thunk, type Unknown, type Value } from '../evaluate/value.ts';
import {
  type BuiltinCall,
  builtin,
  type Definitions,
  overBudget,
  withItems,
  withList,
} from './function.ts';
import { partitioned } from './lists.ts';

/** What compares the items of lists. */
export const membershipFunctions: Definitions = {
  remove: [2, (call, item, items) => withoutItems(call, items, Thunk.of(list([item])))],
  subtractLists: [2, (call, removed, items) => withoutItems(call, items, removed)],
  intersectLists: [2, intersectLists],
  mutuallyExclusive: [2, mutuallyExclusive],
  unique: [1, unique],
  allUnique: [1, allUnique],
};

interface Others {
  readonly items: readonly Thunk[];
  readonly open: Unknown | undefined;
}

/** Whether an item is in a list. */
function membership(call: BuiltinCall, item: Thunk, { items, open }: Others): Value {
  let undecided: Value | undefined = open;
  for (const other of items) {
    const same = equalThunks(item, other, call.session);
    if (same.kind === 'failure' || (same.kind === 'bool' && same.value)) return same;
    if (same.kind !== 'bool') undecided ??= same;
  }
  return undecided ?? bool(false);
}

function byMembership(
  call: BuiltinCall,
  [items, others]: readonly [Thunk, Thunk],
  wanted: boolean,
): Value {
  return withList(call, others, (other) => {
    const isInside = builtin(
      call.session,
      call.name,
      1,
      (_call, item) => overBudget(call, other.items.length) ?? membership(call, item, other),
    );
    const side = partitioned(call, Thunk.of(isInside), items);
    if (side.kind !== 'sides') return side;
    return list(wanted ? side.right : side.wrong, side.open);
  });
}

function withoutItems(call: BuiltinCall, items: Thunk, removed: Thunk): Value {
  return byMembership(call, [items, removed], false);
}

function intersectLists(call: BuiltinCall, wanted: Thunk, items: Thunk): Value {
  return byMembership(call, [items, wanted], true);
}

function mutuallyExclusive(call: BuiltinCall, a: Thunk, b: Thunk): Value {
  const both = intersectLists(call, a, b);
  if (both.kind !== 'list') return both;
  return both.items.length > 0 ? bool(false) : (both.open ?? bool(true));
}

/** The first of equal items stays. One that may equal an earlier one is left out, and the list is open. */
function unique(call: BuiltinCall, items: Thunk): Value {
  return withList(call, items, (value) => {
    const kept: Thunk[] = [];
    let open = value.open;
    for (const item of value.items) {
      const known =
        overBudget(call, kept.length) ?? membership(call, item, { items: kept, open: undefined });
      if (known.kind === 'failure') return known;
      if (known.kind === 'unknown') open ??= known;
      else if (known.kind === 'bool' && !known.value) kept.push(item);
    }
    return list(kept, open);
  });
}

function allUnique(call: BuiltinCall, items: Thunk): Value {
  return withItems(call, items, (known) => {
    const rest = unique(call, Thunk.of(list(known)));
    return rest.kind === 'list' ? (rest.open ?? bool(rest.items.length === known.length)) : rest;
  });
}
