import { Kind } from '#parser/kinds.ts';
import type { Span } from '#parser/span.ts';
import { Node, type NodeId } from '#parser/tree.ts';
import type { FileAnalysis } from '../file-analysis.ts';

/** One `with` of a file. */
export interface With {
  readonly node: Node;
  /** The set that it takes names from. */
  readonly environment: Node;
  readonly body: Node;
  /** From `with` to its semicolon. */
  readonly head: Span;
}

/** The `with`s of a file, those inside others first; none for a broken file. */
export function withsOf({ tree }: FileAnalysis): readonly With[] {
  const found: With[] = [];
  if (tree.errors.length > 0) return found;
  const { kind, after } = tree;
  const withExpression = Kind.with_expression;
  let row = kind.indexOf(withExpression);
  for (; row !== -1; row = kind.indexOf(withExpression, row + 1)) {
    const node = new Node(tree, row as NodeId);
    const [environment, body] = [node.child('environment'), node.child('body')];
    if (!environment || !body) continue;
    const semicolon = tree.text.indexOf(';', environment.end);
    found.push({ node, environment, body, head: { start: node.start, end: semicolon + 1 } });
  }
  return found.sort(
    (a, b) => (after[a.node.id] ?? 0) - (after[b.node.id] ?? 0) || b.node.id - a.node.id,
  );
}
