import { dataFormatOf, readData } from '#analyzer/data/read.ts';
import { readScript } from '#analyzer/data/script.ts';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { languageOf } from '#analyzer/language.ts';
import { parse } from '#parser/parse.ts';
import type { Span } from '#parser/span.ts';
import { commentsOfText, treeComments } from './comments.ts';

/**
 * Whether a text that a fix made differs from the one before, can be read as
 * well, and has every comment of it. Never so for files of which no grammar is
 * known.
 */
export function staysWhole(file: FilePath, before: string, after: string): boolean {
  if (before === after) return false;
  const [old, fixed] = [readingBefore(file, before), readingOf(file, after)];
  if (!old || !fixed || fixed.errors > old.errors) return false;
  return keepsComments(commentTexts(before, old.comments), commentTexts(after, fixed.comments));
}

/** Whether a text that flakewise made itself differs from the one before, and can be read as well. */
export function staysReadable(file: FilePath, before: string, after: string): boolean {
  if (before === after) return false;
  const [old, made] = [readingBefore(file, before), readingOf(file, after)];
  return (made?.errors ?? 0) <= (old?.errors ?? 0);
}

/** What a text is judged by: how many errors it has, and where its comments are. */
export interface Reading {
  readonly errors: number;
  readonly comments: readonly Span[];
}

/** What a text is judged by; `undefined` for files of which no grammar is known. */
export function readingOf(file: FilePath, text: string): Reading | undefined {
  const language = languageOf(file);
  if (language !== undefined) {
    const tree = parse(text, language);
    return { errors: tree.errors.length, comments: treeComments(tree) };
  }
  const errors = errorsIn(file, text);
  return errors === undefined ? undefined : { errors, comments: commentsOfText(file, text) };
}

/** The same for a text that several fixes are tried on, one after the other: the last one is remembered. */
const readingBefore = ((): typeof readingOf => {
  let last: { readonly file: FilePath; readonly text: string; readonly found: Reading } | undefined;
  return (file, text) => {
    if (last?.file === file && last.text === text) return last.found;
    const found = readingOf(file, text);
    last = found && { file, text, found };
    return found;
  };
})();

/** How many errors a text of another language has; every text is Markdown. */
function errorsIn(file: FilePath, text: string): number | undefined {
  const format = dataFormatOf(file);
  if (format !== undefined) return readData(text, format).problems.length;
  if (file.endsWith('.md')) return 0;
  return /\.(rules|m?js)$/.test(file) ? Number('what' in readScript(text)) : undefined;
}

/** Whether each comment is still there as often as before; a fix may add some. */
function keepsComments(before: readonly string[], after: readonly string[]): boolean {
  const left = new Map<string, number>();
  for (const comment of after) left.set(comment, (left.get(comment) ?? 0) + 1);
  for (const comment of before) {
    const count = left.get(comment) ?? 0;
    if (count === 0) return false;
    left.set(comment, count - 1);
  }
  return true;
}

function commentTexts(text: string, spans: readonly Span[]): readonly string[] {
  return spans.map(({ start, end }) => text.slice(start, end).replace(/\s+/g, ' ').trim());
}
