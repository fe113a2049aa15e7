/**
 * Code with the places where lines may end. What a group holds goes on one line
 * where it has room there; else its lines end at every place of its own.
 */
export type Doc = readonly Doc[] | string | Text | Space | Nested | Group | Raw | Around;

/** Code, or a comment, which has room wherever it is. */
export interface Text {
  readonly kind: 'text';
  readonly role: 'code' | 'comment' | 'beside';
  readonly text: string;
}

/**
 * What stands between two texts, from the weakest to the strongest; of several
 * in a row, the strongest counts. Soft ones end the line only where what follows
 * has no room on it.
 */
export const Strength = Object.freeze({
  softEdge: 0,
  edge: 1,
  gap: 2,
  softLine: 3,
  line: 4,
  newline: 5,
  blank: 6,
  ends: 7,
});

export interface Space {
  readonly kind: 'space';
  readonly strength: number;
  /** How many lines end, for `ends`. */
  readonly lines: number;
}

/** What stands further in: by a step where it begins a line, or by so many columns. */
export interface Nested {
  readonly kind: 'nested';
  readonly steps: number;
  readonly columns: number;
  readonly doc: Doc;
}

/**
 * Of a group with `preferred` ones in it, one of those is opened where that leaves
 * all others on one line. Those in an `open` group count as those of the group around.
 */
export interface Group {
  readonly kind: 'group';
  readonly role: 'plain' | 'preferred' | 'open';
  readonly doc: Doc;
}

/** What stays as it is over several lines, moved as far as its first one. */
export interface Raw {
  readonly kind: 'raw';
  readonly lines: readonly string[];
  /** How far in the line stands that it begins on. */
  readonly indent: number;
}

/** What is said around a token that begins or ends at an offset of the source. */
export interface Around {
  readonly kind: 'around';
  readonly at: number;
  readonly doc: Doc;
}

function space(strength: number, lines = 0): Space {
  return { kind: 'space', strength, lines };
}

/** A space that no line ends at. */
export const gap = space(Strength.gap);
export const line = space(Strength.line);
export const edge = space(Strength.edge);
export const softLine = space(Strength.softLine);
export const softEdge = space(Strength.softEdge);
export const newline = space(Strength.newline);
/** A line end with a blank line behind it. */
export const blank = space(Strength.blank);
/** A line end within a text. */
export const textEnd = space(Strength.ends, 1);

export function group(doc: Doc, role: Group['role'] = 'plain'): Group {
  return { kind: 'group', role, doc };
}

export function nested(doc: Doc): Nested {
  return { kind: 'nested', steps: 1, columns: 0, doc };
}

export function offset(columns: number, doc: Doc): Nested {
  return { kind: 'nested', steps: 0, columns, doc };
}

export function comment(text: string, role: 'comment' | 'beside' = 'comment'): Text {
  return { kind: 'text', role, text };
}

export function separated(docs: readonly Doc[], by: Doc): readonly Doc[] {
  return docs.flatMap((doc, index) => (index === 0 ? [doc] : [by, doc]));
}

export function isSequence(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc);
}
