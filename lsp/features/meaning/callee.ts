import { type ExprId, exprOf, literalText, type Module } from '#analyzer/syntax/module.ts';
import type { Scopes } from '#analyzer/syntax/scope.ts';

/** How a function is called where it is used: its own name, or the last one of a path. */
export function calleeName(module: Module, callee: ExprId): string | undefined {
  const expr = exprOf(module, callee);
  if (expr.kind === 'variable') return expr.name;
  const last = expr.kind === 'select' ? expr.path.at(-1) : undefined;
  return last === undefined ? undefined : literalText(module, last);
}

/** Whether a function is the `import` of Nix. */
export function isImport(scopes: Scopes, module: Module, callee: ExprId): boolean {
  if (calleeName(module, callee) !== 'import') return false;
  const expr = exprOf(module, callee);
  const global = expr.kind === 'select' ? expr.from : callee;
  const isBuiltins = calleeName(module, global) === 'builtins';
  return scopes.referent(global)?.kind === 'global' && (expr.kind === 'variable' || isBuiltins);
}
