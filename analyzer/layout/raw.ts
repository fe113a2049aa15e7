import type { Span } from '#parser/span.ts';
import type { Tree } from '#parser/tree.ts';
import { indentationAt } from '../edit/reindent.ts';
import { blank, comment, type Doc, gap, nested, newline } from './doc.ts';

/** What stays as the source has it. */
export function raw(tree: Tree, { start, end }: Span): Doc {
  const text = tree.text.slice(start, end);
  if (!text.includes('\n')) return text;
  return { kind: 'raw', lines: text.split('\n'), indent: indentationAt(tree.text, start).length };
}

/**
 * What stands between brackets or words, on lines of its own, as the source has
 * it; `undefined` for other layouts. A comment may stand behind the first bracket.
 */
export function ownLines(tree: Tree, inside: Span): Doc | undefined {
  const text = tree.text.slice(inside.start, inside.end);
  const first = /^[^\S\n]*(#[^\n]*)?\n\s*/.exec(text);
  if (!first || !/\n[^\S\n]*$/.test(text)) return undefined;
  const body = { start: inside.start + first[0].length, end: inside.start + text.trimEnd().length };
  if (body.end <= body.start) return undefined;
  return [
    first[1] ? [gap, comment(first[1])] : '',
    lineEnd(tree, { start: inside.start, end: body.start }),
    nested(raw(tree, body)),
    lineEnd(tree, { start: body.end, end: inside.end }),
  ];
}

/** A line end, with a blank line where the source has one. */
function lineEnd({ text }: Tree, { start, end }: Span): Doc {
  return text.slice(start, end).split('\n').length > 2 ? blank : newline;
}
