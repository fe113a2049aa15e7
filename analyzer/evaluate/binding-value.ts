import { type Binding, type ExprId, exprOf, literalText } from '../syntax/module.ts';
import { delay, type Environment, siteOf, suspend } from './environment.ts';
import { select } from './select.ts';
import { nested } from './session.ts';
import { failure, Thunk } from './value.ts';

/** What the values of bindings see. */
export interface Surroundings {
  /** The names around, and those of the set itself when it is recursive. */
  readonly inner: Environment;
  /** What `inherit` without a source sees. */
  readonly outer: Environment;
  /** What is selected from, evaluated once for all that is inherited from it; made when needed. */
  sources: Map<ExprId, Thunk> | undefined;
}

/**
 * The value of a binding, for later. `inherit (source) a b;` evaluates its
 * source once for all its names. A plain name bound in a recursive set may stay
 * what it names or become a value of its own, depending on the order in which
 * Nix happens to bind.
 */
export function bindingValue(around: Surroundings, { value: id, inherited }: Binding): Thunk {
  const { inner, outer } = around;
  if (inherited) return delay(outer, id);
  const { module } = inner.unit;
  const expr = exprOf(module, id);
  if (expr.kind !== 'select') return later(around, id);
  const [first] = expr.path;
  const name = first === undefined ? undefined : literalText(module, first);
  if (expr.path.length !== 1 || name === undefined || expr.otherwise !== undefined)
    return suspend(inner, id);
  const source = sourceOf(around, expr.from);
  const site = siteOf(inner, id);
  return new Thunk(site, () => {
    const from = nested(inner.unit.session, () => source.force());
    return select(from, [name], site) ?? failure(`attribute \`${name}\` is missing`, site);
  });
}

function later({ inner, outer }: Surroundings, id: ExprId): Thunk {
  return inner === outer ? delay(inner, id) : suspend(inner, id);
}

function sourceOf(around: Surroundings, id: ExprId): Thunk {
  around.sources ??= new Map();
  const source = around.sources.get(id) ?? later(around, id);
  around.sources.set(id, source);
  return source;
}
