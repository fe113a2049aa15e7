import type { Span } from '#parser/span.ts';

/** A part of a file that is written by flakewise, between two comments that people place. */
export interface Fence {
  readonly name: string;
  /** The comment that begins it. */
  readonly mark: Span;
  /** What is between the lines of the two comments. */
  readonly inside: Span;
  /** What stands before the comment on its line, and so before each line inside. */
  readonly indent: string;
}

/** Why a fence cannot be used. */
export interface BrokenFence {
  readonly name: string;
  readonly problem: string;
  /** The line of the comment. */
  readonly at: Span;
}

const comment = /^([ \t]*)(?:#|\/\/|\/\*|--|%%|<!--)[ \t]*flakewise:(begin|end)[ \t]+([\w./-]+)/;

/** The fences of a text; one that is not closed, not opened or there twice is broken. */
export function fencesIn(text: string): readonly (Fence | BrokenFence)[] {
  const marks = marksIn(text);
  const names = new Set(marks.map(({ name }) => name));
  return [...names].map((name) => pairOf(marks.filter((mark) => mark.name === name)));
}

/** The comment at one end of a fence. */
interface Mark {
  readonly word: 'begin' | 'end';
  readonly name: string;
  readonly indent: string;
  /** Its line. */
  readonly at: Span;
  readonly mark: Span;
}

function marksIn(text: string): readonly Mark[] {
  return linesOf(text).flatMap((at): Mark[] => {
    const line = text.slice(at.start, at.end);
    const match = comment.exec(line);
    if (!match) return [];
    const [, indent = '', word, name = ''] = match;
    const mark = { start: at.start + indent.length, end: at.start + line.trimEnd().length };
    return [{ word: word === 'begin' ? 'begin' : 'end', name, indent, at, mark }];
  });
}

/** What the comments of one name are together. */
function pairOf([first, second, third]: readonly Mark[]): Fence | BrokenFence {
  if (first === undefined)
    return { name: '', problem: 'there is no fence', at: { start: 0, end: 0 } };
  const { name, indent, at } = first;
  if (first.word === 'end') return { name, problem: `the fence \`${name}\` has no beginning`, at };
  if (second?.word !== 'end') return { name, problem: `the fence \`${name}\` is not closed`, at };
  if (third) return { name, problem: `there are two fences \`${name}\``, at: third.at };
  return { name, indent, mark: first.mark, inside: { start: at.end, end: second.at.start } };
}

/** The fence with a name, or why it cannot be used; `undefined` when there is none. */
export function fenceNamed(text: string, name: string): Fence | BrokenFence | undefined {
  return fencesIn(text).find((fence) => fence.name === name);
}

/** Lines with the indent of the fence; empty lines stay empty. */
export function indented(text: string, indent: string): string {
  return text.replace(/^(?=[^\r\n])/gm, indent);
}

/** Lines without the indent of the fence. */
export function unindented(text: string, indent: string): string {
  const lines = text.split('\n');
  return lines
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
    .join('\n');
}

/** Every line with its end. */
function linesOf(text: string): Span[] {
  const lines: Span[] = [];
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found + 1;
    lines.push({ start, end });
    start = end;
  }
  return lines;
}
