import { Kind } from '#parser/kinds.ts';
import type { NodeId, Tree } from '#parser/tree.ts';
import { stringContent } from '../syntax/string-content.ts';

/** Whether two texts say the same, however they are laid out. */
export function isSameTree(one: Tree, other: Tree): boolean {
  if (one.size !== other.size || other.errors.length > one.errors.length) return false;
  for (let row = 0; row < one.size; row++) {
    if (one.kind[row] !== other.kind[row] || one.after[row] !== other.after[row]) return false;
    if (isText(one.kind[row]) && contentAt(one, row) !== contentAt(other, row)) return false;
  }
  return true;
}

function isText(kind: number | undefined): boolean {
  return kind === Kind.string_expression || kind === Kind.indented_string_expression;
}

/** What a text says, without the code in it. */
function contentAt(tree: Tree, row: number): string {
  const parts = stringContent(tree, row as NodeId);
  return JSON.stringify(parts.map((part) => (part.kind === 'text' ? part.text : 0)));
}
