import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Span } from '#parser/span.ts';

/** A piece of a file that can be taken out as a whole: a binding, an item, a block, a line, an operand. */
export interface Part {
  readonly file: FilePath;
  readonly span: Span;
  /** What else goes when it is taken out: its line, a comma, an operator. */
  readonly removal: Span;
  /** Equal for pieces of one container; unset for what has no neighbours. */
  readonly container?: string;
}

/** The part with its whole lines, where nothing but separators and a comment stands beside it. */
export function withLines(text: string, span: Span): Span {
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const before = text.slice(lineStart, span.start);
  const after = /^[ \t]*[;,]?[ \t]*((#|\/\/)[^\n]*)?(\r?\n|$)/.exec(text.slice(span.end));
  if (/^\s*$/.test(before) && after) return { start: lineStart, end: span.end + after[0].length };
  const separator = /^[;,]?[ \t]?/.exec(text.slice(span.end))?.[0].length ?? 0;
  return { start: span.start, end: span.end + separator };
}

/** The line of a span, together with what its last bracket opens. */
export function blockOfLines(text: string, span: Span): Span {
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const found = text.indexOf('\n', Math.max(span.start, span.end - 1));
  let end = found < 0 ? text.length : found + 1;
  if (/[{[(]\s*$/.test(text.slice(start, end))) end = closingLine(text, start, end);
  return { start, end };
}

function closingLine(text: string, start: number, end: number): number {
  let depth = depthOf(text.slice(start, end));
  let at = end;
  while (depth > 0 && at < text.length) {
    const next = text.indexOf('\n', at);
    const lineEnd = next < 0 ? text.length : next + 1;
    depth += depthOf(text.slice(at, lineEnd));
    at = lineEnd;
  }
  return at;
}

function depthOf(line: string): number {
  const count = (brackets: RegExp): number => line.match(brackets)?.length ?? 0;
  return count(/[{[(]/g) - count(/[}\])]/g);
}
