import type { Span } from '#parser/span.ts';
import {
  type Doc,
  type Group,
  gap,
  isSequence,
  type Raw,
  type Space,
  Strength,
  type Text,
} from './doc.ts';

/** Where a text begins a line: so many steps in, and so many columns further. */
interface Depth {
  readonly steps: number;
  readonly columns: number;
}

export type Piece = (Text & Depth) | (Raw & Depth) | Space | PieceGroup;

export interface PieceGroup {
  readonly kind: 'group';
  readonly role: Group['role'];
  readonly pieces: readonly Piece[];
}

/**
 * What a layout consists of, in order: spaces that meet are one, and what ends
 * lines in any case stands outside of the groups that begin or end with it.
 * What is said around all of it is left out.
 */
export function piecesOf(doc: Doc, whole: Span): readonly Piece[] {
  return joined(flat(doc, { steps: 0, columns: 0, whole }), false).pieces;
}

interface Place extends Depth {
  readonly whole: Span;
}

function flat(doc: Doc, place: Place): readonly Piece[] {
  if (isSequence(doc)) return doc.flatMap((each) => flat(each, place));
  const { whole, ...depth } = place;
  if (typeof doc === 'string')
    return doc === '' ? [] : [{ kind: 'text', role: 'code', text: doc, ...depth }];
  switch (doc.kind) {
    case 'text':
    case 'raw':
      return [{ ...doc, ...depth }];
    case 'space':
      return [doc];
    case 'nested':
      return flat(doc.doc, {
        steps: depth.steps + doc.steps,
        columns: depth.columns + doc.columns,
        whole,
      });
    case 'group':
      return [{ kind: 'group', role: doc.role, pieces: flat(doc.doc, place) }];
    case 'around':
      return doc.at === whole.start || doc.at === whole.end ? [] : flat(doc.doc, place);
  }
}

/** Pieces while those that meet are joined. */
interface Joining {
  readonly pieces: Piece[];
  /** What is still to come, the last one first. */
  readonly left: Piece[];
  /** A gap before all of them, until they take it. */
  hasGap: boolean;
}

/** Spaces and texts that meet become one. A gap before a group joins the space that the group begins with. */
function joined(
  all: readonly Piece[],
  isBehindGap: boolean,
): { readonly pieces: readonly Piece[]; readonly tookGap: boolean } {
  const joining: Joining = { pieces: [], left: all.toReversed(), hasGap: isBehindGap };
  for (let piece = joining.left.pop(); piece; piece = joining.left.pop()) {
    if (piece.kind === 'space') addSpace(joining, piece);
    else if (piece.kind === 'group') addGroup(joining, piece);
    else addText(joining, piece);
  }
  return { pieces: joining.pieces, tookGap: isBehindGap && !joining.hasGap };
}

function addSpace(joining: Joining, space: Space): void {
  const { pieces, hasGap } = joining;
  const last = pieces.at(-1);
  if (last?.kind === 'space') pieces[pieces.length - 1] = mergedSpace(last, space);
  else pieces.push(!last && hasGap ? mergedSpace(gap, space) : space);
  if (!last) joining.hasGap = false;
}

function addText({ pieces }: Joining, piece: Piece): void {
  const last = pieces.at(-1);
  const isMore = piece.kind === 'text' && last?.kind === 'text' && last.role === piece.role;
  if (isMore) pieces[pieces.length - 1] = { ...last, text: last.text + piece.text };
  else pieces.push(piece);
}

function addGroup(joining: Joining, { role, pieces: own }: PieceGroup): void {
  const { pieces, left } = joining;
  const last = pieces.at(-1);
  const inner = joined(own, last ? isGap(last) : joining.hasGap);
  if (inner.tookGap && last) pieces.pop();
  else if (inner.tookGap) joining.hasGap = false;
  const { before, core, behind } = lifted(inner.pieces);
  if (core.length === 0) {
    left.push(...[...before, ...behind].toReversed());
    return;
  }
  pushAll(pieces, before);
  pieces.push({ kind: 'group', role, pieces: withoutShell(core, role) });
  left.push(...behind.toReversed());
}

function isGap(piece: Piece): boolean {
  return piece.kind === 'space' && piece.strength === Strength.gap;
}

function pushAll(pieces: Piece[], added: readonly Piece[]): void {
  const [first, ...others] = added;
  const last = pieces.at(-1);
  if (first?.kind === 'space' && last?.kind === 'space') {
    pieces[pieces.length - 1] = mergedSpace(last, first);
    pieces.push(...others);
  } else pieces.push(...added);
}

/** What of a group has its place whatever becomes of the group. */
function lifted(
  pieces: readonly Piece[],
): Readonly<Record<'before' | 'core' | 'behind', readonly Piece[]>> {
  const start = pieces.findIndex((piece) => !isFirm(piece) && !isComment(piece));
  if (start === -1) return { before: pieces, core: [], behind: [] };
  const end = pieces.findLastIndex((piece) => !isFirm(piece)) + 1;
  return {
    before: pieces.slice(0, start),
    core: pieces.slice(start, end),
    behind: pieces.slice(end),
  };
}

/** Whether a space is the same on one line and on several. */
function isFirm(piece: Piece): boolean {
  if (piece.kind !== 'space') return false;
  return piece.strength === Strength.gap || piece.strength >= Strength.newline;
}

function isComment(piece: Piece): boolean {
  if (piece.kind === 'group') return piece.pieces.every((each) => isFirm(each) || isComment(each));
  return piece.kind === 'text' && piece.role !== 'code';
}

function withoutShell(pieces: readonly Piece[], role: Group['role']): readonly Piece[] {
  const [only, ...more] = pieces;
  return only?.kind === 'group' && more.length === 0 && only.role === role ? only.pieces : pieces;
}

/** The one space that two are where they meet. */
export function mergedSpace(one: Space, other: Space): Space {
  const [low, high] = one.strength <= other.strength ? [one, other] : [other, one];
  const is = (a: number, ...b: readonly number[]): boolean =>
    low.strength === a && b.includes(high.strength);
  const { softEdge, edge, gap, softLine, line, blank, ends } = Strength;
  if (is(edge, softLine, gap)) return { ...high, strength: line };
  if (is(softEdge, gap)) return { ...high, strength: softLine };
  if (high.strength !== ends) return high;
  if (low.strength === ends) return { ...high, lines: low.lines + high.lines };
  if (low.strength === gap) return high;
  return { ...high, lines: high.lines + (low.strength === blank ? 2 : 1) };
}
