import { equal } from '../evaluate/comparison.ts';
import { update } from '../evaluate/operators.ts';
import {
  compareStrings,
  layersOver,
  record,
  Thunk,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import type { Site } from '../site.ts';
import {
  type BuiltinCall,
  builtin,
  callWith,
  type Definitions,
  overBudget,
  withList,
} from './function.ts';

/** Sets that refer to themselves, and layers over them. */
export const fixedPointFunctions: Definitions = {
  fix: [1, fix],
  "fix'": [1, (call, fn) => update(fix(call, fn), record({ __unfix__: fn }))],
  converge: [2, converge],
  extends: [3, extended],
  composeExtensions: [2, (call, first, second) => layer(call, [first, second])],
  composeManyExtensions: [1, composeMany],
  makeExtensible: [1, makeExtensible],
  toExtension: [1, toExtension],
};

function fix(call: BuiltinCall, fn: Thunk): Value {
  const self: Thunk = new Thunk(fn.site, () => callWith(call, fn, self));
  return self.force();
}

function converge(call: BuiltinCall, fn: Thunk, start: Thunk): Value {
  let current = start.force();
  for (;;) {
    const next = overBudget(call, 1) ?? callWith(call, fn, Thunk.of(current));
    if (next.kind === 'failure' || next.kind === 'unknown') return next;
    const same = equal(current, next, call.session);
    if (same.kind !== 'bool') return same;
    if (same.value) return current;
    current = next;
  }
}

/** `extends overlay f final`: `f final` with what the overlay makes of it on top. */
function extended(call: BuiltinCall, overlay: Thunk, fn: Thunk, final: Thunk): Value {
  const previous = new Thunk(fn.site, () => callWith(call, fn, final));
  const added = callWith(call, overlay, final, previous);
  return overlaid(previous.force(), added, overlay.site);
}

/**
 * What an overlay gives, on top of what was before. A set that an input gives
 * and that is not known is taken to add names: one that changed what the
 * repository or nixpkgs calls by the same name would surprise its users.
 */
function overlaid(previous: Value, added: Value, at: Site | undefined): Value {
  const hidden = added.kind === 'attrs' ? added.open : added;
  if (hidden?.kind !== 'unknown' || hidden.reason.kind !== 'input' || previous.kind !== 'attrs')
    return update(previous, added, at);
  if (added.kind !== 'attrs') return update(added, previous, at);
  const layers = layersOver(previous, added);
  if (layers === undefined) return unknown({ kind: 'budget' }, at);
  return {
    kind: 'attrs',
    names: () => [...new Set([...previous.names(), ...added.names()])].sort(compareStrings),
    get: (name) => added.get(name) ?? previous.get(name),
    open: hidden,
    layers,
  };
}

/** The overlay that puts one overlay over another. */
function layer(call: BuiltinCall, [first, second]: readonly [Thunk, Thunk]): Value {
  return builtin(call.session, 'composeExtensions', 2, (_call, final, previous) => {
    const below = new Thunk(first.site, () => callWith(call, first, final, previous));
    const between = new Thunk(first.site, () =>
      overlaid(previous.force(), below.force(), first.site),
    );
    return overlaid(below.force(), callWith(call, second, final, between), second.site);
  });
}

function composeMany(call: BuiltinCall, overlays: Thunk): Value {
  return withList(call, overlays, (value) => {
    if (value.open) return value.open;
    const nothing = builtin(call.session, 'composeManyExtensions', 2, () => record({}));
    return value.items
      .reduceRight<Thunk>(
        (above, overlay) => Thunk.of(layer(call, [overlay, above])),
        Thunk.of(nothing),
      )
      .force();
  });
}

function makeExtensible(call: BuiltinCall, fn: Thunk): Value {
  const extend = builtin(call.session, 'extend', 1, (_call, overlay) => {
    const over = builtin(call.session, 'extends', 1, (_call, final) =>
      extended(call, overlay, fn, final),
    );
    return makeExtensible(call, Thunk.of(over, overlay.site));
  });
  const self: Thunk = new Thunk(fn.site, () =>
    update(callWith(call, fn, self), record({ extend })),
  );
  return self.force();
}

/** A set or a function of what was before, as an overlay. */
function toExtension(call: BuiltinCall, value: Thunk): Value {
  return builtin(call.session, 'toExtension', 2, (_call, final, previous) => {
    const given = value.force();
    if (given.kind !== 'lambda') return given;
    const once = callWith(call, value, previous);
    if (once.kind !== 'lambda') return once;
    return callWith(call, value, final, previous);
  });
}
