import { equal } from '../evaluate/comparison.ts';
import { bool, failure, list, type Thunk, type Value } from '../evaluate/value.ts';
import { type BuiltinCall, type Definitions, withInteger, withItems } from './function.ts';

/** What takes a part of a list that holds no others. */
export const sliceFunctions: Definitions = {
  take: [2, (call, number, items) => sliced(call, [number, items], (n) => [0, n])],
  drop: [2, (call, number, items) => sliced(call, [number, items], (n) => [n, Infinity])],
  takeEnd: [
    2,
    (call, number, items) => sliced(call, [number, items], (n, length) => [length - n, length]),
  ],
  dropEnd: [
    2,
    (call, number, items) => sliced(call, [number, items], (n, length) => [0, length - n]),
  ],
  sublist: [3, sublist],
  last: [
    1,
    (call, items) => withItems(call, items, (known) => known.at(-1)?.force() ?? empty(call)),
  ],
  init: [
    1,
    (call, items) =>
      withItems(call, items, (known) =>
        known.length > 0 ? list(known.slice(0, -1)) : empty(call),
      ),
  ],
};

function empty(call: BuiltinCall): Value {
  return {
    kind: 'failure',
    message: `\`${call.name}\` needs items`,
    at: undefined,
    catchable: true,
  };
}

type Bounds = (number: number, length: number) => readonly [from: number, to: number];

function sliced(
  call: BuiltinCall,
  [number, items]: readonly [Thunk, Thunk],
  bounds: Bounds,
): Value {
  return withInteger(call, number, (count) =>
    withItems(call, items, (known) => {
      if (count < 0n && call.name === 'take') return failure('the length of a list is negative');
      const [from, to] = bounds(Math.max(0, Number(count)), known.length);
      return list(known.slice(Math.max(0, from), Math.max(0, to)));
    }),
  );
}

function sublist(call: BuiltinCall, start: Thunk, number: Thunk, items: Thunk): Value {
  return withInteger(call, start, (from) =>
    sliced(call, [number, items], (count) => [Number(from), Number(from) + count]),
  );
}

/** The functions of `lib.lists` that have namesakes for strings. */
export const listPrefixFunctions: Definitions = {
  hasPrefix: [2, (call, prefix, items) => startsWith(call, [prefix, items], bool)],
  removePrefix: [
    2,
    (call, prefix, items) =>
      startsWith(call, [prefix, items], (found, [start, all]) =>
        found
          ? list(all.slice(start.length))
          : { kind: 'failure', message: 'not a prefix', at: prefix.site, catchable: true },
      ),
  ],
};

function startsWith(
  call: BuiltinCall,
  [prefix, items]: readonly [Thunk, Thunk],
  next: (found: boolean, lists: readonly [readonly Thunk[], readonly Thunk[]]) => Value,
): Value {
  return withItems(call, prefix, (start) =>
    withItems(call, items, (all) => {
      const same = equal(list(start), list(all.slice(0, start.length)), call.session);
      return same.kind === 'bool' ? next(same.value, [start, all]) : same;
    }),
  );
}
