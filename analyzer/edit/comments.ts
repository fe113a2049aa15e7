import { Kind } from '#parser/kinds.ts';
import { overlaps, type Span } from '#parser/span.ts';
import type { Tree } from '#parser/tree.ts';
import { oncePer } from '../once-per.ts';

/** The comments of a tree, in the order of the text. */
const commentsOf = oncePer(({ kind, start, end, size }: Tree): readonly Span[] => {
  const found: Span[] = [];
  for (let row = 0; row < size; row++) {
    if (kind[row] === Kind.comment) found.push({ start: start[row] ?? 0, end: end[row] ?? 0 });
  }
  return found;
});

/** The comments that lie within a span of a tree, in the order of the text. */
export function commentsWithin(tree: Tree, span: Span): readonly Span[] {
  return commentsOf(tree).filter(({ start, end }) => span.start <= start && end <= span.end);
}

/** Whether edits would take a comment out, or part of one. */
export function takeComments(tree: Tree, edits: readonly { readonly span: Span }[]): boolean {
  return commentsOf(tree).some((comment) => edits.some(({ span }) => overlaps(span, comment)));
}

/**
 * Whether a comment is about this piece of code alone, so that it would be lost
 * or left behind without it: inside it, directly above it, or behind it on its line.
 */
export function hasComment(tree: Tree, piece: Span): boolean {
  return commentsOf(tree).some((comment) => {
    if (comment.end <= piece.start) return isAbove(tree.text, comment, piece);
    if (comment.start >= piece.end) return isBehind(tree.text, comment, piece);
    return true;
  });
}

function isAbove(text: string, comment: Span, piece: Span): boolean {
  const between = text.slice(comment.end, piece.start);
  if (!/^[\s,]*$/.test(between) || between.split('\n').length > 2) return false;
  const line = text.slice(text.lastIndexOf('\n', comment.start - 1) + 1, comment.start);
  return !between.includes('\n') || line.trim() === '';
}

function isBehind(text: string, comment: Span, piece: Span): boolean {
  return /^[ \t;,]*$/.test(text.slice(piece.end, comment.start));
}

/** The text of a span with spaces in place of its comments. */
export function withoutComments(tree: Tree, span: Span): string {
  let code = tree.text.slice(span.start, span.end);
  for (const { start, end } of commentsWithin(tree, span)) {
    const [from, to] = [start - span.start, end - span.start];
    code = code.slice(0, from) + ' '.repeat(to - from) + code.slice(to);
  }
  return code;
}
