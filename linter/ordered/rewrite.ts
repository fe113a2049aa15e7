import type { Span } from '#parser/span.ts';
import type { Group } from './groups.ts';
import type { Piece } from './layout.ts';

/** A replacement in the text of the container's file. */
export interface Replacement {
  readonly span: Span;
  readonly text: string;
}

/**
 * Puts each piece into the place that its rank says. What stands between the
 * places stays, and so do indentation, blank lines and line breaks.
 *
 * `undefined` where a comment shares a line with something else: moved, it
 * could swallow code or pass to another element. Also where the comment of an
 * item would come to head the group, or may already do so.
 */
export function sortPieces(
  { pieces: group, top }: Group,
  ranks: readonly number[],
  text: string,
): Replacement | undefined {
  if (!canMove(group) || top === 'unclear') return undefined;
  const rankOf = new Map(group.map((piece, index) => [piece, ranks[index] ?? 0]));
  const sorted = group.toSorted((a, b) => (rankOf.get(a) ?? 0) - (rankOf.get(b) ?? 0));
  if (top === 'heading' && sorted[0]?.isHeaded) return undefined;
  const first = group.findIndex((piece, place) => sorted[place] !== piece);
  const last = group.findLastIndex((piece, place) => sorted[place] !== piece);
  const span = { start: group[first]?.start ?? 0, end: group[last]?.end ?? 0 };
  const parts = sorted.slice(first, last + 1).map((piece, offset) => {
    const here = group[first + offset];
    const next = group[first + offset + 1];
    const between = here && next && first + offset < last ? text.slice(here.end, next.start) : '';
    return text.slice(piece.start, piece.end) + between;
  });
  return { span, text: parts.join('') };
}

/** Takes one of two neighbours out, the later one if both could go; never one with a comment. */
export function removePiece(
  first: Piece,
  second: Piece,
  { pieces, top }: Group,
): Replacement | undefined {
  if (top === 'unclear' || (top === 'heading' && pieces[0] === first && second.isHeaded))
    return undefined;
  // What follows the second on its line would become part of a comment of the first.
  if (first.hasComments && !second.isAlone) return undefined;
  if (!second.hasComments) return { span: { start: first.end, end: second.end }, text: '' };
  const fits = !first.hasComments && first.isAlone && second.isAlone;
  return fits ? { span: { start: first.start, end: second.start }, text: '' } : undefined;
}

function canMove(group: readonly Piece[]): boolean {
  return group.every(({ isAlone }) => isAlone) || group.every(({ hasComments }) => !hasComments);
}
