/** The cells of a row, without the marks of inline code. */
export type TableRow = readonly string[];

/** The rows of the first table of a text, without those that head it. */
export function tableRows(text: string): readonly TableRow[] {
  const lines = text.split('\n').map((line) => line.trim());
  const start = lines.findIndex((line) => line.startsWith('|'));
  if (start === -1) return [];
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end === -1 ? undefined : end).map(cellsOf);
}

function cellsOf(line: string): TableRow {
  const inner = line.replace(/^\|/, '').replace(/\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => plain(cell.trim().replaceAll('\\|', '|')));
}

function plain(cell: string): string {
  const [, code] = /^`+ ?(.*?) ?`+$/.exec(cell) ?? [];
  return code ?? cell;
}
