import { step, width } from '../edit/beside.ts';
import { type Doc, flatText, isGroup, type Piece, piecesOf, type Raw, unfolded } from './doc.ts';

/** Pieces that follow, up to the end. */
type Rest =
  | { readonly pieces: readonly Piece[]; readonly from: number; readonly rest: Rest }
  | undefined;

/** What has been written so far. */
interface Written {
  readonly text: string;
  /** How wide the line is behind its indentation. */
  readonly column: number;
  /** How many lines have ended behind the text. */
  readonly ended: number;
  /** How many steps and columns lines stand in, from the outside to here. */
  readonly indents: readonly { readonly level: number; readonly columns: number }[];
}

/**
 * The text of a layout that begins so far in. Indented lines have all of `width`
 * behind their indentation; however many steps in one line begins, the next is
 * one step further in at most.
 */
export function render(doc: Doc, columns: number): string {
  const start: Written = { text: '', column: 0, ended: 0, indents: [{ level: 0, columns }] };
  return writePieces(start, {
    pieces: [{ doc: { kind: 'group', role: 'plain', doc }, level: 0 }],
    from: 0,
    rest: undefined,
  }).text;
}

function writePieces(written: Written, { pieces, from, rest }: Exclude<Rest, undefined>): Written {
  let now = written;
  for (let index = from; index < pieces.length; index++) {
    const piece = pieces[index];
    if (piece) now = writePiece(now, piece, { pieces, from: index + 1, rest });
  }
  return now;
}

function writePiece(written: Written, { doc, level }: Piece, rest: Rest): Written {
  if (typeof doc === 'string') return writeText(written, doc, level);
  switch (doc.kind) {
    case 'raw':
      return writeRaw(written, doc, level);
    case 'group':
      return writeGroup(written, { doc, level }, rest);
    case 'break': {
      const isEnd = doc.ends !== 'fill' || room(written) < doc.flat.length + firstWidth(rest);
      return isEnd
        ? { ...written, ended: Math.max(written.ended, doc.lines) }
        : writeText(written, doc.flat, level);
    }
  }
}

function writeText(written: Written, text: string, level: number): Written {
  if (text === '') return written;
  const below = written.indents.filter((each, index) => index === 0 || each.level <= level);
  const last = below.at(-1) ?? { level: 0, columns: 0 };
  const columns = written.ended > 0 ? last.columns + step : last.columns;
  const indents = level > last.level ? [...below, { level, columns }] : below;
  if (written.ended === 0) {
    return { ...written, text: written.text + text, column: written.column + text.length, indents };
  }
  const indent = ' '.repeat(indents.at(-1)?.columns ?? 0);
  const ends = '\n'.repeat(written.ended);
  return { text: `${written.text}${ends}${indent}${text}`, column: text.length, ended: 0, indents };
}

function writeRaw(written: Written, { text, indent }: Raw, level: number): Written {
  const [first = '', ...lines] = text.split('\n');
  const begun = writeText(written, first, level);
  const by = (begun.indents.at(-1)?.columns ?? 0) - indent;
  const moved = lines.map((each) => movedLine(each, by));
  const last = moved.at(-1);
  if (last === undefined) return begun;
  return { ...begun, text: [begun.text, ...moved].join('\n'), column: last.trimStart().length };
}

function movedLine(text: string, by: number): string {
  if (by >= 0) return text === '' ? '' : ' '.repeat(by) + text;
  return text.slice(Math.min(-by, /^ */.exec(text)?.[0].length ?? 0));
}

function writeGroup(written: Written, { doc, level }: Piece, rest: Rest): Written {
  if (!isGroup(doc)) return written;
  const pieces = piecesOf(doc.doc, level);
  const flat = flatText(pieces);
  if (flat !== undefined && flat.length + firstWidth(rest) <= room(written))
    return writeFlat(written, pieces);
  if (doc.role === 'open') return writePieces(written, { pieces, from: 0, rest });
  return writeOpened(written, pieces, rest);
}

/** Pieces that have no room on one line. */
function writeOpened(written: Written, pieces: readonly Piece[], rest: Rest): Written {
  return (
    withPreferred(written, unfolded(pieces), rest) ??
    writePieces(written, { pieces, from: 0, rest })
  );
}

/** Whether what was written stays within the line where it began. */
function firstLineFits(begun: Written, { text }: Written): boolean {
  const end = text.indexOf('\n', begun.text.length);
  const added = (end === -1 ? text.length : end) - begun.text.length;
  return begun.ended > 0 || added <= room(begun);
}

/** With the last preferred group opened that leaves all others on one line. */
function withPreferred(
  written: Written,
  pieces: readonly Piece[],
  rest: Rest,
): Written | undefined {
  for (let index = pieces.length - 1; index >= 0; index--) {
    const piece = pieces[index];
    if (!piece || !isGroup(piece.doc) || piece.doc.role !== 'preferred') continue;
    const [before, after] = [pieces.slice(0, index), pieces.slice(index + 1)];
    const [head, tail] = [flatText(before), flatText(after)];
    if (head === undefined || tail === undefined || head.length > room(written)) continue;
    const begun = writeFlat(written, before);
    const tailRest = { pieces: after, from: 0, rest };
    const opened = writeOpened(begun, innerPieces(piece), tailRest);
    const hasRoom = tail.length + firstWidth(rest) <= room(opened);
    if (hasRoom && firstLineFits(begun, opened)) return writeFlat(opened, after);
  }
  return undefined;
}

/** The parts of a group, of the inner one where it holds nothing but another. */
function innerPieces({ doc, level }: Piece): readonly Piece[] {
  const pieces = isGroup(doc) ? piecesOf(doc.doc, level) : [];
  const [only, ...more] = pieces;
  return only && more.length === 0 && isGroup(only.doc) ? innerPieces(only) : pieces;
}

function writeFlat(written: Written, pieces: readonly Piece[]): Written {
  const text = flatText(pieces) ?? '';
  const [first] = pieces;
  return writeText(
    written,
    written.ended > 0 ? text.trimStart() : text,
    first ? levelOf(first) : 0,
  );
}

/** How far in a group begins. */
function levelOf({ doc, level }: Piece): number {
  const first = isGroup(doc) ? piecesOf(doc.doc, level)[0] : undefined;
  return first ? levelOf(first) : level;
}

function room({ column, ended }: Written): number {
  return width - (ended > 0 ? 0 : column);
}

/** How much of what follows stands on the same line in any case. */
function firstWidth(rest: Rest): number {
  let sum = 0;
  for (let at = rest; at; at = at.rest) {
    for (let index = at.from; index < at.pieces.length; index++) {
      const piece = at.pieces[index];
      const found = piece ? widthUpToBreak(piece) : { columns: 0, isWhole: true };
      sum += found.columns;
      if (!found.isWhole) return sum;
    }
  }
  return sum;
}

function widthUpToBreak({ doc, level }: Piece): {
  readonly columns: number;
  readonly isWhole: boolean;
} {
  if (typeof doc === 'string') return { columns: doc.length, isWhole: true };
  if (doc.kind === 'break') return { columns: 0, isWhole: false };
  if (doc.kind === 'raw') return { columns: doc.text.split('\n')[0]?.length ?? 0, isWhole: false };
  let columns = 0;
  for (const piece of piecesOf(doc.doc, level)) {
    const found = widthUpToBreak(piece);
    columns += found.columns;
    if (!found.isWhole) return { columns, isWhole: false };
  }
  return { columns, isWhole: true };
}
