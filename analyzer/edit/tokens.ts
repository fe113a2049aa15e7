import type { Span } from '#parser/span.ts';
import type { Insertion } from './insertion.ts';

/**
 * Puts a text in place of a span, with a space at each end that would otherwise
 * make one token out of two: `f(x)` without parentheses is `f x`, and `a` and
 * `-b` would be the name `a-b`. A space too many is harmless, so only what can
 * never be part of a longer token counts as a border.
 */
export function replacement(text: string, span: Span, by: string): Insertion {
  const [before, after] = [text.charAt(span.start - 1), text.charAt(span.end)];
  if (by === '') return { span, text: runTogether(before, after) ? ' ' : '' };
  const first = runTogether(before, by.charAt(0)) ? ' ' : '';
  const last = runTogether(by.charAt(by.length - 1), after) ? ' ' : '';
  return { span, text: `${first}${by}${last}` };
}

function runTogether(left: string, right: string): boolean {
  if (left === '!' && right !== '=') return false;
  return !(endsToken.test(left) || startsToken.test(right));
}

/** What ends every token that it is the last of; the beginning of the text does too. */
const endsToken = /^$|[\s()[\]{};,="]/;
const startsToken = /^$|[\s()[\]{};,"]/;
