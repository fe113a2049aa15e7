import { Kind } from '#parser/kinds.ts';
import type { Tree } from '#parser/tree.ts';

/**
 * A tree as text, without places and comments: its nodes with their fields, how
 * they nest, and what the innermost ones say. Trees of texts that differ in
 * layout and comments alone give the same.
 */
export function syntaxKey(tree: Tree): string {
  const { kind, field, after, size } = tree;
  const parts: unknown[] = [];
  const open: number[] = [];
  for (let row = 0; row < size; row++) {
    while (open.length > 0 && (open.at(-1) ?? 0) <= row) {
      open.pop();
      parts.push(')');
    }
    if (kind[row] === Kind.comment) continue;
    parts.push(kind[row], field[row], says(tree, row));
    open.push(after[row] ?? 0);
  }
  return JSON.stringify(parts);
}

/** The text of a token; a node with others inside says nothing by itself. */
function says({ kind, start, end, after, text }: Tree, row: number): string {
  if (after[row] !== row + 1 || brackets.has(kind[row] ?? 0)) return '';
  return text.slice(start[row], end[row]);
}

/** What may hold nothing but layout. */
const brackets: ReadonlySet<number> = new Set([
  Kind.source_code,
  Kind.attrset_expression,
  Kind.rec_attrset_expression,
  Kind.let_attrset_expression,
  Kind.list_expression,
  Kind.formals,
]);
