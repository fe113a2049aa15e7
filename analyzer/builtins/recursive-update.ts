import {
  type Attribute,
  type Attributes,
  attributes,
  failure,
  isStuck,
  Thunk,
  type Unknown,
  type Value,
} from '../evaluate/value.ts';
import { entriesOf, nameThunk } from './attribute-views.ts';
import { type BuiltinCall, type Definitions, holds, overBudget } from './function.ts';
import { longerPath, type NamePath, pathList } from './name-path.ts';

/** `//` that goes into sets which both sides have. */
export const recursiveUpdateFunctions: Definitions = {
  recursiveUpdate: [
    2,
    (call, left, right) => updated({ call, stop: undefined }, undefined, [left, right]),
  ],
  recursiveUpdateUntil: [
    3,
    (call, stop, left, right) => updated({ call, stop }, undefined, [left, right]),
  ],
};

interface Descent {
  readonly call: BuiltinCall;
  /** Given the path and both values: whether the right one simply wins. */
  readonly stop: Thunk | undefined;
}

function updated(
  descent: Descent,
  path: NamePath | undefined,
  sides: readonly [Thunk, Thunk],
): Value {
  const [left, right] = [sides[0].force(), sides[1].force()];
  if (left.kind === 'unknown' && !descent.stop)
    return updated(descent, path, [Thunk.of(attributes(new Map(), left)), sides[1]]);
  if (left.kind !== 'attrs') return isStuck(left) ? left : needsSets(descent, sides[0]);
  if (right.kind !== 'attrs') return isStuck(right) ? right : needsSets(descent, sides[1]);
  const entries = new Map<string, Attribute>(right.open ? [] : entriesOf(left));
  if (right.open)
    for (const [name, attribute] of entriesOf(left))
      entries.set(name, { ...attribute, value: Thunk.of(right.open, attribute.value.site) });
  for (const [name, attribute] of entriesOf(right))
    entries.set(name, both(descent, { path, name, left }, attribute));
  const problem = overBudget(descent.call, entries.size);
  return problem ?? attributes(entries, left.open ?? right.open);
}

function needsSets(descent: Descent, side: Thunk): Value {
  return failure(`\`${descent.call.name}\` needs attribute sets`, side.site);
}

interface Place {
  readonly path: NamePath | undefined;
  readonly name: string;
  readonly left: Attributes;
}

function both(descent: Descent, { path, name, left }: Place, right: Attribute): Attribute {
  const before = left.get(name);
  if (!before && !left.open) return right;
  const value = new Thunk(right.value.site, () => {
    const here = longerPath(path, nameThunk(name, right));
    const after = right.value.force();
    if (!before) return overUnknown(descent, here, [left.open, right.value]);
    const wins = rightWins(descent, here, [before.value, right.value]);
    if (wins === true) return after;
    if (wins === false) return updated(descent, here, [before.value, right.value]);
    return wins.kind === 'unknown' && after.kind === 'attrs'
      ? overUnknown(descent, here, [wins, right.value])
      : wins;
  });
  return { value, at: right.at };
}

/** What is certain of the right side when nobody knows the left one: its values, but not that there are no others. */
function overUnknown(
  descent: Descent,
  path: NamePath,
  [left, right]: readonly [Unknown | undefined, Thunk],
): Value {
  const after = right.force();
  if (after.kind !== 'attrs' || !left || descent.stop) return left && descent.stop ? left : after;
  return updated(descent, path, [Thunk.of(attributes(new Map(), left)), right]);
}

function rightWins(
  { call, stop }: Descent,
  path: NamePath,
  [left, right]: readonly [Thunk, Thunk],
): boolean | Value {
  if (stop) {
    return holds(call, stop, Thunk.of(pathList(call, path)), left, right);
  }
  const after = right.force();
  if (isStuck(after)) return after;
  if (after.kind !== 'attrs') return true;
  const before = left.force();
  return isStuck(before) ? before : before.kind !== 'attrs';
}
