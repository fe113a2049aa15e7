import { Field, Kind } from '#parser/kinds.ts';
import type { NodeId, Tree } from '#parser/tree.ts';
import { addExpr, type Lowering, lowerField } from './lowering.ts';
import type { ExprId, PathRoot, StringPart } from './module.ts';

/** A path, with what is interpolated in it. */
export function lowerPath(lowering: Lowering, node: NodeId): ExprId {
  const parts = pathParts(lowering, node);
  return addExpr(lowering, node, { kind: 'path', root: pathRoot(lowering.tree, node), parts });
}

function pathRoot(tree: Tree, node: NodeId): PathRoot {
  const first = tree.text[tree.start[node] ?? 0];
  if (first === '/') return 'absolute';
  return first === '~' ? 'home' : 'relative';
}

function pathParts(lowering: Lowering, node: NodeId): StringPart[] {
  const { tree } = lowering;
  const parts: StringPart[] = [];
  const after = tree.after[node] ?? 0;
  let offset = tree.start[node] ?? 0;
  for (let child = node + 1; child < after; child = tree.after[child] ?? after) {
    if (tree.kind[child] !== Kind.interpolation) continue;
    parts.push(
      tree.text.slice(offset, tree.start[child]),
      lowerField(lowering, child, Field.expression),
    );
    offset = tree.end[child] ?? offset;
  }
  parts.push(tree.text.slice(offset, tree.end[node]));
  return parts.filter((part) => part !== '');
}
