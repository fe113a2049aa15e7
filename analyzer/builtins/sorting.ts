import { equal, equalThunks, lessThan } from '../evaluate/comparison.ts';
import { nested } from '../evaluate/session.ts';
import {
  bool,
  failure,
  isStuck,
  list,
  Thunk,
  type Unknown,
  unknown,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import {
  type BuiltinCall,
  callWith,
  type Definitions,
  holds,
  notFunction,
  overBudget,
  withAttributes,
  withItems,
  withList,
} from './function.ts';

export const sortingFunctions: Definitions = {
  sort: [2, sort],
  genericClosure: [1, genericClosure],
};

/** What `lib.lists` adds. */
export const libSortingFunctions: Definitions = {
  sortOn: [2, sortOn],
};

type Order = (a: Thunk, b: Thunk) => Value;

function sort(call: BuiltinCall, less: Thunk, items: Thunk): Value {
  return withList(call, items, (value) => {
    const problem = value.items.length > 0 ? notFunction(call, less) : undefined;
    if (problem) return problem;
    return sorted(call, value, (a, b) => {
      const answer = holds(call, less, a, b);
      return typeof answer === 'boolean' ? { kind: 'bool', value: answer } : answer;
    });
  });
}

function sortOn(call: BuiltinCall, keyOf: Thunk, items: Thunk): Value {
  return withList(call, items, (value) => {
    const keys = new Map(
      value.items.map((item) => [item, new Thunk(item.site, () => callWith(call, keyOf, item))]),
    );
    const key = (item: Thunk): Value => keys.get(item)?.force() ?? unknown({ kind: 'cycle' });
    return sorted(call, value, (a, b) =>
      lessThan(key(a), key(b), { session: call.session, at: a.site }),
    );
  });
}

/** Stable. When two items cannot be compared, or each comes before the other, the items are known and their order is not. */
function sorted(call: BuiltinCall, value: Extract<Value, { kind: 'list' }>, isLess: Order): Value {
  let problem: Unknown | Extract<Value, { kind: 'failure' }> | undefined;
  const isBefore = (a: Thunk, b: Thunk): boolean => {
    if (problem?.kind === 'failure') return false;
    const answer = overBudget(call, 1) ?? isLess(a, b);
    if (answer.kind === 'bool') return answer.value;
    if (isStuck(answer)) problem = answer.kind === 'failure' ? answer : (problem ?? answer);
    return false;
  };
  const items = value.items.toSorted((a, b) => {
    const [before, after] = [isBefore(a, b), isBefore(b, a)];
    if (before && after && !isSame(call, a, b))
      problem ??= unsupported('sort by a contradictory order');
    return Number(after) - Number(before);
  });
  if (problem?.kind === 'failure') return value.open ?? problem;
  return list(items, value.open ?? problem);
}

/** Everything reachable from the start; as soon as one key is unknown, all of it. */
function genericClosure(call: BuiltinCall, argument: Thunk): Value {
  return withAttributes(call, argument, (input) => {
    const start = input.get('startSet')?.value;
    const operator = input.get('operator')?.value;
    if (!start || !operator)
      return (
        input.open ?? failure('`genericClosure` needs `startSet` and `operator`', argument.site)
      );
    return withItems(call, start, (items) =>
      nested(call.session, () => closure(call, items, operator)),
    );
  });
}

function closure(call: BuiltinCall, start: readonly Thunk[], operator: Thunk): Value {
  const pending = [...start];
  const found: Thunk[] = [];
  const keys: Keys = { plain: new Set(), all: [] };
  for (const item of pending) {
    const key = keyOf(item);
    const known = overBudget(call, 1) ?? isAmong(call, key, keys);
    if (known.kind !== 'bool') return known;
    if (known.value) continue;
    if (key.kind === 'string' || key.kind === 'int') keys.plain.add(key.value);
    keys.all.push(key);
    found.push(item);
    const next = withItems(call, Thunk.of(callWith(call, operator, item)), list);
    if (next.kind !== 'list') return next;
    for (const more of next.items) pending.push(more);
  }
  return list(found);
}

function keyOf(item: Thunk): Value {
  const value = item.force();
  if (value.kind !== 'attrs')
    return isStuck(value) ? value : failure('an item of a closure must be a set', item.site);
  return value.get('key')?.value.force() ?? value.open ?? failure('the attribute `key` is missing');
}

interface Keys {
  /** Strings and integers, which are found without comparing. */
  readonly plain: Set<string | bigint>;
  readonly all: Value[];
}

/** Keys are compared by their order, so that they must be of one comparable type. */
function isAmong(call: BuiltinCall, key: Value, { plain, all }: Keys): Value {
  const [first = key] = all;
  const isPlain = key.kind === 'string' || key.kind === 'int';
  if (isPlain && first.kind === key.kind && plain.size === all.length)
    return bool(plain.has(key.value));
  const problem = overBudget(call, all.length);
  if (problem) return problem;
  for (const other of all.length > 0 ? all : [key]) {
    const less = lessThan(key, other, { session: call.session, at: undefined });
    const same = less.kind === 'bool' ? equal(key, other, call.session) : less;
    if (same.kind !== 'bool') return same;
    if (same.value && all.length > 0) return same;
  }
  return bool(false);
}

function isSame(call: BuiltinCall, a: Thunk, b: Thunk): boolean {
  const same = equalThunks(a, b, call.session);
  return same.kind === 'bool' && same.value;
}
