import {
  failure,
  int,
  isStuck,
  list,
  record,
  Thunk,
  type Unknown,
  underCondition,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import { entriesOf } from './attribute-views.ts';
import {
  type BuiltinCall,
  callWith,
  type Definitions,
  holds,
  laterCall,
  overBudget,
  withAttributes,
  withInteger,
  withItems,
  withList,
} from './function.ts';
import { concatLists, filter, foldLazily, foldLeft, genList, map } from './lists.ts';

/** What `lib.lists` adds to the builtins. */
export const libListFunctions: Definitions = {
  singleton: [1, (_call, item) => list([item])],
  optional: [2, (call, condition, item) => listIf(call, condition, () => list([item]))],
  optionals: [2, (call, condition, items) => listIf(call, condition, () => items.force())],
  forEach: [2, (call, items, fn) => map(call, fn, items)],
  foldl: [3, foldLazily],
  "foldl'": [3, foldStrictly],
  foldr: [3, foldRight],
  fold: [3, foldRight],
  imap0: [2, (call, fn, items) => indexed(call, [fn, items], 0)],
  imap: [2, (call, fn, items) => indexed(call, [fn, items], 1)],
  imap1: [2, (call, fn, items) => indexed(call, [fn, items], 1)],
  ifilter0: [2, indexFilter],
  flatten: [1, flatten],
  findFirst: [3, findFirst],
  findFirstIndex: [3, findFirstIndex],
  count: [2, count],
  toList: [1, toList],
  range: [2, range],
  replicate: [2, replicate],
  zipLists: [2, (call, first, second) => zipped(call, [first, second], pair)],
  zipListsWith: [
    3,
    (call, fn, first, second) =>
      zipped(call, [first, second], (a, b) => laterTwo(call, fn, [a, b])),
  ],
  reverseList: [
    1,
    (call, items) => withList(call, items, ({ items, open }) => list(items.toReversed(), open)),
  ],
  concatAttrValues: [1, concatAttrValues],
};

/** A list under a condition. When nobody knows the condition, the list may hold more items. */
function listIf(call: BuiltinCall, condition: Thunk, items: () => Value): Value {
  const truth = condition.force();
  if (truth.kind === 'bool') return truth.value ? items() : list([]);
  if (truth.kind === 'unknown') {
    const open = unknown(underCondition(truth.reason), truth.at);
    return { ...list([], open), perhaps: [items] };
  }
  return isStuck(truth) ? truth : failure(`\`${call.name}\` needs a Boolean`, condition.site);
}

/** Unlike the builtin, this works out the initial value as well. */
function foldStrictly(call: BuiltinCall, operator: Thunk, initial: Thunk, items: Thunk): Value {
  const first = initial.force();
  return first.kind === 'failure' ? first : foldLeft(call, operator, initial, items);
}

/** Folds from the right. The rest is a thunk, so that the operator may stop early. */
export function foldRight(call: BuiltinCall, operator: Thunk, initial: Thunk, items: Thunk): Value {
  return withItems(call, items, (known) => {
    const rest = known.reduceRight<Thunk>(
      (after, item) => new Thunk(item.site, () => callWith(call, operator, item, after)),
      initial,
    );
    return rest.force();
  });
}

function indexed(call: BuiltinCall, [fn, items]: readonly [Thunk, Thunk], first: number): Value {
  return withList(call, items, ({ items, open }) =>
    list(
      items.map((item, index) => {
        const number = open ? Thunk.of(open, item.site) : Thunk.of(int(index + first), item.site);
        return laterCall(call, fn, number, item);
      }),
      open,
    ),
  );
}

function indexFilter(call: BuiltinCall, predicate: Thunk, items: Thunk): Value {
  return withItems(call, items, (known) => {
    const kept: Thunk[] = [];
    let open: Unknown | undefined;
    for (const [index, item] of known.entries()) {
      const keep = holds(call, predicate, Thunk.of(int(index)), item);
      if (keep === true) kept.push(item);
      else if (keep !== false && keep.kind === 'unknown') open ??= keep;
      else if (keep !== false) return keep;
    }
    return list(kept, open);
  });
}

/** The items of lists within lists. An unknown item may be a list, unless it is a module of an input. */
function flatten(call: BuiltinCall, value: Thunk): Value {
  const found: Thunk[] = [];
  const pending = [value];
  let open: Unknown | undefined;
  for (let next = pending.pop(); next; next = pending.pop()) {
    const item = next.force();
    if (item.kind === 'failure') return item;
    if (item.kind === 'unknown' && !isModule(item)) open ??= item;
    else if (item.kind !== 'list') found.push(next);
    else {
      const problem = overBudget(call, item.items.length);
      if (problem) return problem;
      open ??= item.open;
      for (const inner of item.items.toReversed()) pending.push(inner);
    }
  }
  return list(found, open);
}

/** What flakes export below these names are modules, and a module is no list. */
function isModule({ reason }: Unknown): boolean {
  if (reason.kind !== 'input' || reason.path.length < 2) return false;
  return /^(nixos|darwin|home|homeManager|flake)?Modules$/i.test(reason.path[0] ?? '');
}

function findFirst(call: BuiltinCall, predicate: Thunk, otherwise: Thunk, items: Thunk): Value {
  return searched(call, [predicate, items], (_index, item) => item?.force() ?? otherwise.force());
}

function findFirstIndex(
  call: BuiltinCall,
  predicate: Thunk,
  otherwise: Thunk,
  items: Thunk,
): Value {
  return searched(call, [predicate, items], (index, item) =>
    item ? int(index) : otherwise.force(),
  );
}

function searched(
  call: BuiltinCall,
  [predicate, items]: readonly [Thunk, Thunk],
  answer: (index: number, item: Thunk | undefined) => Value,
): Value {
  return withItems(call, items, (known) => {
    for (const [index, item] of known.entries()) {
      const found = holds(call, predicate, item);
      if (found === true) return answer(index, item);
      if (found !== false) return found;
    }
    return answer(known.length, undefined);
  });
}

function count(call: BuiltinCall, predicate: Thunk, items: Thunk): Value {
  const found = filter(call, predicate, items);
  return found.kind === 'list' ? (found.open ?? int(found.items.length)) : found;
}

function toList(_call: BuiltinCall, thunk: Thunk): Value {
  const value = thunk.force();
  if (value.kind === 'list') return value;
  return isStuck(value) ? value : list([thunk]);
}

function range(call: BuiltinCall, first: Thunk, last: Thunk): Value {
  return withInteger(call, first, (from) =>
    withInteger(call, last, (to) => {
      const problem = to < from ? undefined : overBudget(call, to - from + 1n);
      if (problem) return problem;
      const length = to < from ? 0 : Number(to - from) + 1;
      return list(
        Array.from({ length }, (_, index) => Thunk.of(int(from + BigInt(index)), first.site)),
      );
    }),
  );
}

function replicate(call: BuiltinCall, number: Thunk, item: Thunk): Value {
  return genList(
    call,
    Thunk.of({ kind: 'lambda', formals: undefined, apply: () => item.force() }),
    number,
  );
}

function pair(a: Thunk, b: Thunk): Thunk {
  return Thunk.of(record({ fst: a, snd: b }), a.site);
}

function laterTwo(call: BuiltinCall, fn: Thunk, [a, b]: readonly [Thunk, Thunk]): Thunk {
  return new Thunk(a.site, () => callWith(call, fn, a, b));
}

function zipped(
  call: BuiltinCall,
  [first, second]: readonly [Thunk, Thunk],
  join: (a: Thunk, b: Thunk) => Thunk,
): Value {
  return withItems(call, first, (left) =>
    withItems(call, second, (right) =>
      list(left.slice(0, right.length).map((item, index) => join(item, right[index] ?? item))),
    ),
  );
}

function concatAttrValues(call: BuiltinCall, set: Thunk): Value {
  return withAttributes(call, set, (value) =>
    concatLists(
      call,
      Thunk.of(
        list(
          entriesOf(value).map(([, { value }]) => value),
          value.open,
        ),
      ),
    ),
  );
}
