import type { Span } from '#parser/span.ts';
import type { Insertion } from './insertion.ts';
import { replacement } from './tokens.ts';

/**
 * Takes a piece out of what is between two brackets. A piece that fills its lines
 * goes with them, and with the blank lines that would then stand double, first or
 * last; any other one with the space beside it.
 */
export function removal(text: string, piece: Span, inside: Span): Insertion {
  const lineStart = text.lastIndexOf('\n', piece.start - 1) + 1;
  const newline = text.indexOf('\n', piece.end);
  const lineEnd = newline === -1 ? text.length : newline + 1;
  const isAlone =
    lineStart > inside.start &&
    lineEnd <= inside.end &&
    isBlank(text.slice(lineStart, piece.start)) &&
    isBlank(text.slice(piece.end, lineEnd));
  if (!isAlone) return inlineRemoval(text, piece);
  return { span: wholeLines(text, { start: lineStart, end: lineEnd }, inside), text: '' };
}

/** What remains of a list whose items a separator parts, when some are taken out. Not for all of them. */
export function itemRemovals(
  text: string,
  items: readonly Span[],
  isTaken: (index: number) => boolean,
): readonly Insertion[] {
  const edits: Insertion[] = [];
  for (let first = 0; first < items.length; first++) {
    if (!isTaken(first)) continue;
    let last = first;
    while (last + 1 < items.length && isTaken(last + 1)) last++;
    const start = first === 0 ? items[0]?.start : items[first - 1]?.end;
    const end = first === 0 ? items[last + 1]?.start : items[last]?.end;
    if (start !== undefined && end !== undefined) edits.push(replacement(text, { start, end }, ''));
    first = last;
  }
  return edits;
}

function inlineRemoval(text: string, { start, end }: Span): Insertion {
  const before = /[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  const after = /^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
  const isLast = /^\s|^$/.test(text.slice(end + after, end + after + 1));
  const isFirst = /\s|^$/.test(text.slice(start - before - 1, start - before));
  if (isLast && !isFirst) return replacement(text, { start: start - before, end: end + after }, '');
  if (before > 0 || isFirst) return replacement(text, { start, end: end + after }, '');
  return replacement(text, { start, end }, '');
}

function wholeLines(text: string, { start, end }: Span, inside: Span): Span {
  const isFirst = isBlank(text.slice(inside.start, start));
  const isLast = isBlank(text.slice(end, inside.end));
  const above = /(?:\n|^)((?:[ \t\r]*\n)+)$/.exec(text.slice(inside.start, start))?.[1] ?? '';
  const below = /^(?:[ \t\r]*\n)+/.exec(text.slice(end, inside.end))?.[0] ?? '';
  if (isLast && !isFirst) return { start: start - above.length, end };
  return isFirst || above !== '' ? { start, end: end + below.length } : { start, end };
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}
