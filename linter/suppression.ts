import type { FilePath } from '#analyzer/diagnostic.ts';
import { LineIndex } from '#parser/lines.ts';
import type { Span } from '#parser/span.ts';
import { commentsIn, type Texts } from './comments.ts';

/** A comment that asks for silence. */
export interface Suppression {
  readonly file: FilePath;
  readonly span: Span;
  readonly keyword: 'flakewise-ignore' | 'flakewise-ignore-file';
  readonly rules: readonly { readonly name: string; readonly span: Span }[];
  /** Empty when the comment gives none. */
  readonly reason: string;
  /** The line whose findings it means, counted from zero. */
  readonly target: 'file' | number;
}

const commentPattern =
  /^(?:#+|\/\/+|\/\*+|<!--)\s*(flakewise-ignore(?:-file)?)(?![\w-])([^:]*)(?::(.*?))?(?:\*\/|-->)?$/s;

/** A text and where its comments are. */
interface Commented {
  readonly file: FilePath;
  readonly text: string;
  readonly comments: readonly Span[];
  readonly lines: LineIndex;
}

/** Whether there is a text, and no word in it that suppressions begin with. */
export function asksForNothing(text: string | undefined): boolean {
  return text !== undefined && !text.includes('flakewise-ignore');
}

/** Every suppression comment of a file, in the order of the text. */
export function suppressionsIn(file: FilePath, snapshot: Texts): Suppression[] {
  const text = snapshot.text(file) ?? '';
  if (asksForNothing(text)) return [];
  return suppressionsAmong(commentsIn(file, snapshot), file, text);
}

/** The suppressions among the comments of a text. */
export function suppressionsAmong(
  comments: readonly Span[],
  file: FilePath,
  text: string,
): Suppression[] {
  const commented = { file, text, comments, lines: new LineIndex(text) };
  return comments.flatMap((span) => {
    const match = commentPattern.exec(text.slice(span.start, span.end).trimEnd());
    const keyword = match?.[1];
    if (keyword !== 'flakewise-ignore' && keyword !== 'flakewise-ignore-file') return [];
    const names = (match?.[2] ?? '').replace(/(\*\/|-->)\s*$/, '');
    const namesAt = span.start + (match?.[0].indexOf(keyword) ?? 0) + keyword.length;
    const rules = ruleNames(names, namesAt);
    const reason = (match?.[3] ?? '').trim();
    const target = keyword === 'flakewise-ignore-file' ? 'file' : targetLine(span, commented);
    return [{ file, span, keyword, rules, reason, target }];
  });
}

function ruleNames(text: string, offset: number): { name: string; span: Span }[] {
  return [...text.matchAll(/[^\s,]+/g)].map((match) => {
    const start = offset + match.index;
    return { name: match[0], span: { start, end: start + match[0].length } };
  });
}

/**
 * The comment's own line when code stands there too, else the next line that
 * holds more than comments. Markdown needs an empty line between blocks, so
 * there empty lines are passed over as well.
 */
function targetLine(comment: Span, { file, text, comments, lines }: Commented): number {
  const first = lines.position(comment.start).line;
  const last = lines.position(comment.end).line;
  const isBare = (line: number): boolean => {
    const from = lines.start(line);
    const code = withoutSpans(text, { start: from, end: lines.end(line) }, comments);
    const isEmpty = text.slice(from, lines.end(line)).trim() === '';
    return code.trim() === '' && (!isEmpty || file.endsWith('.md'));
  };
  if (!isBare(first)) return first;
  let next = last;
  while (next < lines.count && isBare(next)) next++;
  return next;
}

/** The text of a span that none of the comments covers. */
function withoutSpans(text: string, { start, end }: Span, comments: readonly Span[]): string {
  let code = '';
  let position = start;
  for (const comment of comments) {
    if (comment.end <= position || comment.start >= end) continue;
    code += text.slice(position, Math.max(position, comment.start));
    position = comment.end;
  }
  return code + text.slice(Math.min(position, end), end);
}
