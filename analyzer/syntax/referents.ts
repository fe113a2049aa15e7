import type { Node } from '#parser/tree.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import { oncePer } from '../once-per.ts';
import { mayBind } from './bound-names.ts';
import { exprsOfKind } from './exprs-of-kind.ts';
import { isGlobal } from './globals.ts';
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
  if (!isWritten(node, name) || node.kind !== 'variable_expression') return false;
  if (!mayBind(node.tree, name)) return isGlobal(name);
  return referentAt(analysis, node)?.kind === 'global';
}

/** Whether a node is a builtin, also as `builtins.name` or `__name`. */
export function isBuiltinAt(analysis: FileAnalysis, node: Node, name: string): boolean {
  if (node.kind === 'variable_expression')
    return isGlobalAt(analysis, node, name) || isGlobalAt(analysis, node, `__${name}`);
  if (node.kind !== 'select_expression' || !node.tree.text.startsWith('builtins', node.start))
    return false;
  const from = node.child('expression');
  if (!from || node.child('default') || !isGlobalAt(analysis, from, 'builtins')) return false;
  const path = bindingPath(node);
  return path.length === 1 && path[0] === name;
}

/** Cheaper than to compare the text of the node. */
function isWritten({ tree, start, end }: Node, name: string): boolean {
  return end - start === name.length && tree.text.startsWith(name, start);
}

/** The variables of a file by their rows. */
const variablesOf = oncePer(({ module, sourceMap }: FileAnalysis): ReadonlyMap<number, ExprId> => {
  const variables = exprsOfKind(module, 'variable');
  return new Map(variables.map((id) => [sourceMap.nodes[id] ?? 0, id]));
});
