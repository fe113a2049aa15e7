import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { LineIndex } from '#parser/lines.ts';
import type { Span } from '#parser/span.ts';
import { commentsIn } from './comments.ts';

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
  /^(?:#+|\/\/+|\/\*+|<!--)[ \t]*(flakewise-ignore(?:-file)?)(?![\w-])([^:]*)(?::(.*?))?(?:\*\/|-->)?$/s;

/** Every suppression comment of a file, in the order of the text. */
export function suppressionsIn(file: FilePath, snapshot: Snapshot): Suppression[] {
  const text = snapshot.text(file) ?? '';
  if (!text.includes('flakewise-ignore')) return [];
  const lines = new LineIndex(text);
  return commentsIn(file, snapshot).flatMap((span) => {
    const match = commentPattern.exec(text.slice(span.start, span.end).trimEnd());
    const keyword = match?.[1];
    if (keyword !== 'flakewise-ignore' && keyword !== 'flakewise-ignore-file') return [];
    const names = (match?.[2] ?? '').replace(/(\*\/|-->)\s*$/, '');
    const namesAt = span.start + (match?.[0].indexOf(keyword) ?? 0) + keyword.length;
    const rules = ruleNames(names, namesAt);
    const reason = (match?.[3] ?? '').trim();
    const target = keyword === 'flakewise-ignore-file' ? 'file' : targetLine(text, span, lines);
    return [{ file, span, keyword, rules, reason, target }];
  });
}

function ruleNames(text: string, offset: number): { name: string; span: Span }[] {
  return [...text.matchAll(/[^\s,]+/g)].map((match) => {
    const start = offset + match.index;
    return { name: match[0], span: { start, end: start + match[0].length } };
  });
}

/** The comment's own line when code stands before it, else the next line that is not a comment. */
function targetLine(text: string, comment: Span, lines: LineIndex): number {
  const { line } = lines.position(comment.start);
  if (text.slice(lines.start(line), comment.start).trim() !== '') return line;
  let next = lines.position(comment.end).line + 1;
  while (next < lines.count && isCommentLine(text.slice(lines.start(next), lines.end(next))))
    next++;
  return next;
}

function isCommentLine(line: string): boolean {
  return /^\s*(#|\/\/|\/\*|<!--)/.test(line);
}
