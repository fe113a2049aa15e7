import { type Code, codeOf, codeWith } from '../evaluate/code.ts';
import type { CodeNotes } from '../evaluate/code-notes.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import { aligned, type Numbers } from '../syntax/alignment.ts';
import type { Module } from '../syntax/module.ts';
import { isUntouched } from './untouched.ts';

/** Code as it was, with what was evaluated of it. */
export interface SeenCode {
  readonly analysis: FileAnalysis | undefined;
  readonly code: Code | undefined;
}

/** Code of before in today's text. */
export interface CarriedCode {
  readonly seen: SeenCode;
  /** Where today's text has the expressions of before, as far as that is known. */
  readonly numbers: Numbers;
}

export function seenCode(analysis: FileAnalysis | undefined): SeenCode {
  return { analysis, code: analysis && codeOf(analysis.module) };
}

/** With what has been evaluated so far. */
export function copied({ analysis, code }: SeenCode): SeenCode {
  return { analysis, code: code && { ...code, evaluated: code.evaluated.slice() } };
}

/** The code in another text in which its evaluation takes the same course; `undefined` where it may take another one. */
export function carried(
  { code }: SeenCode,
  now: FileAnalysis | undefined,
): CarriedCode | undefined {
  const alignment = code && now && aligned(code.module, now.module);
  if (!alignment || !isUntouched(alignment, code)) return undefined;
  const { numbers, after } = alignment;
  const seen = { analysis: now, code: codeWith(after, carriedNotes(code, after, numbers)) };
  return { seen, numbers: numbers.slice() };
}

function carriedNotes(
  { evaluated, missed }: CodeNotes,
  after: Module,
  numbers: Numbers,
): CodeNotes {
  const now = new Uint8Array(after.exprs.length);
  for (const [id, state] of evaluated.entries()) {
    const number = numbers[id] ?? -1;
    if (number >= 0) now[number] = state;
  }
  return { evaluated: now, missed };
}
