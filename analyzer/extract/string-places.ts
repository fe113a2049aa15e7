import type { Span } from '#parser/span.ts';
import { note } from '../evaluate/code-notes.ts';
import type { Session } from '../evaluate/session.ts';
import type { Site } from '../site.ts';
import { type ExprId, exprOf, type Module } from '../syntax/module.ts';

/**
 * Turns ranges of an evaluated string into places: where the string is written
 * with interpolations, or as a sum of strings, each range is looked for in the
 * text that is written out. A range that an interpolation gives, or that runs
 * over one, is the whole string.
 */
export function stringPlaces(session: Session, site: Site, text: string): (range: Span) => Site {
  const code = session.code(site.file);
  if (code) note(code, site.expr);
  if (!code || site.content) return () => site;
  const written = writtenParts(code.module, site.expr as ExprId, (expr) => note(code, expr));
  const pieces = piecesOf(written, text);
  return ({ start, end }) => {
    const piece = pieces.find((one) => one.start <= start && end <= one.end);
    if (!piece) return site;
    const content = { start: start - piece.start, end: end - piece.start };
    const { expr, part } = piece;
    return { ...site, expr, content, ...(part === undefined ? {} : { part }) };
  };
}

/** Text that is written out; `undefined` stands for one that code gives. */
type Written = { readonly text: string; readonly expr: ExprId; readonly part: number | undefined };

function writtenParts(
  module: Module,
  id: ExprId,
  look: (expr: ExprId) => void,
): readonly (Written | undefined)[] {
  look(id);
  const expr = exprOf(module, id);
  if (expr.kind === 'binary' && expr.operator === '+')
    return [expr.left, expr.right].flatMap((side) => writtenParts(module, side, look));
  if (expr.kind !== 'string') return [undefined];
  const isWhole = expr.parts.length === 1;
  return expr.parts.map((text, part) =>
    typeof text === 'string' ? { text, expr: id, part: isWhole ? undefined : part } : undefined,
  );
}

interface Piece extends Span {
  readonly expr: ExprId;
  readonly part: number | undefined;
}

/** Where the written parts stand in the text that they make. One that may stand in two places has none. */
function piecesOf(parts: readonly (Written | undefined)[], text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  let isNext = true;
  for (const [index, written] of parts.entries()) {
    if (!written) {
      isNext = false;
      continue;
    }
    const isLast = index === parts.length - 1;
    const start = startOf(written.text, { text, from, isNext, isLast });
    if (start === undefined) return pieces;
    if (start === 'unclear') continue;
    from = start + written.text.length;
    isNext = true;
    pieces.push({ start, end: from, expr: written.expr, part: written.part });
  }
  return pieces;
}

interface Around {
  readonly text: string;
  readonly from: number;
  /** Whether nothing that code gives stands before. */
  readonly isNext: boolean;
  readonly isLast: boolean;
}

function startOf(
  written: string,
  { text, from, isNext, isLast }: Around,
): number | 'unclear' | undefined {
  const found = isNext ? from : isLast ? text.length - written.length : text.indexOf(written, from);
  if (found < from || !text.startsWith(written, found)) return undefined;
  if (isNext || isLast) return found;
  return text.includes(written, found + 1) ? 'unclear' : found;
}
