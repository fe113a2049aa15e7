import { Kind } from '#parser/kinds.ts';
import type { Node } from '#parser/tree.ts';

/** Whether two pieces of code are written with the same tokens; layout and comments play no part. */
export function isSameCode(a: Node, b: Node): boolean {
  const [left, right] = [leavesOf(a), leavesOf(b)];
  return left.length === right.length && left.every((leaf, index) => leaf === right[index]);
}

/** What the innermost nodes say, with the kinds of those around them, in the order of the text. */
function leavesOf({ tree, id }: Node): readonly string[] {
  const { kind, field, start, end, after, text } = tree;
  const leaves: string[] = [];
  const last = after[id] ?? 0;
  for (let row: number = id; row < last; row++) {
    if (kind[row] === Kind.comment) continue;
    const isInner = after[row] !== row + 1 || brackets.has(kind[row] ?? 0);
    const place = row === id ? '' : field[row];
    const depth = Math.min(after[row] ?? 0, last) - row;
    leaves.push(
      isInner
        ? `${kind[row]} ${place} ${depth}`
        : `${kind[row]} ${place} ${text.slice(start[row], end[row])}`,
    );
  }
  return leaves;
}

/** What may hold nothing but layout. */
const brackets: ReadonlySet<number> = new Set([
  Kind.attrset_expression,
  Kind.rec_attrset_expression,
  Kind.let_attrset_expression,
  Kind.list_expression,
  Kind.formals,
]);
