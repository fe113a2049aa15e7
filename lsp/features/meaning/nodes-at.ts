import type { Span } from '#parser/span.ts';
import { Node, type NodeId, type Tree } from '#parser/tree.ts';

/** The nodes that have a span, the outermost first. */
export function nodesAt(tree: Tree, { start, end }: Span): readonly Node[] {
  const found: Node[] = [];
  for (let row = firstFrom(tree, start); row < tree.size && tree.start[row] === start; row++) {
    if (tree.end[row] === end) found.push(new Node(tree, row as NodeId));
  }
  return found;
}

/** The first row that does not begin before an offset; rows are in the order in which nodes begin. */
function firstFrom(tree: Tree, offset: number): number {
  let low = 0;
  let high = tree.size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tree.start[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
