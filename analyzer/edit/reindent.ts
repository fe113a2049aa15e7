import { Kind } from '#parser/kinds.ts';
import type { Span } from '#parser/span.ts';
import type { Tree } from '#parser/tree.ts';
import type { Insertion } from './insertion.ts';

/** The white space that the line of an offset begins with. */
export function indentationAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? '';
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
  if (columns === 0) return [];
  const edits: Insertion[] = [];
  const { text } = tree;
  for (let at = text.indexOf('\n', span.start); at !== -1; at = text.indexOf('\n', at + 1)) {
    if (at + 1 >= span.end) break;
    const edit = movedLine(text, at + 1, columns);
    if (edit) edits.push(edit);
  }
  return textsStay(tree, span, columns) ? edits : undefined;
}

function movedLine(text: string, start: number, columns: number): Insertion | undefined {
  const blank = /[^ \t]/.exec(text.slice(start, start + 500));
  if (!blank || /[\r\n]/.test(blank[0])) return undefined;
  if (columns > 0) return { span: { start, end: start }, text: ' '.repeat(columns) };
  const spaces = /^ */.exec(text.slice(start, start - columns))?.[0].length ?? 0;
  return spaces === 0 ? undefined : { span: { start, end: start + spaces }, text: '' };
}

/** Whether all texts below a span say the same after its lines have moved. */
function textsStay({ kind, start, end, text, size }: Tree, span: Span, columns: number): boolean {
  for (let row = 0; row < size; row++) {
    const from = start[row] ?? 0;
    const to = end[row] ?? 0;
    if (from < span.start || to > span.end) continue;
    const said = text.slice(from, to);
    if (!said.includes('\n')) continue;
    if (kind[row] === Kind.string_expression) return false;
    if (kind[row] === Kind.indented_string_expression && !movesAsOne(said, columns)) return false;
  }
  return true;
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
