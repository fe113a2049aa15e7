import type { FilePath } from '#analyzer/diagnostic.ts';
import type { NodeKind } from '#parser/kinds.ts';
import type { Span } from '#parser/span.ts';
import { type Node, root, type Tree } from '#parser/tree.ts';
import { blockOfLines, type Part, withLines } from './part.ts';

const containers: ReadonlySet<NodeKind> = new Set([
  'binding_set',
  'list_expression',
  'inherited_attrs',
  'body',
  'object',
  'tuple',
]);

const layout: ReadonlySet<NodeKind> = new Set([
  'comment',
  'tuple_start',
  'tuple_end',
  'object_start',
  'object_end',
]);

/** The innermost node that has all of the span. */
export function nodeAt(tree: Tree, span: Span): Node {
  let node = root(tree);
  for (;;) {
    const inner = [...node.children()].find(
      ({ start, end }) => start <= span.start && span.end <= end && end > start,
    );
    if (!inner) return node;
    node = inner;
  }
}

/** The innermost binding, item, attribute or block around the span; `undefined` for the whole file. */
export function treePart(tree: Tree, file: FilePath, span: Span): Part | undefined {
  const innermost = nodeAt(tree, span);
  if (isLineOfText(innermost, span)) return textPart(tree, file, span);
  let node: Node | undefined = innermost;
  while (node?.parent && !(containers.has(node.parent.kind) && !layout.has(node.kind)))
    node = node.parent;
  if (!node?.parent) return undefined;
  const { start, end, parent } = node;
  return {
    file,
    span: { start, end },
    removal: removalOf(tree.text, node),
    container: `${file}#${parent.kind} ${parent.start}`,
  };
}

function removalOf(text: string, node: Node): Span {
  const { start, end, parent } = node;
  if (parent?.kind !== 'inherited_attrs') return withLines(text, withoutComma(text, node));
  const isAlone = [...parent.children()].length === 1;
  return isAlone && parent.parent ? withLines(text, parent.parent.span) : { start, end };
}

/** A line of a text of several lines, such as the configuration of a server. */
function isLineOfText(node: Node, span: Span): boolean {
  const isText = node.kind === 'string_fragment' || node.kind === 'template_literal';
  return isText && node.text.includes('\n') && span.end - span.start < node.text.trim().length;
}

function textPart(tree: Tree, file: FilePath, span: Span): Part {
  const lines = blockOfLines(tree.text, span);
  return { file, span: lines, removal: lines };
}

/** The last item of a list in one line takes the comma before it along. */
function withoutComma(text: string, { start, end, parent }: Node): Span {
  const isItem = parent?.kind === 'tuple' || parent?.kind === 'object';
  const hasComma = /^\s*,/.test(text.slice(end));
  const before = /,\s*$/.exec(text.slice(0, start));
  if (!isItem || hasComma || !before) return { start, end };
  return { start: before.index, end };
}
