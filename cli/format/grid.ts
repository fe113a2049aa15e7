import { padEnd, textWidth } from './cell-width.ts';
import type { Palette } from './palette.ts';

export interface GridColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** One cell. The text holds no controls; colours come on top. */
export interface GridCell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

export interface Grid {
  readonly columns: readonly GridColumn[];
  readonly rows: readonly (readonly GridCell[])[];
}

export interface GridLook {
  readonly palette: Palette;
  /** Cells in a line; lines may have any length without it. */
  readonly width: number | undefined;
}

const gap = '  ';
/** A column is not made narrower than this for the sake of others. */
const narrowest = 12;

/**
 * Rows below one another in aligned columns. Where a terminal is too narrow,
 * texts are wrapped within their columns; where that leaves too little, every
 * row becomes a block of lines with the titles in front.
 */
export function drawGrid(grid: Grid, look: GridLook): string {
  const natural = grid.columns.map(({ title }, index) => {
    return Math.max(textWidth(title), ...grid.rows.map((row) => textWidth(row[index]?.text ?? '')));
  });
  const widths = look.width === undefined ? natural : fitting(natural, look.width);
  return widths ? drawColumns(grid, widths, look) : drawBlocks(grid, look);
}

/** Widths that fit into a line, the widest columns cut first; `undefined` when there are none. */
function fitting(natural: readonly number[], width: number): readonly number[] | undefined {
  const room = width - gap.length * (natural.length - 1);
  const cut = (most: number): number[] => natural.map((own) => Math.min(own, most));
  for (let most = Math.max(0, ...natural); most >= narrowest; most--) {
    const widths = cut(most);
    if (widths.reduce((sum, own) => sum + own, 0) <= room) return widths;
  }
  return undefined;
}

function drawColumns(grid: Grid, widths: readonly number[], { palette }: GridLook): string {
  const titles = grid.columns.map(({ title }) => ({ text: title, paint: palette.bold }));
  return [titles, ...grid.rows].map((row) => drawRow(grid.columns, row, widths)).join('');
}

function drawRow(
  columns: readonly GridColumn[],
  row: readonly GridCell[],
  widths: readonly number[],
): string {
  const wrapped = row.map(({ text }, index) => wrap(text, widths[index] ?? 0));
  const height = Math.max(1, ...wrapped.map((lines) => lines.length));
  const lines = Array.from({ length: height }, (_, line) => {
    const cells = row.map((cell, index): DrawnCell => {
      const text = wrapped[index]?.[line] ?? '';
      const empty = ' '.repeat(Math.max(0, (widths[index] ?? 0) - textWidth(text)));
      const drawn = cell.paint && text !== '' ? cell.paint(text) : text;
      return columns[index]?.align === 'right'
        ? { before: empty, drawn, after: '' }
        : { before: '', drawn, after: empty };
    });
    return `${joined(cells)}\n`;
  });
  return lines.join('');
}

interface DrawnCell {
  readonly before: string;
  readonly drawn: string;
  readonly after: string;
}

/** Cells of a line, without spaces at its end. */
function joined(cells: readonly DrawnCell[]): string {
  const last = cells.findLastIndex(({ drawn }) => drawn !== '');
  return cells
    .slice(0, last + 1)
    .map(({ before, drawn, after }, index) => before + drawn + (index === last ? '' : after))
    .join(gap);
}

function drawBlocks({ columns, rows }: Grid, { palette, width = 80 }: GridLook): string {
  const titles = Math.max(0, ...columns.map(({ title }) => textWidth(title)));
  const room = Math.max(narrowest, width - titles - gap.length);
  const blocks = rows.map((row) => {
    const lines = columns.flatMap(({ title }, index) => {
      const cell = row[index];
      const texts = cell && cell.text !== '' ? wrap(cell.text, room) : [];
      return texts.map((text, line) => {
        const head = line === 0 ? palette.bold(padEnd(title, titles)) : ' '.repeat(titles);
        return `${head}${gap}${cell?.paint ? cell.paint(text) : text}\n`;
      });
    });
    return lines.join('');
  });
  return blocks.join('\n');
}

/** Lines of at most this width, broken after spaces and the marks within names where possible. */
function wrap(text: string, width: number): readonly string[] {
  if (textWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text, width)) {
    if (textWidth((line + piece).trimEnd()) > width && line !== '') {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  return [...lines, line.trimEnd()];
}

function* pieces(text: string, width: number): Generator<string> {
  for (const [piece] of text.matchAll(/[^\s,./:_-]*(?:[\s,./:_-]+|$)/g)) {
    let part = '';
    for (const character of piece) {
      if (textWidth((part + character).trimEnd()) > width) {
        yield part;
        part = '';
      }
      part += character;
    }
    if (part !== '') yield part;
  }
}
