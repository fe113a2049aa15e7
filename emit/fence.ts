import { contains, type Span } from '#parser/span.ts';
import type { Format } from './format.ts';

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

const comment =
  /^(\uFEFF?[ \t]*)(?:#|\/\/|\/\*|--|%%|<!--)[ \t]*flakewise:(begin|end)[ \t]+(\S+?)(?=\s|-->|\*\/|$)/;

/**
 * The fences of a text. One that is not closed, not opened, there twice or
 * reaching into another is broken. What code blocks of Markdown show is none.
 */
export function fencesIn(text: string, format?: Format): readonly (Fence | BrokenFence)[] {
  const marks = marksIn(format === 'markdown' ? proseLines(text) : linesOf(text), text);
  const names = new Set(marks.map(({ name }) => name));
  const fences = [...names].map((name) => pairOf(marks.filter((mark) => mark.name === name)));
  return fences.map((fence) => {
    const other = marks.find(({ name, at }) => {
      return name !== fence.name && 'inside' in fence && contains(fence.inside, at);
    });
    if (other === undefined || 'problem' in fence) return fence;
    return { name: fence.name, problem: intoAnother(fence, other), at: other.at };
  });
}

function intoAnother({ name }: Fence, other: Mark): string {
  return `the fence \`${name}\` reaches into the fence \`${other.name}\``;
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

function marksIn(lines: readonly Span[], text: string): readonly Mark[] {
  return lines.flatMap((at): Mark[] => {
    const line = text.slice(at.start, at.end);
    const match = comment.exec(line);
    if (!match) return [];
    const [, before = '', word, name = ''] = match;
    const indent = before.replace('\uFEFF', '');
    const mark = { start: at.start + before.length, end: at.start + line.trimEnd().length };
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
export function fenceNamed(
  text: string,
  name: string,
  format?: Format,
): Fence | BrokenFence | undefined {
  return fencesIn(text, format).find((fence) => fence.name === name);
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

const codeFence = /^[ \t>]*(?:[-*+]|\d+[.)])?[ \t]*(`{3,}(?=[^`]*$)|~{3,})(.*)$/;

/** The lines of a Markdown text that are in no block of code between lines of backticks or tildes. */
function proseLines(text: string): Span[] {
  let open: string | undefined;
  return linesOf(text).filter(({ start, end }) => {
    const [, ticks, rest = ''] = codeFence.exec(text.slice(start, end).trimEnd()) ?? [];
    if (open === undefined) {
      open = ticks;
      return ticks === undefined;
    }
    if (ticks?.startsWith(open) && rest === '') open = undefined;
    return false;
  });
}
