import { type Expr, type ExprId, exprOf, type Module } from '#analyzer/syntax/module.ts';
import { type Binder, type Scopes, scopesOf } from '#analyzer/syntax/scope.ts';

/** What can be named at a place. */
export interface VisibleNames {
  /** Each name once, the closest first, with how many scopes lie between. */
  readonly binders: readonly { readonly binder: Binder; readonly distance: number }[];
  /** The sets of the `with`s around, innermost first. */
  readonly withs: readonly ExprId[];
}

/** What an expression can name. */
export function visibleNames(module: Module, at: ExprId): VisibleNames {
  const scopes = scopesOf(module);
  const owned = ownedBinders(scopes);
  const found = new Map<string, { readonly binder: Binder; readonly distance: number }>();
  const withs: ExprId[] = [];
  let inner = at;
  let distance = 0;
  for (let outer = scopes.parent(at); outer !== undefined; outer = scopes.parent(outer)) {
    const expr = exprOf(module, outer);
    const isInside = !isOutside(expr, inner);
    if (expr.kind === 'with' && isInside) withs.push(expr.scope);
    const binders = isInside ? (owned.get(outer) ?? []) : [];
    for (const binder of binders) {
      if (!found.has(binder.name)) found.set(binder.name, { binder, distance });
    }
    if (binders.length > 0) distance++;
    inner = outer;
  }
  return { binders: [...found.values()], withs };
}

function ownedBinders({ binders }: Scopes): ReadonlyMap<ExprId, readonly Binder[]> {
  const owned = new Map<ExprId, Binder[]>();
  for (const binder of binders) {
    const own = owned.get(binder.owner);
    if (own === undefined) owned.set(binder.owner, [binder]);
    else own.push(binder);
  }
  return owned;
}

/** Whether a part of an expression does not see the names that the expression gives. */
function isOutside(expr: Expr, part: ExprId): boolean {
  if (expr.kind === 'with') return expr.scope === part;
  if (expr.kind !== 'let' && expr.kind !== 'attrs') return false;
  return expr.bindings.some(({ inherited, value }) => inherited && value === part);
}
