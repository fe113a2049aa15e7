import { oncePer } from '../once-per.ts';
import { isAlike } from './alike.ts';
import { childrenOf } from './children.ts';
import {
  type Binding,
  type Expr,
  type ExprId,
  exprOf,
  literalText,
  type Module,
} from './module.ts';

/** For each expression of one module its number in another one; `-1` for those that were not found there. */
export type Numbers = Int32Array;

/** Where what one module says is in another one, and where the two say different things. */
export interface Alignment {
  readonly before: Module;
  readonly after: Module;
  readonly numbers: Numbers;
  readonly differences: readonly Difference[];
}

export type Difference =
  /** Two expressions at the same place that are not alike. */
  | { readonly kind: 'expression'; readonly before: ExprId; readonly after: ExprId }
  /** A set or a `let` with plain names, some of which came or went; those that went have no number. */
  | {
      readonly kind: 'bindings';
      readonly owner: ExprId;
      readonly added: readonly string[];
      /** How many there are in the one, and in the other. */
      readonly counts: readonly [number, number];
      /** Whether the names are in sight inside. */
      readonly isScope: boolean;
    };

/** Two modules laid side by side; `undefined` where what stands in several places does not do so in both, or stands in another order. */
export function aligned(before: Module, after: Module): Alignment | undefined {
  const known = alignmentsFrom(before);
  const found = known.get(after) ?? { alignment: align(before, after) };
  known.set(after, found);
  return found.alignment;
}

/** Every machine asks for the same alignments. */
const alignmentsFrom = oncePer(
  (_: Module) => new WeakMap<Module, { readonly alignment: Alignment | undefined }>(),
);

function align(before: Module, after: Module): Alignment | undefined {
  const numbers = new Int32Array(before.exprs.length).fill(-1);
  const differences: Difference[] = [];
  const pending: Pair[] = [[before.root, after.root]];
  for (let pair = pending.pop(); pair; pair = pending.pop()) {
    const [from, to] = pair;
    const known = numbers[from];
    if (known === to) continue;
    if (known !== -1) return undefined;
    numbers[from] = to;
    const { pairs, difference } = below({ before, after }, from, to);
    for (const each of pairs) pending.push(each);
    if (difference) differences.push(difference);
  }
  return isInOrder(numbers) ? { before, after, numbers, differences } : undefined;
}

type Pair = readonly [before: ExprId, after: ExprId];
type Modules = Pick<Alignment, 'before' | 'after'>;

interface Below {
  readonly pairs: readonly Pair[];
  readonly difference: Difference | undefined;
}

/** What stands at the same places below two expressions, and in what these differ themselves. */
function below(modules: Modules, before: ExprId, after: ExprId): Below {
  const [old, now] = [exprOf(modules.before, before), exprOf(modules.after, after)];
  const common = commonBindings(modules, old, now);
  if (common) {
    const { pairs, ...difference } = common;
    return { pairs, difference: { kind: 'bindings', owner: before, ...difference } };
  }
  if (!isAlike(old, now)) return { pairs: [], difference: { kind: 'expression', before, after } };
  const children = childrenOf(now);
  const pairs = childrenOf(old).flatMap((id, index): Pair[] => {
    const other = children[index];
    return other === undefined ? [] : [[id, other]];
  });
  return { pairs, difference: undefined };
}

/** Whether greater numbers stay greater: no two become one, and what is sorted by them stays sorted. */
export function isInOrder(numbers: Numbers): boolean {
  let last = -1;
  for (const number of numbers) {
    if (number < 0) continue;
    if (number <= last) return false;
    last = number;
  }
  return true;
}

type Binder = Extract<Expr, { readonly kind: 'let' | 'attrs' }>;

function isBinder(expr: Expr): expr is Binder {
  return expr.kind === 'let' || expr.kind === 'attrs';
}

interface CommonBindings {
  readonly pairs: readonly Pair[];
  readonly added: readonly string[];
  readonly counts: readonly [number, number];
  readonly isScope: boolean;
}

/** What two sets, or two `let`s, bind under the same plain names; `undefined` where they bind the same, or in other ways. */
function commonBindings(
  { before, after }: Modules,
  old: Expr,
  now: Expr,
): CommonBindings | undefined {
  if (!isBinder(old) || !isBinder(now) || old.kind !== now.kind) return undefined;
  if (isRecursive(old) !== isRecursive(now)) return undefined;
  const [names, others] = [plainBindings(before, old), plainBindings(after, now)];
  if (!names || !others || isSameOrder(names, others)) return undefined;
  const places = new Map([...others.keys()].map((name, place) => [name, place]));
  const pairs: Pair[] = [];
  const kept = new Set<string>();
  let last = -1;
  for (const [name, binding] of names) {
    const place = places.get(name) ?? -1;
    const other = others.get(name);
    if (!other || place < last || other.inherited !== binding.inherited) continue;
    pairs.push([binding.name, other.name], [binding.value, other.value]);
    kept.add(name);
    last = place;
  }
  if (old.kind === 'let' && now.kind === 'let') pairs.push([old.body, now.body]);
  const added = [...others.keys()].filter((name) => !kept.has(name));
  const counts = [names.size, others.size] as const;
  return { pairs, added, counts, isScope: isRecursive(old) };
}

function isSameOrder(names: ReadonlyMap<string, Binding>, others: ReadonlyMap<string, Binding>) {
  const expected = [...others.keys()];
  return names.size === others.size && [...names.keys()].every((name, at) => name === expected[at]);
}

function isRecursive(expr: Binder): boolean {
  return expr.kind === 'let' || expr.recursive;
}

/** The bindings by their names; `undefined` where names are computed, or a set says itself what it holds instead. */
export function plainBindings(
  module: Module,
  expr: Binder,
): ReadonlyMap<string, Binding> | undefined {
  const bindings = new Map<string, Binding>();
  for (const binding of expr.bindings) {
    const name = literalText(module, binding.name);
    if (name === undefined || bindings.has(name)) return undefined;
    bindings.set(name, binding);
  }
  return isRecursive(expr) && bindings.has('__overrides') ? undefined : bindings;
}
