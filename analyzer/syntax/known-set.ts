import { builtinReleases } from './builtin-names.ts';
import { exprsOfKind } from './exprs-of-kind.ts';
import { type Binding, type ExprId, exprOf, literalText, type Module } from './module.ts';
import type { Referent, Scopes } from './scope.ts';

/** Which names a set has; `undefined` for a name that it may have or not. */
export interface KnownSet {
  has(name: string): boolean | undefined;
}

/** What the text tells of a set: one that is written out, given a name by `let`, or `builtins`. */
function knownSet(module: Module, scopes: Scopes, set: ExprId): KnownSet {
  const expr = exprOf(module, set);
  if (expr.kind === 'attrs') return writtenSet(module, expr.bindings);
  if (expr.kind !== 'variable') return unknownSet;
  const referent = scopes.referent(set);
  if (referent?.kind === 'global' && expr.name === 'builtins')
    return { has: (name) => builtinReleases.has(name) };
  return boundSet(module, referent);
}

/** Variables that no set of the `with`s around them has. */
export function namesMissingInWith(module: Module, scopes: Scopes): ExprId[] {
  if (exprsOfKind(module, 'with').length === 0) return [];
  return exprsOfKind(module, 'variable').flatMap((id) => {
    const expr = exprOf(module, id);
    const referent = expr.kind === 'variable' ? scopes.referent(id) : undefined;
    if (expr.kind !== 'variable' || referent?.kind !== 'with') return [];
    const { sets } = referent;
    const isMissing = sets.every((set) => knownSet(module, scopes, set).has(expr.name) === false);
    return isMissing ? [id] : [];
  });
}

function boundSet(module: Module, referent: Referent | undefined): KnownSet {
  if (referent?.kind !== 'binder' || referent.binder.kind !== 'let') return unknownSet;
  const { value } = referent.binder;
  const bound = value === undefined ? undefined : exprOf(module, value);
  return bound?.kind === 'attrs' ? writtenSet(module, bound.bindings) : unknownSet;
}

const unknownSet: KnownSet = { has: () => undefined };

function writtenSet(module: Module, bindings: readonly Binding[]): KnownSet {
  const names = new Set(bindings.map(({ name }) => literalText(module, name)));
  return { has: (name) => names.has(name) || (names.has(undefined) ? undefined : false) };
}
