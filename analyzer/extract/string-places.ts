import type { Span } from '#parser/span.ts';
import { note } from '../evaluate/code-notes.ts';
import type { Session } from '../evaluate/session.ts';
import type { Site } from '../site.ts';
import { exprOf, type StringPart } from '../syntax/module.ts';

/**
 * Turns ranges of an evaluated string into places: where the string is written
 * with interpolations, each range is looked for in the text between them. A
 * range that an interpolation gives, or that runs over one, is the whole string.
 */
export function stringPlaces(session: Session, site: Site, text: string): (range: Span) => Site {
  const code = session.code(site.file);
  if (code) note(code, site.expr);
  const expr = code && exprOf(code.module, site.expr);
  if (expr?.kind !== 'string' || site.content) return () => site;
  const pieces = piecesOf(expr.parts, text);
  const isWhole = expr.parts.length === 1;
  return ({ start, end }) => {
    const piece = pieces.find((one) => one.start <= start && end <= one.end);
    if (!piece) return site;
    const content = { start: start - piece.start, end: end - piece.start };
    return isWhole ? { ...site, content } : { ...site, content, part: piece.part };
  };
}

interface Piece extends Span {
  readonly part: number;
}

/** Where the written parts stand in the text that they make. */
function piecesOf(parts: readonly StringPart[], text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const [part, written] of parts.entries()) {
    if (typeof written !== 'string') continue;
    const isLast = part === parts.length - 1;
    const start = isLast ? text.length - written.length : text.indexOf(written, from);
    if (start < from || !text.startsWith(written, start)) return pieces;
    from = start + written.length;
    pieces.push({ start, end: from, part });
  }
  return pieces;
}
