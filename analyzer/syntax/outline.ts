import { Kind } from '#parser/kinds.ts';
import type { Tree } from '#parser/tree.ts';

/**
 * A tree as text, without places, comments, and what texts and numbers say
 * that name nothing: its nodes with their fields, how they nest, and what the
 * other innermost ones say. Trees of texts that differ in layout, comments,
 * and such values alone give the same.
 */
export function outlineOf(tree: Tree): string {
  const { kind, field, after, size } = tree;
  const parts: unknown[] = [];
  const open: number[] = [];
  let namesEnd = 0;
  for (let row = 0; row < size; row++) {
    while (open.length > 0 && (open.at(-1) ?? 0) <= row) {
      open.pop();
      parts.push(')');
    }
    const own = kind[row] ?? 0;
    if (own === Kind.comment) continue;
    if (naming.has(own)) namesEnd = Math.max(namesEnd, after[row] ?? 0);
    const isSaid = row < namesEnd || !values.has(own);
    parts.push(own, field[row], isSaid ? says(tree, row) : '');
    open.push(after[row] ?? 0);
  }
  return JSON.stringify(parts);
}

/** The text of a token; a node with others inside says nothing by itself. */
function says({ kind, start, end, after, text }: Tree, row: number): string {
  if (after[row] !== row + 1 || brackets.has(kind[row] ?? 0)) return '';
  return text.slice(start[row], end[row]);
}

const values: ReadonlySet<number> = new Set([
  Kind.string_fragment,
  Kind.integer_expression,
  Kind.float_expression,
]);

/** In these, texts are names. */
const naming: ReadonlySet<number> = new Set([Kind.attrpath, Kind.inherited_attrs]);

/** What may hold nothing but layout. */
const brackets: ReadonlySet<number> = new Set([
  Kind.source_code,
  Kind.attrset_expression,
  Kind.rec_attrset_expression,
  Kind.let_attrset_expression,
  Kind.list_expression,
  Kind.formals,
]);
