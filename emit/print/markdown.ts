/** A table of Markdown with columns as wide as what is in them. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const cells = [header, ...rows].map((row) => row.map(cellText));
  const widths = header.map((_, column) => {
    return Math.max(3, ...cells.map((row) => [...(row[column] ?? '')].length));
  });
  const line = (row: readonly string[]): string => {
    const padded = widths.map((width, column) => {
      const text = row[column] ?? '';
      return text + ' '.repeat(width - [...text].length);
    });
    return `| ${padded.join(' | ')} |\n`;
  };
  const [top = [], ...others] = cells;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |\n`;
  return [line(top), rule, ...others.map(line)].join('');
}

/** A table of Markdown with one blank around each cell, for cells too long to stand below one another. */
export function compactTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (row: readonly string[]): string => {
    return `| ${header.map((_, column) => cellText(row[column] ?? '')).join(' | ')} |\n`;
  };
  const rule = `| ${header.map(() => '---').join(' | ')} |\n`;
  return [line(header), rule, ...rows.map(line)].join('');
}

/** A text between backticks, also where it has some. */
export function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

function cellText(text: string): string {
  return text.replace(/\r?\n/g, ' ').replaceAll('|', '\\|').trim();
}

/** A link of Markdown; brackets in its words and spaces in its target are kept from meaning more. */
export function link(words: string, target: string): string {
  const plain = words.replace(/[\\[\]]/g, '\\$&').replace(/\s+/g, ' ');
  return `[${plain}](${/[\s()<>]/.test(target) ? `<${target.replace(/[<>]/g, '\\$&')}>` : target})`;
}

/** What people wrote behind the links of a list, by where the links lead. */
export function behindLinks(text: string | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of text?.split('\n') ?? []) {
    const match = /^\s*[-*+] .*?\]\(<?([^)>]+)>?\)(?:\*\*|__)?[ \t]*(\S.*)?$/.exec(line);
    const [, target, behind] = match ?? [];
    if (target !== undefined && behind !== undefined) found.set(target, behind);
  }
  return found;
}
