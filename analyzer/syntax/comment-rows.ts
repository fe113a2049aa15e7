import { Kind } from '#parser/kinds.ts';
import type { Tree } from '#parser/tree.ts';

/** The rows of the comments in a tree, in the order of the text. */
export function commentRows({ kind }: Tree): readonly number[] {
  const rows: number[] = [];
  for (let row = kind.indexOf(Kind.comment); row >= 0; row = kind.indexOf(Kind.comment, row + 1))
    rows.push(row);
  return rows;
}
