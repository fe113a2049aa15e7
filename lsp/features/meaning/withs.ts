import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { type ExprId, exprOf } from '#analyzer/syntax/module.ts';
import { scopesOf } from '#analyzer/syntax/scope.ts';
import type { NodeId } from '#parser/tree.ts';

/** The variables that may come from a `with`, in the order of the text. */
export function variablesOfWith(
  { module, sourceMap }: FileAnalysis,
  expr: ExprId,
): readonly NodeId[] {
  const scopes = scopesOf(module);
  const found = exprOf(module, expr);
  if (found.kind !== 'with') return [];
  return module.exprs.flatMap((_, id) => {
    const referent = scopes.referent(id as ExprId);
    const isOfWith = referent?.kind === 'with' && referent.sets.includes(found.scope);
    return isOfWith ? [(sourceMap.nodes[id] ?? 0) as NodeId] : [];
  });
}

/** The `with`s that take names from these sets. */
export function withsWith({ module }: FileAnalysis, sets: readonly ExprId[]): readonly ExprId[] {
  return sets.flatMap((set) => {
    const id = module.exprs.findIndex((expr) => expr.kind === 'with' && expr.scope === set);
    return id < 0 ? [] : [id as ExprId];
  });
}
