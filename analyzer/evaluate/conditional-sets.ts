import { type ExprId, exprOf, type Module } from '../syntax/module.ts';
import { lookedUp } from './attribute-set.ts';
import {
  type Attribute,
  type Attributes,
  type ConditionalSet,
  Thunk,
  type Unknown,
  unknown,
  type Value,
} from './value.ts';

/** Sets are made of sets that are made of sets; further down they may have any name. */
const mostFollowed = 100;
let followed = 0;

/** Asks a set about those that it is made of, unless there are too many inside one another. */
function following<Answer>(ask: () => Answer | undefined): Answer | undefined {
  if (followed >= mostFollowed) return undefined;
  followed++;
  try {
    return ask();
  } finally {
    followed--;
  }
}

/** The names that a set may have beside those that it certainly has; `undefined` where that may be any. */
export function furtherNames(set: Attributes): readonly string[] | undefined {
  return set.open ? following(() => set.perhapsNames?.()) : [];
}

/** The names that a set may have at most; `undefined` where nobody knows. */
export function possibleNames(set: Value): readonly string[] | undefined {
  if (set.kind !== 'attrs') return undefined;
  const others = furtherNames(set);
  return others && [...set.names(), ...others];
}

/** Why a set may have a name that it does not certainly have; `undefined` where it certainly does not. */
export function doubtAt(set: Attributes, name: string): Unknown | undefined {
  return set.open && furtherNames(set)?.includes(name) !== false ? set.open : undefined;
}

/** The sets that a set is made of, each under its conditions; `undefined` where it may hold more. */
export function parts(set: Attributes): readonly ConditionalSet[] | undefined {
  const { perhaps } = set;
  if (perhaps) return following(perhaps);
  return set.open ? undefined : [{ conditions: [], set: Thunk.of(set) }];
}

/** Whether the text is a set, or chooses between sets, so that finding that out evaluates nothing else. */
export function isWrittenSet(module: Module, id: ExprId): boolean {
  const expr = exprOf(module, id);
  if (expr.kind === 'let' || expr.kind === 'with') return isWrittenSet(module, expr.body);
  if (expr.kind !== 'if') return expr.kind === 'attrs';
  return isWrittenSet(module, expr.consequence) && isWrittenSet(module, expr.alternative);
}

/** One of two sets, where nobody knows which: what both have is there, and what one has may be there. */
export function eitherSet(
  doubt: Unknown,
  [one, other]: readonly [Thunk, Thunk],
): Attributes | undefined {
  const [first, second] = [one.force(), other.force()];
  if (first.kind !== 'attrs' || second.kind !== 'attrs') return undefined;
  const shared = first.names().filter((name) => second.get(name) !== undefined);
  const isWhole =
    !(first.open ?? second.open) && isLength(shared, first) && isLength(shared, second);
  const condition = Thunk.of(doubt, doubt.at);
  return {
    kind: 'attrs',
    names: () => shared,
    get: (name) => eitherAttribute(doubt, first.get(name), second.get(name)),
    open: isWhole ? undefined : doubt,
    perhaps: () => [one, other].map((set) => ({ conditions: [condition], set })),
    perhapsNames: () => {
      const [left, right] = [possibleNames(first), possibleNames(second)];
      return left && right && [...left, ...right];
    },
  };
}

function isLength(names: readonly string[], set: Attributes): boolean {
  return names.length === set.names().length;
}

function eitherAttribute(
  { reason, at }: Unknown,
  one: Attribute | undefined,
  other: Attribute | undefined,
): Attribute | undefined {
  if (!one || !other) return undefined;
  const value = Thunk.of(unknown(reason, at, [one.value, other.value]), one.value.site);
  return { value, at: one.at };
}

/** What there may be of `left // right` beside the names that it certainly has. */
export function perhapsOfBoth(
  left: Attributes,
  right: Attributes,
): Pick<Attributes, 'perhaps' | 'perhapsNames'> {
  const perhapsNames = (): readonly string[] | undefined => {
    const [first, second] = [furtherNames(left), furtherNames(right)];
    return first && second && [...first, ...second];
  };
  return {
    ...((left.perhapsNames ?? right.perhapsNames) ? { perhapsNames } : {}),
    ...((left.perhaps ?? right.perhaps) ? { perhaps: () => updatedParts(left, right) } : {}),
  };
}

/** More sets than people write conditions are not kept. */
const mostParts = 100;

/** What `left // right` is made of: what `right` may have counts on the left where it is not there on the right. */
function updatedParts(left: Attributes, right: Attributes): readonly ConditionalSet[] | undefined {
  const [under, over] = [parts(left), parts(right)];
  const doubtful = new Set(furtherNames(right) ?? []);
  if (!under || !over || under.length + over.length > mostParts) return undefined;
  if (right.open && doubtful.size === 0) return undefined;
  const certain = new Set(right.names());
  const kept: ConditionalSet[] = [];
  for (const { conditions, set } of under) {
    const value = set.force();
    if (value.kind !== 'attrs' || value.open) return undefined;
    const names = value.names().filter((name) => !certain.has(name));
    const view = (chosen: readonly string[]): Thunk => Thunk.of(only(value, chosen), set.site);
    const hidden = names.filter((name) => doubtful.has(name));
    const plain = names.filter((name) => !doubtful.has(name));
    if (plain.length > 0) kept.push({ conditions, set: view(plain) });
    if (hidden.length > 0 && right.open) {
      const condition = Thunk.of(right.open, right.open.at);
      kept.push({ conditions: [...conditions, condition], set: view(hidden) });
    }
  }
  return [...kept, ...over];
}

function only(set: Attributes, names: readonly string[]): Attributes {
  const kept = new Set(names);
  return lookedUp(
    () => names,
    (name) => (kept.has(name) ? set.get(name) : undefined),
  );
}
