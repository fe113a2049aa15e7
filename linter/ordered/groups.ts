import type { Container } from '#analyzer/order/elements.ts';
import type { Span } from '#parser/span.ts';
import { type Layout, type Piece, type Source, withoutHeading } from './layout.ts';

/** Members that are sorted among themselves. */
export interface Group {
  /** In the order of the text; the first without the heading of the group. */
  readonly pieces: readonly Piece[];
  /**
   * What a comment above the first item means.
   *
   * - `own`: it belongs to the item, like any other.
   * - `heading`: it heads the group, so no item may bring its own there.
   * - `unclear`: there is one, and it may be either.
   */
  readonly top: 'own' | 'heading' | 'unclear';
}

/**
 * The members that are sorted among themselves.
 *
 * A comment that belongs to no element always ends a group. So does a blank
 * line in a list or a set, unless one stands between all elements, where it is
 * layout. Blocks are always apart, so there it means nothing.
 *
 * All this depends on places that sorting leaves alone, so that what has been
 * sorted has the groups it had.
 */
export function groupsOf(
  { kind }: Container,
  { pieces, strays }: Layout,
  source: Source,
): readonly Group[] {
  const members = pieces.filter(({ element }) => element.key !== undefined);
  const runs = split(members, (piece, before) => {
    if (kind !== 'blocks' && piece.index !== before.index + 1) return true;
    return isBetween(before, piece, strays);
  });
  if (kind === 'blocks') return runs.map((run) => ({ pieces: run, top: 'own' }));
  const groups = blankGroups(runs, source.text);
  return groups.map((group) => {
    const isApart = isSetApart(group, { pieces, strays }, source.text);
    if (!isApart) return { pieces: group, top: 'own' };
    return groupBelowTop(group, groups.length === 1, source);
  });
}

function isBetween(before: Piece, after: Piece, strays: readonly Span[]): boolean {
  return strays.some(({ start }) => before.end <= start && start < after.start);
}

function blankGroups(
  runs: readonly (readonly Piece[])[],
  text: string,
): readonly (readonly Piece[])[] {
  const groups = runs.flatMap((run) => {
    return split(run, (piece, before) => hasBlankLine(before, piece, text));
  });
  return groups.every(({ length }) => length === 1) ? runs : groups;
}

/** Whether a comment above the first item may head all of them: they are written closely, and nothing closely above. */
function isSetApart(group: readonly Piece[], { pieces, strays }: Layout, text: string): boolean {
  const [first, second] = group;
  if (!first || !second || hasBlankLine(first, second, text)) return false;
  const before = pieces[first.index - 1];
  return !before || hasBlankLine(before, first, text) || isBetween(before, first, strays);
}

/** A comment above every item is of the item, when no other group has to be headed. */
function groupBelowTop(group: readonly Piece[], isOnly: boolean, source: Source): Group {
  const headed = group.filter(({ isHeaded }) => isHeaded);
  if (isOnly && headed.length === group.length) return { pieces: group, top: 'own' };
  if (!group[0]?.isHeaded) return { pieces: group, top: 'heading' };
  if (headed.length > 1) return { pieces: group, top: 'unclear' };
  const [first, ...others] = group;
  return { pieces: [withoutHeading(first, source), ...others], top: 'heading' };
}

function hasBlankLine(before: Piece, after: Piece, text: string): boolean {
  return /\n[^\S\n]*\n/.test(text.slice(before.end, after.start));
}

function split(
  pieces: readonly Piece[],
  begins: (piece: Piece, before: Piece) => boolean,
): readonly (readonly Piece[])[] {
  const groups: Piece[][] = [];
  for (const [index, piece] of pieces.entries()) {
    const before = pieces[index - 1];
    if (!before || begins(piece, before)) groups.push([piece]);
    else groups.at(-1)?.push(piece);
  }
  return groups;
}
