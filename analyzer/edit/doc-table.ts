import type { Edit, FilePath } from '../diagnostic.ts';
import type { DocTableRow } from '../facts/documents.ts';
import type { Facts } from '../facts/facts.ts';
import { layoutOf, linesOf, rowLike } from './table-row.ts';

interface RowLine {
  readonly file: FilePath;
  readonly lines: { readonly start: number; readonly end: number };
  readonly text: string;
}

/** The whole lines that a row of a document's table takes. */
function lineOf(facts: Facts, row: DocTableRow): RowLine {
  const { file, span } = facts.locate(row.at);
  const text = facts.text(file) ?? '';
  const lines = linesOf(text, span);
  return { file, lines, text: text.slice(lines.start, lines.end) };
}

/** Takes a row out of its table. */
export function removedRow(facts: Facts, row: DocTableRow): Edit {
  const { file, lines } = lineOf(facts, row);
  return { file, span: lines, text: '' };
}

/** A row for a table that has others. */
export interface NewRow {
  readonly rows: readonly DocTableRow[];
  /** The row before which it goes; it comes last where there is none. */
  readonly next: DocTableRow | undefined;
  readonly cells: readonly string[];
}

/** Adds a row, written like the one beside it; `undefined` where that one is hard to take apart. */
export function addedRow(facts: Facts, { rows, next, cells }: NewRow): Edit | undefined {
  const neighbour = next ?? rows.at(-1);
  if (!neighbour) return undefined;
  const { file, lines, text } = lineOf(facts, neighbour);
  const layout = layoutOf(rows.map((row) => lineOf(facts, row).text.trimEnd()));
  const line = rowLike(text.trimEnd(), cells, layout);
  if (line === undefined) return undefined;
  const offset = next ? lines.start : lines.end;
  const before = !next && !text.endsWith('\n') ? '\n' : '';
  return { file, span: { start: offset, end: offset }, text: `${before}${line}\n` };
}

/** Writes another text for one that stands once in a row; `undefined` where it stands more often. */
export function correctedRow(
  facts: Facts,
  row: DocTableRow,
  { from, to }: { readonly from: string; readonly to: string },
): Edit | undefined {
  const { file, lines, text } = lineOf(facts, row);
  const at = text.indexOf(from);
  if (at === -1 || text.includes(from, at + 1)) return undefined;
  const start = lines.start + at;
  return { file, span: { start, end: start + from.length }, text: to };
}
