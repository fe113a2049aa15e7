/**
 * Code with the places where lines may end. What a group holds goes on one line
 * where it has room there; else its lines end at every place of its own.
 */
export type Doc = string | readonly Doc[] | Break | Nested | Group | Raw;

/** Where a line ends or, on one line, what stands instead. */
interface Break {
  readonly kind: 'break';
  readonly flat: '' | ' ';
  /** `fill` ends the line only where what follows has no room on it, `always` on no line with others. */
  readonly ends: 'with group' | 'fill' | 'always';
  /** How many lines end. */
  readonly lines: 1 | 2;
}

interface Nested {
  readonly kind: 'nested';
  readonly doc: Doc;
}

/**
 * Of a group with `preferred` ones in it, one of those is opened where that leaves
 * all others on one line. Those in an `open` group count as those of the group around.
 */
interface Group {
  readonly kind: 'group';
  readonly role: 'plain' | 'preferred' | 'open';
  readonly doc: Doc;
}

/** What stays as it is over several lines, moved as far as its first one. */
export interface Raw {
  readonly kind: 'raw';
  readonly text: string;
  /** How far in the line stands that it begins on. */
  readonly indent: number;
}

export const line: Break = { kind: 'break', flat: ' ', ends: 'with group', lines: 1 };
export const edge: Break = { kind: 'break', flat: '', ends: 'with group', lines: 1 };
export const fill: Break = { kind: 'break', flat: ' ', ends: 'fill', lines: 1 };
export const soft: Break = { ...fill, flat: '' };
export const newline: Break = { kind: 'break', flat: '', ends: 'always', lines: 1 };
/** A line end with a blank line behind it. */
export const blank: Break = { ...newline, lines: 2 };

export function group(doc: Doc, role: Group['role'] = 'plain'): Group {
  return { kind: 'group', role, doc };
}

export function nested(doc: Doc): Nested {
  return { kind: 'nested', doc };
}

/** A part of a layout with how many steps it stands in. */
export interface Piece {
  readonly doc: Exclude<Doc, readonly Doc[] | Nested>;
  readonly level: number;
}

/** What a layout consists of, in order. */
export function piecesOf(doc: Doc, level: number): readonly Piece[] {
  if (isSequence(doc)) return doc.flatMap((each) => piecesOf(each, level));
  if (typeof doc !== 'string' && doc.kind === 'nested') return piecesOf(doc.doc, level + 1);
  return doc === '' ? [] : [{ doc, level }];
}

/** Pieces with the parts of open groups instead of those. */
export function unfolded(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.flatMap((piece) => {
    const { doc, level } = piece;
    return isGroup(doc) && doc.role === 'open' ? unfolded(piecesOf(doc.doc, level)) : piece;
  });
}

export function isGroup(doc: Doc): doc is Group {
  return typeof doc !== 'string' && !isSequence(doc) && doc.kind === 'group';
}

function isSequence(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc);
}

/** What pieces say on one line; `undefined` where they cannot stand on one. */
export function flatText(pieces: readonly Piece[]): string | undefined {
  let text = '';
  for (const { doc, level } of pieces) {
    const part = flatOf(doc, level);
    if (part === undefined) return undefined;
    text += part;
  }
  return text;
}

function flatOf(doc: Piece['doc'], level: number): string | undefined {
  if (typeof doc === 'string') return doc;
  switch (doc.kind) {
    case 'break':
      return doc.ends === 'always' ? undefined : doc.flat;
    case 'raw':
      return undefined;
    case 'group':
      return flatText(piecesOf(doc.doc, level));
  }
}
