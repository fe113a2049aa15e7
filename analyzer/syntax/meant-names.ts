import { libNames } from '../builtins/lib-names.ts';
import { nearest } from '../closest.ts';
import { builtinReleases, plainBuiltins } from './builtin-names.ts';
import type { ExprId } from './module.ts';
import type { Scopes } from './scope.ts';

/**
 * What somebody may have meant who wrote a name that nothing defines: the one that is a
 * letter or two away, or else the function of `lib` or `builtins` that is called so.
 */
export function meantName(
  scopes: Scopes,
  at: { readonly name: string; readonly id: ExprId },
): string | undefined {
  const seen = namesSeen(scopes, at.id);
  if (seen.has('lib') && libNames.lib?.includes(at.name)) return `lib.${at.name}`;
  if (builtinReleases.has(at.name)) return `builtins.${at.name}`;
  return closestName(at.name, [...seen, ...plainBuiltins]);
}

/** The one candidate that is nearest to a name, where that is near enough to be a slip. */
export function closestName(name: string, candidates: Iterable<string>): string | undefined {
  const limit = name.length < 4 ? 0 : Math.min(2, Math.floor(name.length / 4));
  if (limit === 0) return undefined;
  const { names } = nearest(name, candidates, limit);
  return names.length === 1 ? names[0] : undefined;
}

/** Whatever `let`, `rec` and functions around a place define. */
export function namesSeen(scopes: Scopes, id: ExprId): ReadonlySet<string> {
  const around = new Set<ExprId>();
  for (let expr = scopes.parent(id); expr !== undefined; expr = scopes.parent(expr))
    around.add(expr);
  return new Set(scopes.binders.filter(({ owner }) => around.has(owner)).map(({ name }) => name));
}
