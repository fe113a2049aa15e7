import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import type { NodeKind } from '#parser/kinds.ts';
import type { Span } from '#parser/span.ts';
import { type Node, root } from '#parser/tree.ts';

/**
 * What is selected step by step around a place, the smallest first: the name or
 * word, what stands between brackets or quotes, every expression around, and in
 * the end the whole text. Of comments, the one, and those right above and below.
 */
export function selectionsAt(analysis: FileAnalysis, offset: number): readonly Span[] {
  const { text, tree } = analysis;
  const at = Math.max(0, Math.min(offset, text.length));
  const spans: Span[] = [];
  const add = (span: Span): void => {
    const last = spans.at(-1);
    const isWider =
      last === undefined ||
      (span.start <= last.start && last.end <= span.end && lengthOf(span) > lengthOf(last));
    if (isWider && lengthOf(span) > 0 && span.start <= at && at <= span.end) spans.push(span);
  };
  const innermost = nodeAt(root(tree), at);
  add(wordAt(text, at));
  for (let node: Node | undefined = innermost; node; node = node.parent) {
    if (node.kind === 'comment') {
      add(node.span);
      add(commentsAround(node));
      continue;
    }
    const inside = insideOf(node);
    if (inside) add(inside);
    add(node.span);
  }
  add({ start: 0, end: text.length });
  return spans.length === 0 ? [{ start: at, end: at }] : spans;
}

function lengthOf({ start, end }: Span): number {
  return end - start;
}

/** The innermost node around a place; of two that meet there, the one behind it. */
function nodeAt(from: Node, at: number): Node {
  let node = from;
  for (;;) {
    const around = [...node.children()].filter(({ start, end }) => start <= at && at <= end);
    const next = around.at(-1);
    if (next === undefined) return node;
    node = next;
  }
}

function wordAt(text: string, at: number): Span {
  const before = /[\p{L}\p{N}_'-]*$/u.exec(text.slice(Math.max(0, at - 200), at))?.[0].length ?? 0;
  const after = /^[\p{L}\p{N}_'-]*/u.exec(text.slice(at, at + 200))?.[0].length ?? 0;
  return { start: at - before, end: at + after };
}

/** How long brackets and quotes are. */
const brackets: Partial<Record<NodeKind, readonly [open: RegExp, close: RegExp]>> = {
  attrset_expression: [/^\{/, /\}$/],
  rec_attrset_expression: [/^rec\s*\{/, /\}$/],
  let_attrset_expression: [/^let\s*\{/, /\}$/],
  list_expression: [/^\[/, /\]$/],
  parenthesized_expression: [/^\(/, /\)$/],
  formals: [/^\{/, /\}$/],
  interpolation: [/^\$\{/, /\}$/],
  string_expression: [/^"/, /"$/],
  indented_string_expression: [/^''/, /''$/],
  string_lit: [/^"/, /"$/],
  quoted_template: [/^"/, /"$/],
  object: [/^\{/, /\}$/],
  tuple: [/^\[/, /\]$/],
  function_arguments: [/^/, /$/],
};

/** What stands between brackets or quotes, without the space at its ends. */
function insideOf({ kind, start, end, text }: Node): Span | undefined {
  const [open, close] = brackets[kind] ?? [];
  const [opened, closed] = [open?.exec(text)?.[0].length, close?.exec(text)?.[0].length];
  if (opened === undefined || closed === undefined || opened + closed > text.length)
    return undefined;
  const inner = text.slice(opened, text.length - closed);
  const left = inner.length - inner.trimStart().length;
  const right = inner.length - inner.trimEnd().length;
  if (inner.trim() === '') return undefined;
  return { start: start + opened + left, end: end - closed - right };
}

/** A comment with those that stand directly above and below it, on lines of their own. */
function commentsAround(comment: Node): Span {
  const { tree, parent } = comment;
  const comments = [...(parent?.children() ?? [])].filter(({ kind }) => kind === 'comment');
  const index = comments.findIndex(({ id }) => id === comment.id);
  const meets = (upper: Node | undefined, lower: Node | undefined): boolean =>
    upper !== undefined &&
    lower !== undefined &&
    /^[ \t\r]*\n?[ \t]*$/.test(tree.text.slice(upper.end, lower.start));
  let [first, last] = [index, index];
  while (meets(comments[first - 1], comments[first])) first--;
  while (meets(comments[last], comments[last + 1])) last++;
  return {
    start: comments[first]?.start ?? comment.start,
    end: comments[last]?.end ?? comment.end,
  };
}
