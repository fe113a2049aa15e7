import type { Span } from '#parser/span.ts';
import { compareLines } from './compare-lines.ts';

/** The lines to replace, as few as can be, so that one text becomes the other. */
export function lineEdits(
  before: string,
  after: string,
): { readonly span: Span; readonly text: string }[] {
  const edits: { span: Span; text: string }[] = [];
  let offset = 0;
  let current: { span: Span; text: string } | undefined;
  for (const { sign, text } of compareLines(linesOf(before), linesOf(after))) {
    if (sign === ' ') {
      current = undefined;
      offset += text.length;
      continue;
    }
    if (current === undefined) {
      current = { span: { start: offset, end: offset }, text: '' };
      edits.push(current);
    }
    if (sign === '+') current.text += text;
    else {
      offset += text.length;
      current.span = { start: current.span.start, end: offset };
    }
  }
  return edits;
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
