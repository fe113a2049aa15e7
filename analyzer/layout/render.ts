import type { Span } from '#parser/span.ts';
import { step, width } from '../edit/beside.ts';
import type { Doc } from './doc.ts';
import { Strength } from './doc.ts';
import { type Piece, type PieceGroup, piecesOf } from './pieces.ts';
import { firstLineFits, firstWidth, nextDepth, onOneLine, type Rest } from './room.ts';

/** How many steps and columns lines stand in, from the outside to here. */
interface Indent {
  readonly steps: number;
  readonly columns: number;
}

/** What has been written so far. A line that nothing stands on yet has no columns. */
interface Written {
  readonly text: string;
  /** How wide the line is behind its indentation. */
  readonly column: number;
  readonly indents: readonly Indent[];
}

/**
 * The text of a layout that begins so far in. Indented lines have all of `width`
 * behind their indentation; however many steps in one line begins, the next is
 * one step further in at most.
 */
export function render(doc: Doc, whole: Span, columns: number): string {
  const start: Written = { text: '', column: 0, indents: [{ steps: 0, columns }] };
  const all: Piece = { kind: 'group', role: 'plain', pieces: piecesOf(doc, whole) };
  return write(start, [all], undefined).text.trim();
}

function write(written: Written, pieces: readonly Piece[], rest: Rest): Written {
  let now = written;
  for (const [index, piece] of pieces.entries()) {
    now = writePiece(now, piece, { pieces, from: index + 1, rest });
  }
  return now;
}

function writePiece(written: Written, piece: Piece, rest: Rest): Written {
  switch (piece.kind) {
    case 'text':
      if (piece.role === 'beside' && written.column === 2 && isFurtherIn(written, rest))
        return plus(written, ` ${piece.text}`);
      return writeText(written, piece.text, piece);
    case 'raw':
      return writeRaw(written, piece);
    case 'space':
      return writeSpace(written, piece, rest);
    case 'group':
      return writeGroup(written, piece, rest);
  }
}

function isFurtherIn(written: Written, rest: Rest): boolean {
  return nextDepth(rest).steps > stepsOf(written);
}

function stepsOf({ indents }: Written): number {
  return indents.at(-1)?.steps ?? 0;
}

function plus(written: Written, text: string): Written {
  return { ...written, text: written.text + text, column: written.column + text.length };
}

function endLine(written: Written, lines: number): Written {
  return { ...written, text: written.text + '\n'.repeat(lines), column: 0 };
}

function writeSpace(
  written: Written,
  { strength, lines }: Extract<Piece, { kind: 'space' }>,
  rest: Rest,
): Written {
  if (written.column === 0) return written;
  const room = width - written.column;
  switch (strength) {
    case Strength.gap:
      return plus(written, ' ');
    case Strength.softEdge:
      return firstLineFits(rest, { room, width }) ? written : endLine(written, 1);
    case Strength.softLine:
      return firstLineFits(rest, { room: room - 1, width })
        ? plus(written, ' ')
        : endLine(written, 1);
    case Strength.blank:
      return endLine(written, 2);
    case Strength.ends:
      return endLine(written, lines);
    default:
      return endLine(written, 1);
  }
}

/** The indentation once something so many steps in is written. */
function indented({ column, indents }: Written, steps: number): readonly Indent[] {
  const around = indents.filter((each) => each.steps <= steps);
  const last = around.at(-1) ?? { steps: 0, columns: 0 };
  if (steps === last.steps) return around;
  return [...around, { steps, columns: column === 0 ? last.columns + step : last.columns }];
}

function writeText(written: Written, text: string, { steps, columns }: Indent): Written {
  const indents = indented(written, steps);
  const begins = written.column === 0 ? (indents.at(-1)?.columns ?? 0) + columns : 0;
  return {
    text: `${written.text}${' '.repeat(written.text === '' ? 0 : begins)}${text}`,
    column: written.column + text.length,
    indents,
  };
}

function writeRaw(written: Written, piece: Extract<Piece, { kind: 'raw' }>): Written {
  const [first = '', ...others] = piece.lines;
  const begun = writeText(written, first, piece);
  const by = (begun.indents.at(-1)?.columns ?? 0) + piece.columns - piece.indent;
  const moved = others.map((each) => movedLine(each, by));
  const last = moved.at(-1);
  if (last === undefined) return begun;
  return { ...begun, text: [begun.text, ...moved].join('\n'), column: last.trimStart().length };
}

function movedLine(text: string, by: number): string {
  if (by >= 0) return text === '' ? '' : ' '.repeat(by) + text;
  return text.slice(Math.min(-by, /^ */.exec(text)?.[0].length ?? 0));
}

function writeGroup(written: Written, { role, pieces }: PieceGroup, rest: Rest): Written {
  return (
    flat(written, pieces, rest) ??
    (role === 'open' ? undefined : withPreferred(written, segmentsOf(pieces), rest)) ??
    write(written, pieces, rest)
  );
}

/** Pieces on one line, where they have room there. */
function flat(written: Written, all: readonly Piece[], rest: Rest): Written | undefined {
  if (all.length === 0) return written;
  const isFirst = written.column === 0;
  const pieces = isFirst ? withoutFirstSpace(all) : all;
  const own = nextDepth({ pieces, from: 0, rest: undefined });
  const steps = stepsOf(written);
  const lineSteps = isFirst && own.steps > steps ? steps + step : steps;
  const more = nextDepth(rest).steps > lineSteps ? step : 0;
  const room = width - written.column - firstWidth(rest);
  const line = onOneLine(pieces, { room, indents: more - written.column });
  if (line?.text === '') return written;
  return line && (isFirst ? writeText(written, line.text, own) : plus(written, line.text));
}

function withoutFirstSpace(pieces: readonly Piece[]): readonly Piece[] {
  const [first, ...others] = pieces;
  if (first?.kind === 'space') return others;
  if (first?.kind !== 'group' || first.pieces[0]?.kind !== 'space') return pieces;
  return [{ ...first, pieces: first.pieces.slice(1) }, ...others];
}

/** Pieces with those of open groups among them, each preferred group by itself. */
function segmentsOf(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.flatMap((piece) => {
    return piece.kind === 'group' && piece.role === 'open' ? segmentsOf(piece.pieces) : piece;
  });
}

/** With the last preferred group opened that leaves all others on one line. */
function withPreferred(
  written: Written,
  pieces: readonly Piece[],
  rest: Rest,
): Written | undefined {
  for (let index = pieces.length - 1; index >= 0; index--) {
    const piece = pieces[index];
    if (piece?.kind !== 'group' || piece.role !== 'preferred') continue;
    const [before, behind] = [pieces.slice(0, index), pieces.slice(index + 1)];
    const behindRest = { pieces: behind, from: 0, rest };
    const begun = flat(written, before, { pieces: piece.pieces, from: 0, rest: behindRest });
    if (!begun) continue;
    const closing = { pieces: behind.flatMap(asFlat), from: 0, rest };
    const done = flat(write(begun, piece.pieces, closing), behind, rest);
    if (done) return done;
  }
  return undefined;
}

/** A piece as it is on one line; what is in groups stays. */
function asFlat(piece: Piece): readonly Piece[] {
  if (piece.kind !== 'space') return [piece];
  const { softEdge, edge, softLine, line, gap } = Strength;
  if (piece.strength === softEdge || piece.strength === edge) return [];
  const isLine = piece.strength === softLine || piece.strength === line;
  return [isLine ? { ...piece, strength: gap } : piece];
}
