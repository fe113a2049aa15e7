import type { Span } from '#parser/span.ts';
import { Node, type NodeId } from '#parser/tree.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import { oncePer } from '../once-per.ts';
import { exprsOfKind } from './exprs-of-kind.ts';
import { type ExprId, exprOf } from './module.ts';
import { scopesOf } from './scope.ts';

/** One `with` of a file. */
export interface With {
  readonly expr: ExprId;
  /** The set that it takes names from. */
  readonly set: ExprId;
  readonly node: Node;
  readonly environment: Node;
  readonly body: Node;
  /** From `with` to its semicolon. */
  readonly head: Span;
  /** The variables that may come from it. */
  readonly uses: readonly ExprId[];
}

/** The `with`s of a file in the order of its expressions; none for a broken file. */
export const withsOf = oncePer((analysis: FileAnalysis): readonly With[] => {
  const { tree, module, sourceMap } = analysis;
  if (tree.errors.length > 0 || exprsOfKind(module, 'missing').length > 0) return [];
  const ids = exprsOfKind(module, 'with');
  if (ids.length === 0) return [];
  const scopes = scopesOf(module);
  const uses = new Map<ExprId, ExprId[]>();
  for (const id of exprsOfKind(module, 'variable')) {
    const referent = scopes.referent(id);
    if (referent?.kind !== 'with') continue;
    for (const set of referent.sets) uses.set(set, [...(uses.get(set) ?? []), id]);
  }
  return ids.flatMap((id) => {
    const expr = exprOf(module, id);
    if (expr.kind !== 'with') return [];
    const node = new Node(tree, (sourceMap.nodes[id] ?? 0) as NodeId);
    const [environment, body] = [node.child('environment'), node.child('body')];
    if (!environment || !body) return [];
    const semicolon = tree.text.indexOf(';', environment.end);
    const head = { start: node.start, end: semicolon + 1 };
    const found = uses.get(expr.scope) ?? [];
    return [{ expr: id, set: expr.scope, node, environment, body, head, uses: found }];
  });
});
