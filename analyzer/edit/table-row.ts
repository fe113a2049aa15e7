import type { Span } from '#parser/span.ts';

/** Whether the bars of all rows stand below each other. */
export type TableLayout = 'aligned' | 'plain';

export function layoutOf(lines: readonly string[]): TableLayout {
  const [first, ...others] = lines;
  const isAligned = others.length > 0 && others.every(({ length }) => length === first?.length);
  return isAligned ? 'aligned' : 'plain';
}

/** A row of a table in Markdown, written like one that stands beside it. */
export function rowLike(
  line: string,
  cells: readonly string[],
  layout: TableLayout,
): string | undefined {
  const parts = cellsOf(line);
  if (!parts || parts.length !== cells.length) return undefined;
  const all = parts.map((part, index) => written(cells[index] ?? '', part, layout));
  const [opening, closing] = [/^\s*\|/.exec(line)?.[0] ?? '', /\|\s*$/.test(line) ? '|' : ''];
  return `${opening}${all.join('|')}${closing}`;
}

/** The raw cells between the bars; `undefined` where an escaped bar makes that hard to tell. */
function cellsOf(line: string): readonly string[] | undefined {
  if (line.includes('\\|') || line.includes('`')) return undefined;
  return line.trim().replace(/^\|/, '').replace(/\|$/, '').split('|');
}

/** With the space that the cell beside it has, and as wide where the bars are aligned. */
function written(text: string, beside: string, layout: TableLayout): string {
  const before = /^ */.exec(beside)?.[0].slice(0, 1) ?? '';
  const after = / $/.test(beside) ? ' ' : '';
  const width = layout === 'aligned' ? beside.length - after.length : 0;
  return `${before}${text}`.padEnd(width) + after;
}

/** The lines that a row takes in its file, with the end of the last one. */
export function linesOf(text: string, { start, end }: Span): Span {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  return { start: from, end: newline === -1 ? text.length : newline + 1 };
}
