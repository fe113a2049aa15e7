import type { Span } from '#parser/span.ts';
import type { Node } from '#parser/tree.ts';
import { beginsBeside, gapBefore, restOfLine, step, width, widthBefore } from './beside.ts';
import { takeComments } from './comments.ts';
import type { Insertion } from './insertion.ts';
import { keepOnly } from './keep-only.ts';
import { refitted } from './refitted.ts';
import { indentationAt, shifted } from './reindent.ts';

/**
 * Takes the parentheses around an expression out, and lays out what was in them
 * as a formatter does where it has laid out what was there: a value begins beside
 * its equals sign or below, and what has room now goes on one line. `undefined`
 * when a comment would be lost.
 */
export function withoutParentheses(outer: Node, inner: Node): readonly Insertion[] | undefined {
  const { tree } = outer;
  const laidOut = broken(outer, inner) ?? below(outer, inner) ?? beside(outer, inner);
  if (laidOut && !takeComments(tree, laidOut)) return laidOut;
  const edits = keepOnly(outer, inner);
  if (!edits || outer.text.includes('\n')) return edits;
  const all = [...edits, ...refitted(outer, edits)];
  return takeComments(tree, all) ? edits : all;
}

/** Leaves a value where it is, one step in below the equals sign that its parentheses are beside. */
function below(outer: Node, inner: Node): readonly Insertion[] | undefined {
  const { tree, parent, start, end } = outer;
  if (parent?.kind !== 'binding' || gapBefore(inner)?.start !== start + 1) return undefined;
  const isLongCall = inner.kind === 'apply_expression' && !inner.text.includes('\n');
  if (isLongCall || beginsBeside(inner, widthBeside(outer, inner))) return undefined;
  const before = tree.text.slice(0, start).trimEnd().length;
  const lineStart = tree.text.lastIndexOf('\n', inner.start);
  return [
    { span: { start: before, end: lineStart }, text: '' },
    { span: { start: inner.end, end }, text: '' },
  ];
}

/** Puts the last argument of a call that has no room beside its equals sign on a line of its own. */
function broken(outer: Node, inner: Node): readonly Insertion[] | undefined {
  const { tree, parent, start } = outer;
  const last = inner.kind === 'apply_expression' ? inner.child('argument') : undefined;
  const isOwn = parent?.kind === 'binding' && gapBefore(inner)?.start === start + 1;
  if (!isOwn || last?.kind !== 'parenthesized_expression' || inner.text.includes('\n'))
    return undefined;
  const first = widthBefore(tree.text, start) + last.start + 1 - inner.start;
  if (widthBeside(outer, inner) <= width || first > width) return undefined;
  const indent = indentationAt(tree.text, start);
  const edges = [
    { at: last.start + 1, indent: `${indent}${' '.repeat(step)}` },
    { at: last.end - 1, indent },
  ].map(({ at, indent }) => ({ span: { start: at, end: at }, text: `\n${indent}` }));
  return keepOnly(outer, inner)?.concat(edges);
}

/** How wide the first line is once a value begins where its parentheses do. */
function widthBeside({ tree: { text }, start, end }: Node, inner: Node): number {
  const first = restOfLine(inner.text, 0);
  const behind = first.length === inner.text.length ? restOfLine(text, end) : '';
  return widthBefore(text, start) + first.length + behind.length;
}

/** Puts a call of a block directly into the brackets that its parentheses stand in. */
function beside(outer: Node, inner: Node): readonly Insertion[] | undefined {
  const { tree, parent, end } = outer;
  if (parent?.kind !== 'inherit_from' && parent?.kind !== 'interpolation') return undefined;
  const gap = gapBefore(outer);
  const behind = /^\r?\n *(?=[)}])/.exec(tree.text.slice(end, parent.end));
  const isCall = inner.kind === 'apply_expression' && inner.text.includes('\n');
  if (!gap || !behind || !isCall || !isInOne(outer, inner)) return undefined;
  const around: Span = { start: gap.start, end: inner.start };
  const wide = widthBefore(tree.text, gap.start) + restOfLine(inner.text, 0).length;
  const moved = shifted(tree, [{ span: inner.span, columns: -step }]);
  if (!moved || !beginsBeside(inner, wide)) return undefined;
  return [
    { span: around, text: '' },
    ...moved,
    { span: { start: inner.end, end: end + behind[0].length }, text: '' },
  ];
}

/** Whether nothing but brackets is between the two. */
function isInOne({ tree: { text }, start, end }: Node, inner: Node): boolean {
  return /^\(+$/.test(text.slice(start, inner.start)) && /^\)+$/.test(text.slice(inner.end, end));
}
