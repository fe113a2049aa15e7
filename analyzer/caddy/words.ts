import type { Span } from '#parser/span.ts';

/** One word of a Caddyfile, quotes removed. Its span is the word as written. */
export interface CaddyWord extends Span {
  readonly text: string;
  /** Whether it was written in quotes, and so opens no block. */
  readonly quoted: boolean;
}

/** The words of one line, comments left out. */
export type CaddyLine = readonly CaddyWord[];

/** One line as written; a backslash at its end joins the next one to it. */
export interface CaddyRow {
  readonly words: CaddyLine;
  /** With its mark. */
  readonly comment: string | undefined;
}

/** The lines of a Caddyfile that have words. A backslash at the end joins two of them. */
export function caddyLines(text: string): readonly CaddyLine[] {
  return caddyRows(text).flatMap(({ words }) => (words.length > 0 ? [words] : []));
}

/** Every line of a Caddyfile, with its comment, and also where it is empty. */
export function caddyRows(text: string): readonly CaddyRow[] {
  const rows: { words: CaddyWord[]; comment: string | undefined }[] = [];
  let row: (typeof rows)[number] = { words: [], comment: undefined };
  rows.push(row);
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '\n') {
      row = { words: [], comment: undefined };
      rows.push(row);
      at++;
    } else if (/\s/.test(character)) {
      at++;
    } else if (character === '\\' && /^\\\r?\n/.test(text.slice(at, at + 3))) {
      at = text.indexOf('\n', at) + 1;
    } else if (character === '#') {
      const end = endOfLine(text, at);
      row.comment = text.slice(at, end).trimEnd();
      at = end;
    } else {
      const word = wordAt(text, at);
      row.words.push(word);
      at = word.end;
    }
  }
  return rows;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function wordAt(text: string, start: number): CaddyWord {
  const mark = text.charAt(start);
  if (mark === '"' || mark === '`') return quotedWord(text, start, mark);
  const heredoc = /^<<([A-Za-z0-9_-]+)\r?\n/.exec(text.slice(start, start + 200));
  if (heredoc?.[1])
    return heredocWord(text, start, { mark: heredoc[1], from: start + heredoc[0].length });
  const end = bareEnd(text, start);
  return { text: text.slice(start, end), start, end, quoted: false };
}

/** A brace that nobody put a blank before still opens a block; one of a placeholder does not. */
function bareEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && !/\s/.test(text.charAt(end))) end++;
  const opens = end > start + 1 && text.charAt(end - 1) === '{' && text.charAt(end - 2) !== '{';
  return opens && !text.slice(start, end).includes('}') ? end - 1 : end;
}

/** A quote that is never closed goes on to the end. */
function quotedWord(text: string, start: number, mark: string): CaddyWord {
  let at = start + 1;
  while (at < text.length && text.charAt(at) !== mark) at += escapes(text, at, mark) ? 2 : 1;
  const inner = text.slice(start + 1, at);
  return {
    text: mark === '"' ? inner.replaceAll('\\"', '"') : inner,
    start,
    end: Math.min(at + 1, text.length),
    quoted: true,
  };
}

function escapes(text: string, at: number, mark: string): boolean {
  return mark === '"' && text.charAt(at) === '\\' && text.charAt(at + 1) === '"';
}

interface Heredoc {
  readonly mark: string;
  readonly from: number;
}

function heredocWord(text: string, start: number, { mark, from }: Heredoc): CaddyWord {
  const close = new RegExp(`^[ \\t]*${mark}`, 'm').exec(text.slice(from));
  const inner = close ? from + close.index : text.length;
  const end = close ? inner + close[0].length : text.length;
  // The end of the last line is not part of it.
  return { text: text.slice(from, inner).replace(/\r?\n$/, ''), start, end, quoted: true };
}
