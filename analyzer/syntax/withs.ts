import type { Span } from '#parser/span.ts';
import { Node, type NodeId } from '#parser/tree.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import { oncePer } from '../once-per.ts';
import type { ExprId } from './module.ts';
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
  if (tree.errors.length > 0 || module.exprs.some(({ kind }) => kind === 'missing')) return [];
  const scopes = scopesOf(module);
  const uses = new Map<ExprId, ExprId[]>();
  module.exprs.forEach((_, index) => {
    const referent = scopes.referent(index as ExprId);
    if (referent?.kind !== 'with') return;
    for (const set of referent.sets) uses.set(set, [...(uses.get(set) ?? []), index as ExprId]);
  });
  return module.exprs.flatMap((expr, index) => {
    if (expr.kind !== 'with') return [];
    const node = new Node(tree, (sourceMap.nodes[index] ?? 0) as NodeId);
    const [environment, body] = [node.child('environment'), node.child('body')];
    if (!environment || !body) return [];
    const semicolon = tree.text.indexOf(';', environment.end);
    const head = { start: node.start, end: semicolon + 1 };
    const found = uses.get(expr.scope) ?? [];
    return [{ expr: index as ExprId, set: expr.scope, node, environment, body, head, uses: found }];
  });
});
