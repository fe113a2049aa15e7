import type { Span } from '#parser/span.ts';

/** New text at a place where nothing is replaced. */
export interface Insertion {
  readonly span: Span;
  readonly text: string;
}

/** What is put into a list, a set or a file. */
export interface NewItem {
  readonly text: string;
  /** Follows the item where that leaves nothing behind it on the line. */
  readonly comment?: string | undefined;
  /** Whether a blank line stands between items. */
  readonly isBlock?: boolean;
}

/** Puts an item before an element and the comment lines that belong to it. */
export function insertBefore(text: string, element: Span, item: NewItem): Insertion {
  const lineStart = text.lastIndexOf('\n', element.start - 1) + 1;
  const indent = text.slice(lineStart, element.start);
  if (indent.trim() !== '') return at(element.start, `${item.text} `);
  const between = item.isBlock ? '\n\n' : '\n';
  return at(commentStart(text, lineStart), `${indent}${withComment(item)}${between}`);
}

/** Puts an item after an element and the comment on its line. */
export function insertAfter(text: string, element: Span, item: NewItem): Insertion {
  const lineStart = text.lastIndexOf('\n', element.start - 1) + 1;
  const newline = text.indexOf('\n', element.end);
  const lineEnd = newline === -1 ? text.length : newline;
  const rest = text.slice(element.end, lineEnd).trim();
  const indent = /^[ \t]*/.exec(text.slice(lineStart, element.start))?.[0] ?? '';
  const isLast = rest === '' || rest.startsWith('#') || rest.startsWith('//');
  const isAlone = indent.length === element.start - lineStart;
  if (!isLast || !isAlone) return at(element.end, ` ${item.text}`);
  const between = item.isBlock ? '\n\n' : '\n';
  const end = text.charAt(lineEnd - 1) === '\r' ? lineEnd - 1 : lineEnd;
  return at(end, `${between}${indent}${withComment(item)}`);
}

/** The comment behind an element on its line, which says what the element is for. */
export function commentBehind(text: string, element: Span): string | undefined {
  return /^[ \t]*#[ \t]*(\S[^\r\n]*)/.exec(text.slice(element.end, element.end + 200))?.[1]?.trim();
}

/** Where the comment lines directly above a line begin; the line itself when there are none. */
export function commentStart(text: string, lineStart: number): number {
  let start = lineStart;
  while (start > 0) {
    const above = text.lastIndexOf('\n', start - 2) + 1;
    if (!/^[ \t]*(#|\/\/)/.test(text.slice(above, start))) return start;
    start = above;
  }
  return start;
}

function withComment({ text, comment }: NewItem): string {
  return comment === undefined ? text : `${text} # ${comment}`;
}

function at(offset: number, text: string): Insertion {
  return { span: { start: offset, end: offset }, text };
}
