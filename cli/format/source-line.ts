import { widthOf } from './cell-width.ts';
import { printable } from './printable.ts';

/** A line as a terminal shows it, and which of its cells to underline. */
export interface DrawnLine {
  readonly text: string;
  readonly start: number;
  readonly width: number;
}

const tabWidth = 4;
const mostCells = 160;
const cellsBefore = 40;

/**
 * Draws one line with a part of it marked; columns count UTF-16 units from zero.
 *
 * Tabs become spaces, controls become escapes, and wide characters count two
 * cells, so that the underline stands below what it means.
 */
export function drawLine(line: string, from: number, to: number): DrawnLine {
  const cells: Cell[] = [];
  let column = 0;
  let cell = 0;
  for (const character of line) {
    const text =
      character === '\t' ? ' '.repeat(tabWidth - (cell % tabWidth)) : printable(character);
    const width = text === character ? widthOf(character) : text.length;
    cells.push({ text, column, cell, width });
    column += character.length;
    cell += width;
  }
  const start = cells.find((one) => one.column >= from)?.cell ?? cell;
  const end = cells.find((one) => one.column >= to)?.cell ?? cell;
  return clip(cells, { start, width: Math.max(1, end - start) });
}

interface Cell {
  readonly text: string;
  readonly column: number;
  readonly cell: number;
  readonly width: number;
}

/** Of a very long line, the part around the mark. */
function clip(cells: readonly Cell[], mark: { start: number; width: number }): DrawnLine {
  const last = cells.at(-1);
  const total = last === undefined ? 0 : last.cell + last.width;
  if (total <= mostCells) return { text: cells.map(({ text }) => text).join(''), ...mark };
  const first = cells.find(({ cell }) => cell >= mark.start - cellsBefore)?.cell ?? 0;
  const shown = cells.filter(({ cell }) => cell >= first && cell < first + mostCells);
  const before = first > 0 ? '…' : '';
  const after = first + mostCells < total ? '…' : '';
  return {
    text: `${before}${shown.map(({ text }) => text).join('')}${after}`,
    start: mark.start - first + before.length,
    width: Math.min(mark.width, mostCells - (mark.start - first)),
  };
}
