import type { Container, Element } from '#analyzer/order/elements.ts';
import type { LineIndex } from '#parser/lines.ts';
import type { Span } from '#parser/span.ts';

/** An element with the comments that belong to it: what moves as one. */
export interface Piece extends Span {
  readonly element: Element;
  readonly index: number;
  /** Directly above the element or before it on its line. */
  readonly leading: readonly Span[];
  /** Behind the element. */
  readonly trailing: readonly Span[];
  readonly hasComments: boolean;
  /** A comment stands on the lines above the element. */
  readonly isHeaded: boolean;
  /** Nothing else is on its lines, so that a line comment in it can swallow nothing. */
  readonly isAlone: boolean;
}

export interface Layout {
  /** In the order of the text. */
  readonly pieces: readonly Piece[];
  /** Comments that belong to no element; they stay where they are. */
  readonly strays: readonly Span[];
}

/** Text with its lines. */
export interface Source {
  readonly text: string;
  readonly lines: LineIndex;
}

/**
 * Says which comment belongs to which element: one on the element's last line,
 * with its continuation in the same column, and those directly above.
 */
export function layOut({ node, elements }: Container, source: Source): Layout {
  const comments = [...node.descendants()].filter(({ kind }) => kind === 'comment');
  const gaps = commentGaps(elements, comments);
  const pieces: Piece[] = [];
  const strays: Span[] = [];
  let above = gaps[0] ?? [];
  for (const [index, element] of elements.entries()) {
    const leading = leadingComments(element, above, source);
    const after = gaps[index + 1] ?? [];
    const trailing = trailingComments(element, after, source);
    strays.push(...above.slice(0, above.length - leading.length));
    pieces.push(pieceOf({ element, index, leading, trailing }, source));
    above = after.slice(trailing.length);
  }
  return { pieces, strays: [...strays, ...above] };
}

/** The piece without the comments on the lines above it, which speak of more than this element. */
export function withoutHeading(piece: Piece, source: Source): Piece {
  const line = lineOf(piece.element.span.start, source);
  const own = piece.leading.findIndex(({ end }) => lineOf(end, source) === line);
  const leading = own === -1 ? [] : piece.leading.slice(own);
  return pieceOf({ ...piece, leading }, source);
}

/** The comments before each element, and those after the last. */
function commentGaps(elements: readonly Element[], comments: readonly Span[]): readonly Span[][] {
  const gaps: Span[][] = Array.from({ length: elements.length + 1 }, () => []);
  let gap = 0;
  for (const { start, end } of comments) {
    while (gap < elements.length && start >= (elements[gap]?.span.end ?? 0)) gap++;
    const inside = elements[gap];
    if (inside && start >= inside.span.start) continue;
    gaps[gap]?.push({ start, end });
  }
  return gaps;
}

/** Marks for other tools speak of the whole container, wherever they stand. */
const directive = /\bkeep-sorted\b/;

function leadingComments(element: Element, comments: readonly Span[], source: Source): Span[] {
  const leading: Span[] = [];
  let top = element.span.start;
  for (const comment of comments.toReversed()) {
    const distance = lineOf(top, source) - lineOf(comment.end, source);
    const above = startsLine(comment.start, source) && startsLine(top, source);
    if (distance > 1 || (distance === 1 && !above)) break;
    if (directive.test(source.text.slice(comment.start, comment.end))) break;
    leading.unshift(comment);
    top = comment.start;
  }
  return leading;
}

function trailingComments(element: Element, comments: readonly Span[], source: Source): Span[] {
  const trailing: Span[] = [];
  let end = element.span.end;
  let column: number | undefined;
  for (const comment of comments) {
    const distance = lineOf(comment.start, source) - lineOf(end, source);
    const own = startsLine(comment.start, source);
    const continues = own && distance === 1 && columnOf(comment.start, source) === column;
    if (distance > 0 && !continues) break;
    if (directive.test(source.text.slice(comment.start, comment.end))) break;
    column ??= columnOf(comment.start, source);
    trailing.push(comment);
    end = comment.end;
  }
  return endsLine(end, source) ? trailing : [];
}

type Owned = Pick<Piece, 'element' | 'index' | 'leading' | 'trailing'>;

function pieceOf({ element, index, leading, trailing }: Owned, source: Source): Piece {
  const start = leading[0]?.start ?? element.span.start;
  const end = withoutReturn(trailing.at(-1)?.end ?? element.span.end, source);
  const line = lineOf(element.span.start, source);
  return {
    start,
    end,
    element,
    index,
    leading,
    trailing,
    hasComments: leading.length + trailing.length > 0,
    isHeaded: leading.some(({ end }) => lineOf(end, source) < line),
    isAlone: startsLine(start, source) && endsLine(end, source),
  };
}

/** A comment reaches to the end of its line, whose carriage return belongs to the layout. */
function withoutReturn(end: number, { text }: Source): number {
  return text[end - 1] === '\r' ? end - 1 : end;
}

function lineOf(offset: number, { lines }: Source): number {
  return lines.position(offset).line;
}

function columnOf(offset: number, { lines }: Source): number {
  return lines.position(offset).column;
}

function startsLine(offset: number, source: Source): boolean {
  const line = source.lines.start(lineOf(offset, source));
  return source.text.slice(line, offset).trim() === '';
}

function endsLine(offset: number, source: Source): boolean {
  const line = source.lines.end(lineOf(offset, source));
  return source.text.slice(offset, line).trim() === '';
}
