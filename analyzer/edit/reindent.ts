import { Kind } from '#parser/kinds.ts';
import type { Span } from '#parser/span.ts';
import { Node, type NodeId, type Tree } from '#parser/tree.ts';
import type { Insertion } from './insertion.ts';

/** The white space that the line of an offset begins with. */
export function indentationAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? '';
}

/** A span whose lines move by so many columns, those below its first one. */
export interface Shift {
  readonly span: Span;
  readonly columns: number;
}

/**
 * Moves the lines that begin within a span by so many columns, those below its
 * first one. `undefined` where that would change what a text says: a quoted one
 * holds its lines as they are, an indented one loses what all of its lines share.
 */
export function reindented(
  tree: Tree,
  span: Span,
  columns: number,
): readonly Insertion[] | undefined {
  return columns === 0 ? [] : shifted(tree, [{ span, columns }]);
}

/** As `reindented`, for spans that lie in each other; a line moves by the sum of its shifts. */
export function shifted(tree: Tree, shifts: readonly Shift[]): readonly Insertion[] | undefined {
  const { text } = tree;
  const starts = new Set(shifts.flatMap(({ span }) => lineStarts(text, span)));
  if (starts.size === 0) return [];
  const edits = [...starts].flatMap(
    (start) => movedLine(text, start, columnsAt(shifts, start)) ?? [],
  );
  return shifts.every(({ span, columns }) => textsStay(tree, span, columns)) ? edits : undefined;
}

/** By how many columns the line moves that an offset is on. */
export function columnsAt(shifts: readonly Shift[], offset: number): number {
  return shifts
    .filter(({ span }) => span.start <= offset && offset < span.end)
    .reduce((sum, { columns }) => sum + columns, 0);
}

function lineStarts(text: string, span: Span): readonly number[] {
  const starts: number[] = [];
  for (let at = text.indexOf('\n', span.start); at !== -1; at = text.indexOf('\n', at + 1)) {
    if (at + 1 >= span.end) break;
    starts.push(at + 1);
  }
  return starts;
}

function movedLine(text: string, start: number, columns: number): Insertion | undefined {
  const blank = /[^ \t]/.exec(text.slice(start, start + 500));
  if (!blank || /[\r\n]/.test(blank[0])) return undefined;
  if (columns > 0) return { span: { start, end: start }, text: ' '.repeat(columns) };
  const spaces = /^ */.exec(text.slice(start, start - columns))?.[0].length ?? 0;
  return spaces === 0 ? undefined : { span: { start, end: start + spaces }, text: '' };
}

/** Whether all texts below a span say the same after its lines have moved. */
function textsStay(tree: Tree, span: Span, columns: number): boolean {
  for (let row = 0; row < tree.size && (tree.start[row] ?? 0) < span.end; ) {
    const isBefore = (tree.end[row] ?? 0) <= span.start;
    const isText = !isBefore && texts.has(tree.kind[row] ?? 0);
    if (isText && isWithin(tree, row, span) && !textStays(tree, row, columns)) return false;
    row = isBefore ? (tree.after[row] ?? tree.size) : row + 1;
  }
  return true;
}

const texts: ReadonlySet<number> = new Set([
  Kind.string_expression,
  Kind.indented_string_expression,
]);

function isWithin({ start, end }: Tree, row: number, span: Span): boolean {
  return span.start <= (start[row] ?? 0) && (end[row] ?? 0) <= span.end;
}

function textStays(tree: Tree, row: number, columns: number): boolean {
  const said = tree.text.slice(tree.start[row], tree.end[row]);
  if (!said.includes('\n')) return true;
  return tree.kind[row] === Kind.string_expression
    ? !spansLines(tree, row)
    : movesAsOne(said, columns);
}

/** Whether a quoted text itself goes over lines, not only code in it. */
function spansLines(tree: Tree, row: number): boolean {
  const node = new Node(tree, row as NodeId);
  const code = node.children().filter(({ kind }) => kind === 'interpolation');
  const inCode = code.reduce((sum, { text }) => sum + linesIn(text), 0);
  return linesIn(node.text) > inCode;
}

function linesIn(text: string): number {
  return text.split('\n').length - 1;
}

/** Whether an indented text begins on a line of its own, and every line of it can move as far. */
function movesAsOne(said: string, columns: number): boolean {
  const [first = '', ...lines] = said.split('\n');
  const last = lines.pop() ?? '';
  if (!/^'' *\r?$/.test(first)) return false;
  return [...lines, last].every((line) => {
    if (/^\r?$/.test(line)) return true;
    const spaces = /^ */.exec(line)?.[0].length ?? 0;
    return spaces >= -columns && !/^\s*$/.test(line);
  });
}
