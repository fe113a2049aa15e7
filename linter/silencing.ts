import type { FilePath } from '#analyzer/diagnostic.ts';
import { languageOf } from '#analyzer/language.ts';
import { frontmatterBlock } from '#analyzer/markdown/frontmatter.ts';
import { LineIndex } from '#parser/lines.ts';
import type { Span } from '#parser/span.ts';
import { type Suppression, suppressionsAmong } from './suppression.ts';
import { type Reading, readingOf } from './whole-file.ts';

/** Findings of one rule that a comment is to silence. */
export interface Silenced {
  readonly file: FilePath;
  readonly text: string;
  readonly rule: string;
  /** The place of a finding, whose line is meant, or the whole file. */
  readonly where: Span | 'file';
}

/** A text to be inserted; the person who wants it writes a reason between its two parts. */
export interface ReasonedText {
  readonly at: number;
  readonly beforeReason: string;
  readonly afterReason: string;
}

/**
 * The comment that silences the findings, in the language of the file and where
 * it is understood to mean them. `undefined` where no comment can stand: in files
 * without comments, and in texts over several lines. `before` is what the text is
 * judged by without it, for whoever knows that already.
 */
export function silencingComment(
  silenced: Silenced,
  before: Reading | undefined = readingOf(silenced.file, silenced.text),
): ReasonedText | undefined {
  if (before === undefined) return undefined;
  return candidatesFor(silenced).find((candidate) => {
    const after = written(silenced.text, candidate, 'x');
    const reading = readingOf(silenced.file, after);
    if (reading === undefined || reading.errors > before.errors) return false;
    if (reading.comments.length !== before.comments.length + 1) return false;
    const found = suppressionsAmong(reading.comments, silenced.file, after);
    const target = targetAfter(silenced, candidate, after);
    return found.some((suppression) => isMeant(suppression, silenced, target));
  });
}

/** The text with such a text and a reason in it. */
export function written(
  text: string,
  { at, beforeReason, afterReason }: ReasonedText,
  reason: string,
): string {
  return `${text.slice(0, at)}${beforeReason}${reason}${afterReason}${text.slice(at)}`;
}

function isMeant(
  { rules, reason, target }: Suppression,
  { rule }: Silenced,
  wanted: Suppression['target'],
): boolean {
  return reason === 'x' && target === wanted && rules.some(({ name }) => name === rule);
}

/** What the comment must mean in the text that has it. */
function targetAfter(
  { where }: Silenced,
  { at, beforeReason, afterReason }: ReasonedText,
  after: string,
): Suppression['target'] {
  if (where === 'file') return 'file';
  const length = beforeReason.length + 'x'.length + afterReason.length;
  const start = at <= where.start ? where.start + length : where.start;
  return new LineIndex(after).position(start).line;
}

/** Where such a comment might stand, the best place first. */
function candidatesFor({ file, text, rule, where }: Silenced): ReasonedText[] {
  if (where === 'file') return headCandidates(file, text, `flakewise-ignore-file ${rule}: `);
  const lines = new LineIndex(text);
  const { line } = lines.position(where.start);
  const start = lines.start(line);
  const end = start + text.slice(start, lines.end(line)).trimEnd().length;
  const indent = /^[ \t]*/.exec(text.slice(start, end))?.[0] ?? '';
  const words = `flakewise-ignore ${rule}: `;
  const within = { at: where.start, beforeReason: `/* ${words}`, afterReason: ' */ ' };
  const around = stylesOf(file).flatMap(({ open, close }) => {
    const beforeReason = `${open} ${words}`;
    const above = { at: start, beforeReason: indent + beforeReason, afterReason: `${close}\n` };
    const behind = { at: end, beforeReason: ` ${beforeReason}`, afterReason: close };
    const cell = { at: lastBar(text, start, end), beforeReason, afterReason: `${close} ` };
    return isRow(text.slice(start, end)) && file.endsWith('.md') ? [cell] : [above, behind];
  });
  return languageOf(file) === undefined ? around : [...around, within];
}

function headCandidates(file: FilePath, text: string, words: string): ReasonedText[] {
  const [{ open, close } = hash] = stylesOf(file);
  const isMarkdown = file.endsWith('.md');
  const firstLine = text.startsWith('#!') ? text.indexOf('\n') + 1 || text.length : 0;
  const at = (isMarkdown ? frontmatterBlock(text)?.end : undefined) ?? firstLine;
  const afterReason = `${close}\n${isMarkdown ? '\n' : ''}`;
  return [{ at, beforeReason: `${open} ${words}`, afterReason }];
}

/** How a comment begins and ends. */
interface Style {
  readonly open: string;
  readonly close: string;
}

const hash: Style = { open: '#', close: '' };

/** The comments of a language, the usual one first. */
function stylesOf(file: string): readonly Style[] {
  if (/\.(m?js|rules|jsonc)$/.test(file)) return [{ open: '//', close: '' }];
  return file.endsWith('.md') ? [{ open: '<!--', close: ' -->' }, hash] : [hash];
}

/** Whether a line of Markdown is a row of a table, where a comment stands in a cell. */
function isRow(line: string): boolean {
  return line.trim().startsWith('|') && line.endsWith('|');
}

function lastBar(text: string, start: number, end: number): number {
  return start + text.slice(start, end).lastIndexOf('|');
}
