import type { Span } from '#parser/span.ts';
import type { Tree } from '#parser/tree.ts';
import { commentsWithin, withoutComments } from '../edit/comments.ts';
import { indentationAt } from '../edit/reindent.ts';
import { blank, type Doc, newline } from './doc.ts';

/** What stays as the source has it. */
export function raw(tree: Tree, { start, end }: Span): Doc {
  const text = tree.text.slice(start, end);
  if (!text.includes('\n')) return text;
  return { kind: 'raw', text, indent: indentationAt(tree.text, start).length };
}

/** A line end, with a blank line where the source has one. */
export function lineEnd({ text }: Tree, { start, end }: Span): typeof newline {
  return text.slice(start, end).split('\n').length > 2 ? blank : newline;
}

/**
 * What stands between two parts: `by`, or the comments that the source has there,
 * on lines of their own unless one follows on the line of the first part.
 */
export function gap(tree: Tree, span: Span, by: Doc): Doc {
  const comments = commentsWithin(tree, span);
  const last = comments.at(-1);
  if (!last || withoutComments(tree, span).trim() !== '') return by;
  const isBeside = !tree.text.slice(span.start, comments[0]?.start).includes('\n');
  const beside = isBeside ? comments[0] : undefined;
  const next = isBeside ? comments[1] : comments[0];
  return [
    beside ? [' ', raw(tree, beside)] : '',
    next
      ? [
          lineEnd(tree, { start: beside?.end ?? span.start, end: next.start }),
          raw(tree, { start: next.start, end: last.end }),
        ]
      : '',
    lineEnd(tree, { start: last.end, end: span.end }),
  ];
}
