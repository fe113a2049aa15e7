/** The cells of the first table in a text, by what the first column and the titles say; as they are written. */
export type TableCells = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The table that a text of Markdown has; empty where it has none. Rows are called by their first cell, without backticks. */
export function readTable(text: string): TableCells {
  const lines = text.split(/\r?\n/);
  const rule = lines.findIndex((line) => /^\s*\|?(?:\s*:?-+:?\s*\|)+\s*:?-*:?\s*$/.test(line));
  const header = cellsIn(lines[rule - 1] ?? '');
  const end = lines.findIndex((line, index) => index > rule && !line.includes('|'));
  const body = rule < 1 ? [] : lines.slice(rule + 1, end === -1 ? undefined : end);
  return new Map(
    body.map((line) => {
      const cells = cellsIn(line);
      const named = header.map((title, index): [string, string] => [title, cells[index] ?? '']);
      return [(cells[0] ?? '').replaceAll('`', ''), new Map(named)];
    }),
  );
}

function cellsIn(line: string): string[] {
  const inside = line.trim().replace(/^\|/, '').replace(/\|$/, '');
  return inside.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}
