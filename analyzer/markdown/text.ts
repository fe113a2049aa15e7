import type { Span } from '#parser/span.ts';
import type { MarkdownNode } from './markdown-tree.ts';

/** More marks inside marks than people write. */
const deepest = 50;

/** The words of a heading, a cell or a paragraph without its marks. */
export function plainText(source: string, node: MarkdownNode): string {
  return inside(source, node, 0).replace(/\s+/g, ' ').trim();
}

function inside(source: string, node: MarkdownNode, depth: number): string {
  if (depth > deepest) return source.slice(node.start, node.end);
  const { start, end, children } = node;
  const parts: string[] = [];
  let offset = start;
  for (const child of children) {
    parts.push(source.slice(offset, child.start), shown(source, child, depth));
    offset = child.end;
  }
  return parts.join('') + source.slice(offset, end);
}

function shown(source: string, node: MarkdownNode, depth: number): string {
  switch (node.type) {
    case 'InlineCode':
      return codeText(source, node);
    case 'Link':
    case 'Image':
      return inside(source, { ...node, ...labelOf(source, node) }, depth + 1);
    case 'Emphasis':
    case 'StrongEmphasis':
    case 'Strikethrough':
    case 'Autolink':
    case 'Paragraph':
      return inside(source, node, depth + 1);
    case 'URL':
      return source.slice(node.start, node.end);
    case 'Escape':
      return source.slice(node.start + 1, node.end);
    case 'Entity':
      return entityText(source.slice(node.start, node.end));
    case 'HardBreak':
      return ' ';
    default:
      return '';
  }
}

/** The label of a link: what stands in its first brackets. */
export function labelOf(
  source: string,
  { start, end, children }: MarkdownNode,
): Span & Pick<MarkdownNode, 'children'> {
  const marks = children.filter(({ type }) => type === 'LinkMark');
  const open = marks[0]?.end ?? start;
  const close =
    marks.find((mark) => mark.start >= open && source[mark.start] === ']')?.start ?? end;
  const within = children.filter((child) => child.start >= open && child.end <= close);
  return { start: open, end: close, children: within };
}

/** What a piece of inline code says. */
export function codeText(source: string, node: MarkdownNode): string {
  const { start, end } = codeSpan(source, node);
  return source.slice(start, end).replace(/\s*\n\s*/g, ' ');
}

/** Where it says so: between the marks, without the blank that may stand on both sides. */
export function codeSpan(source: string, { start, end, children }: MarkdownNode): Span {
  const marks = children.filter(({ type }) => type === 'CodeMark');
  const span = { start: marks[0]?.end ?? start, end: marks.at(-1)?.start ?? end };
  const text = source.slice(span.start, span.end);
  const isPadded = text.length > 2 && /^ [\s\S]*\S[\s\S]* $/.test(text);
  return isPadded ? { start: span.start + 1, end: span.end - 1 } : span;
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&nbsp;', ' '],
]);

function entityText(entity: string): string {
  const number = /^&#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}));$/.exec(entity);
  const code = number?.[1] ? Number.parseInt(number[1], 16) : Number(number?.[2] ?? Number.NaN);
  if (code <= 0x10ffff) return String.fromCodePoint(code);
  return entities.get(entity) ?? entity;
}
