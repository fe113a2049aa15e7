import { readCaddyfile } from '#analyzer/caddy/directives.ts';
import { type CaddyRow, type CaddyWord, caddyRows } from '#analyzer/caddy/words.ts';

/** A part of a Caddyfile. */
export type CaddyItem = CaddyLine | CaddyWritten;

/** A directive, or a site with its addresses as words. Words are values: they are quoted where they have to be. */
export interface CaddyLine {
  readonly words: readonly string[];
  /** What stands between braces; no braces where it is not there. */
  readonly block?: readonly CaddyItem[] | undefined;
}

/** Lines as somebody wrote them, with balanced braces; only their layout changes. */
export interface CaddyWritten {
  readonly written: string;
}

/** A Caddyfile, laid out as `caddy fmt` does. */
export function caddyfile(items: readonly CaddyItem[]): string {
  return linesOf(items, 0)
    .map((line) => `${line}\n`)
    .join('');
}

/** Sites or other large blocks with an empty line between them. */
export function caddyBlocks(items: readonly CaddyItem[]): string {
  return items.map((item) => caddyfile([item])).join('\n');
}

/** What is wrong with a text that goes into a Caddyfile; `undefined` where its braces are balanced. */
export function caddyProblem(written: string): string | undefined {
  return readCaddyfile(written).error;
}

function linesOf(items: readonly CaddyItem[], depth: number): readonly string[] {
  return items.flatMap((item) => {
    if ('written' in item) return writtenLines(item.written, depth);
    const indent = '\t'.repeat(depth);
    const words = item.words.map(caddyToken).join(' ');
    if (item.block === undefined) return [`${indent}${words}`];
    const opening = words === '' ? '{' : `${words} {`;
    return [`${indent}${opening}`, ...linesOf(item.block, depth + 1), `${indent}}`];
  });
}

/** A value as one word. What Caddy puts in place of `{…}` is left to it. */
export function caddyToken(value: string): string {
  const isPlain =
    /^[^\s"`#{}\\<][^\s"`\\]*$/.test(value) || /^\{[\w.$-]+\}[^\s"`\\{}]*$/.test(value);
  if (isPlain && !/(?:^|[^}])[{]$/.test(value)) return value;
  const fitsQuotes = !/\\(?:"|$)/.test(value);
  if (fitsQuotes) return `"${value.replaceAll('"', '\\"')}"`;
  return value.includes('`') ? heredoc(value) : `\`${value}\``;
}

/** For texts that no quotes can hold. */
function heredoc(value: string): string {
  let mark = 'TEXT';
  while (value.includes(mark)) mark += '_';
  return `<<${mark}\n${value}\n${mark}`;
}

function writtenLines(text: string, depth: number): readonly string[] {
  const lines: string[] = [];
  let inner = depth;
  for (const row of caddyRows(text)) {
    const isEnd = isBrace(row.words[0], '}');
    if (isEnd) inner--;
    addLine(lines, rowText(row, text), '\t'.repeat(Math.max(inner, depth)));
    if (isEnd && lines.at(-2) === '') lines.splice(-2, 1);
    if (isBrace(row.words.at(-1), '{')) inner++;
  }
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

/** No empty line stands at the start of a block or behind another. */
function addLine(lines: string[], line: string, indent: string): void {
  const last = lines.at(-1);
  const isStart = last === undefined || last === '' || /(?:^|\s)\{$/.test(last);
  if (line !== '') lines.push(indent + line);
  else if (!isStart) lines.push('');
}

function isBrace(word: CaddyWord | undefined, brace: string): boolean {
  return word !== undefined && !word.quoted && word.text === brace;
}

function rowText({ words, comment }: CaddyRow, text: string): string {
  const written = words.map(({ start, end }) => text.slice(start, end));
  return [...written, ...(comment === undefined ? [] : [comment])].join(' ');
}
