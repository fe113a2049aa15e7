import type { Container } from '#analyzer/order/elements.ts';
import type { Span } from '#parser/span.ts';
import type { Layout, Piece } from './layout.ts';

/**
 * The members that are sorted among themselves.
 *
 * A comment that belongs to no element always ends a group. So does a blank
 * line in a list, unless one stands between all its elements, where it is
 * layout. Among attributes it does when the comment below it heads several of
 * them, written closely. Blocks are always apart, so there it means nothing.
 */
export function groupsOf(
  { kind }: Container,
  { pieces, strays }: Layout,
  text: string,
): readonly (readonly Piece[])[] {
  const members = pieces.filter(({ element }) => element.key !== undefined);
  const runs = split(members, (piece, before) => {
    if (kind !== 'blocks' && piece.index !== before.index + 1) return true;
    return isBetween(before, piece, strays);
  });
  switch (kind) {
    case 'list':
      return runs.flatMap((run) => blankGroups(run, text));
    case 'attributes':
      return runs.flatMap((run) => sections(run, text));
    case 'blocks':
      return runs;
  }
}

function isBetween(before: Piece, after: Piece, strays: readonly Span[]): boolean {
  return strays.some(({ start }) => before.end <= start && start < after.start);
}

function blankGroups(run: readonly Piece[], text: string): readonly (readonly Piece[])[] {
  const groups = split(run, (piece, before) => hasBlankLine(before, piece, text));
  return groups.length === run.length ? [run] : groups;
}

function sections(run: readonly Piece[], text: string): readonly (readonly Piece[])[] {
  return split(run, (piece, before, next) => {
    if (!piece.isHeaded || !next || next.isHeaded) return false;
    return hasBlankLine(before, piece, text) && !hasBlankLine(piece, next, text);
  });
}

function hasBlankLine(before: Piece, after: Piece, text: string): boolean {
  return /\n[^\S\n]*\n/.test(text.slice(before.end, after.start));
}

function split(
  pieces: readonly Piece[],
  begins: (piece: Piece, before: Piece, next: Piece | undefined) => boolean,
): readonly (readonly Piece[])[] {
  const groups: Piece[][] = [];
  for (const [index, piece] of pieces.entries()) {
    const before = pieces[index - 1];
    if (!before || begins(piece, before, pieces[index + 1])) groups.push([piece]);
    else groups.at(-1)?.push(piece);
  }
  return groups;
}
