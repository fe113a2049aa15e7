import { RE2JS } from 're2js';

/** A regular expression of Go, which matches in linear time. */
export interface GoPattern {
  /** Whether some part of the text matches. */
  readonly matches: (text: string) => boolean;
}

/** Patterns longer than this are nobody's. */
const longest = 2_000;

/** Compiles a pattern in the syntax of Go's `regexp`; `undefined` when Go would refuse it. */
export function goPattern(pattern: string): GoPattern | undefined {
  if (pattern.length > longest) return undefined;
  try {
    const compiled = RE2JS.compile(pattern);
    return { matches: (text) => compiled.matcher(text).find() };
  } catch {
    // The package has no other way of saying that a pattern is broken.
    return undefined;
  }
}
