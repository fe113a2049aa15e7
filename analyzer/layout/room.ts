import { type Space, Strength, type Text } from './doc.ts';
import { mergedSpace, type Piece, type PieceGroup } from './pieces.ts';

/** Pieces that follow, up to the end. */
export type Rest =
  | { readonly pieces: readonly Piece[]; readonly from: number; readonly rest: Rest }
  | undefined;

/** A piece that is not a space, with the space before it; without one, the end. */
interface Step<Found extends Piece = Exclude<Piece, Space>> {
  readonly space: Space | undefined;
  readonly piece: Found | undefined;
  readonly rest: Rest;
}

function next(start: Rest): Step {
  let space: Space | undefined;
  for (let at = start; at; ) {
    const piece: Piece | undefined = at.pieces[at.from];
    at = piece ? { ...at, from: at.from + 1 } : at.rest;
    if (piece?.kind === 'space') space = space ? mergedSpace(space, piece) : piece;
    else if (piece) return { space, piece, rest: at };
  }
  return { space, piece: undefined, rest: undefined };
}

/** As `next`, with what is in groups one by one. */
function nextText(start: Rest): Step<Exclude<Piece, Space | PieceGroup>> {
  let space: Space | undefined;
  for (let at = start; ; ) {
    const { piece, rest, ...found } = next(at);
    space = space && found.space ? mergedSpace(space, found.space) : (space ?? found.space);
    if (piece?.kind !== 'group') return { space, piece, rest };
    at = { pieces: piece.pieces, from: 0, rest };
  }
}

function widthOf(piece: Exclude<Piece, Space | PieceGroup>): number {
  if (piece.kind === 'raw') return piece.lines[0]?.length ?? 0;
  return piece.role === 'code' ? piece.text.length : 0;
}

/** What pieces say on one line with so much room; `undefined` where they cannot stand there. */
export function onOneLine(
  pieces: readonly Piece[],
  { room, indents }: { readonly room: number; readonly indents: number },
): { readonly text: string; readonly columns: number } | undefined {
  let [text, left] = ['', room];
  for (let at: Rest = { pieces, from: 0, rest: undefined }; ; ) {
    const { space, piece, rest } = nextText(at);
    if (piece?.kind === 'raw' || endsLine(space)) return undefined;
    const by = space && space.strength >= Strength.gap ? ' ' : '';
    left -= by.length + (piece ? widthOf(piece) : 0);
    if (left < 0) return undefined;
    text += by + textAt(piece, text.length + by.length === indents);
    if (!piece) return { text, columns: text.length };
    at = rest;
  }
}

function endsLine(space: Space | undefined): boolean {
  return space !== undefined && space.strength >= Strength.newline;
}

/** A text on a line; what is said behind a token stands apart from where lines begin. */
function textAt(piece: Text | undefined, isAtIndent: boolean): string {
  return (isAtIndent && piece?.role === 'beside' ? ' ' : '') + (piece?.text ?? '');
}

/** How much of what follows stands on the same line in any case. */
export function firstWidth(start: Rest): number {
  let columns = 0;
  for (let at = start; ; ) {
    const { space, piece, rest } = nextText(at);
    if (space && space.strength !== Strength.gap) return columns;
    columns += (space ? 1 : 0) + (piece ? widthOf(piece) : 0);
    if (!piece || piece.kind === 'raw') return columns;
    at = rest;
  }
}

/** Whether what follows has room on the line, up to where that may end. */
export function firstLineFits(
  start: Rest,
  { room, width }: { readonly room: number; readonly width: number },
): boolean {
  let columns = 0;
  for (let at = start; columns <= width; ) {
    const { space, piece, rest } = next(at);
    if (!piece || (space && space.strength !== Strength.gap)) return columns <= room;
    columns += space ? 1 : 0;
    at = rest;
    if (piece.kind !== 'group') {
      columns += widthOf(piece);
      if (piece.kind === 'raw') return columns <= room;
      continue;
    }
    const flat = onOneLine(piece.pieces, {
      room: width - columns - firstWidth(rest),
      indents: -1,
    });
    if (flat) columns += flat.columns;
    else at = { pieces: piece.pieces, from: 0, rest };
  }
  return false;
}

/** How far in the next text stands where it begins a line. */
export function nextDepth(rest: Rest): { readonly steps: number; readonly columns: number } {
  return nextText(rest).piece ?? { steps: 0, columns: 0 };
}
