import type { Position, Range } from 'vscode-languageserver';
import type { LineIndex } from '#parser/lines.ts';
import type { Span } from '#parser/span.ts';

/** What columns of the protocol count; the client chooses. */
export type Encoding = 'utf-8' | 'utf-16';

/** A text and its lines. */
export interface Lined {
  readonly text: string;
  readonly lines: LineIndex;
}

/** Where an offset is; offsets outside the text are moved to its ends. */
export function positionOf({ text, lines }: Lined, offset: number, encoding: Encoding): Position {
  const { line, column } = lines.position(offset);
  if (encoding === 'utf-16') return { line, character: column };
  const start = lines.start(line);
  return { line, character: utf8Length(text, start, start + column) };
}

/** How long a span within one line is. */
export function lengthOf({ text }: Lined, { start, end }: Span, encoding: Encoding): number {
  return encoding === 'utf-16' ? end - start : utf8Length(text, start, end);
}

export function rangeOf(text: Lined, { start, end }: Span, encoding: Encoding): Range {
  return { start: positionOf(text, start, encoding), end: positionOf(text, end, encoding) };
}

/** The offset of a position; a column behind the end of its line means that end. */
export function offsetAt({ text, lines }: Lined, position: Position, encoding: Encoding): number {
  const start = lines.start(position.line);
  const end = withoutLineEnd(text, start, lines.end(position.line));
  if (encoding === 'utf-16') return Math.min(start + position.character, end);
  let offset = start;
  for (let left = position.character; offset < end && left > 0; ) {
    const code = text.codePointAt(offset) ?? 0;
    left -= utf8Width(code);
    if (left < 0) return offset;
    offset += code > 0xffff ? 2 : 1;
  }
  return offset;
}

export function spanOf(text: Lined, { start, end }: Range, encoding: Encoding): Span {
  return { start: offsetAt(text, start, encoding), end: offsetAt(text, end, encoding) };
}

function withoutLineEnd(text: string, start: number, end: number): number {
  let last = end;
  if (last > start && text.charCodeAt(last - 1) === 10) last--;
  if (last > start && text.charCodeAt(last - 1) === 13) last--;
  return last;
}

function utf8Length(text: string, start: number, end: number): number {
  let length = 0;
  for (let offset = start; offset < end; ) {
    const code = text.codePointAt(offset) ?? 0;
    length += utf8Width(code);
    offset += code > 0xffff ? 2 : 1;
  }
  return length;
}

/** How many bytes a code point has in UTF-8. */
function utf8Width(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
