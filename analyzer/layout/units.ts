import type { Span } from '#parser/span.ts';
import { Node, type NodeId, type Tree } from '#parser/tree.ts';
import { indentationAt } from '../edit/reindent.ts';
import { expression } from './expression.ts';
import { render } from './render.ts';

/**
 * The smallest part of a file around a span whose layout depends on nothing around
 * it: a statement or an item of a list that has its lines for itself, or all code.
 */
export function innermostUnit(tree: Tree, { start, end }: Span): Node | undefined {
  let found: Node | undefined;
  for (let row = 1; row < tree.size; row++) {
    if ((tree.start[row] ?? 0) > start) break;
    const node = new Node(tree, row as NodeId);
    if (node.end >= end && isUnit(node)) found = node;
  }
  return found;
}

/** Whether a node is a part of that kind, of any size. */
function isUnit({ parent, field, tree, start, end }: Node): boolean {
  const isItem = field === 'element' && parent?.kind === 'list_expression';
  const isWhole = field === 'expression' && parent?.kind === 'source_code';
  if (field !== 'binding' && !isItem && !isWhole) return false;
  const lineStart = tree.text.lastIndexOf('\n', start - 1) + 1;
  const before = tree.text.slice(lineStart, start);
  return before.trim() === '' && /^[ \t]*(#|\/\*|\n|$)/.test(tree.text.slice(end, end + 200));
}

/**
 * The text of such a part as nixfmt lays it out. What has lines for itself in it
 * keeps them as they are. `undefined` where a comment stands between its parts.
 */
export function layoutOf(unit: Node): string | undefined {
  const text = render(expression(unit), indentationAt(unit.tree.text, unit.start).length);
  return withoutSpace(text) === withoutSpace(unit.text) ? text : undefined;
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}
