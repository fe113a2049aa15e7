import type { Node } from '#parser/tree.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import { oncePer } from '../once-per.ts';
import type { ExprId } from './module.ts';
import { bindingPath } from './option-path.ts';
import { type Referent, scopesOf } from './scope.ts';

/** What a variable of the text refers to; `undefined` for what is none. */
export function referentAt(analysis: FileAnalysis, variable: Node): Referent | undefined {
  const expr = variablesOf(analysis).get(variable.id);
  return expr === undefined ? undefined : scopesOf(analysis.module).referent(expr);
}

/** Whether a node is this name and means what Nix gives to every file by it. */
export function isGlobalAt(analysis: FileAnalysis, node: Node, name: string): boolean {
  if (node.kind !== 'variable_expression' || node.text !== name) return false;
  return referentAt(analysis, node)?.kind === 'global';
}

/** Whether a node is a builtin, also as `builtins.name` or `__name`. */
export function isBuiltinAt(analysis: FileAnalysis, node: Node, name: string): boolean {
  if (isGlobalAt(analysis, node, name) || isGlobalAt(analysis, node, `__${name}`)) return true;
  const from = node.child('expression');
  if (node.kind !== 'select_expression' || !from || node.child('default')) return false;
  const path = bindingPath(node);
  return path.length === 1 && path[0] === name && isGlobalAt(analysis, from, 'builtins');
}

/** The variables of a file by their rows. */
const variablesOf = oncePer(({ module, sourceMap }: FileAnalysis): ReadonlyMap<number, ExprId> => {
  const rows = new Map<number, ExprId>();
  module.exprs.forEach((expr, id) => {
    if (expr.kind === 'variable') rows.set(sourceMap.nodes[id] ?? 0, id as ExprId);
  });
  return rows;
});
