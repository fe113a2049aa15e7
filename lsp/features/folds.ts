import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import type { NodeKind } from '#parser/kinds.ts';
import { root } from '#parser/tree.ts';

/** Lines that can be folded away below the first one. */
export interface Fold {
  readonly first: number;
  readonly last: number;
  readonly kind?: 'comment';
}

const foldable = new Set<NodeKind>([
  'attrset_expression',
  'rec_attrset_expression',
  'let_attrset_expression',
  'list_expression',
  'let_expression',
  'formals',
  'parenthesized_expression',
  'indented_string_expression',
  'string_expression',
  'comment',
]);

/** What may be folded in a file: sets, lists, lets, parameters, long strings, and comments, also several in a row. */
export function foldsOf({ tree, lines, text }: FileAnalysis): Fold[] {
  const folds: Fold[] = [];
  let comments: { first: number; last: number; end: number } | undefined;
  for (const node of root(tree).descendants()) {
    if (!foldable.has(node.kind)) continue;
    const first = lines.position(node.start).line;
    const last = lines.position(node.end).line;
    if (node.kind !== 'comment') {
      if (last > first) folds.push({ first, last });
      continue;
    }
    const isNext = comments !== undefined && text.slice(comments.end, node.start).trim() === '';
    if (comments !== undefined && isNext && first === comments.last + 1) {
      comments = { first: comments.first, last, end: node.end };
      folds.pop();
    } else comments = { first, last, end: node.end };
    folds.push({ first: comments.first, last: comments.last, kind: 'comment' });
  }
  return folds.filter(({ first, last }) => last > first);
}
