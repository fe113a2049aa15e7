import type { Span } from '#parser/span.ts';

/** Workspace-relative, forward slashes, never starting with `./`. */
export type FilePath = string & { readonly __brand: 'FilePath' };

export type Severity = 'error' | 'warning' | 'hint';

/** A place in a file. Everything a person can click on is one of these. */
export interface Location {
  readonly file: FilePath;
  readonly span: Span;
}

/** A further place a finding speaks of, with what is to be seen there. */
export interface Note extends Location {
  readonly message: string;
}

/** One replacement of text; an empty span inserts. */
export interface Edit extends Location {
  readonly text: string;
  /** Whether it replaces what flakewise itself wrote, or makes a file that it writes. */
  readonly isGenerated?: true;
}

/** One way to resolve a finding. Its edits apply together or not at all. */
export interface Fix {
  readonly title: string;
  /** `safe`: `--fix` may apply it unasked. */
  readonly safety: 'safe' | 'unsafe';
  readonly edits: readonly Edit[];
}

/** What a rule found, with where it is and how much it matters. */
export interface Diagnostic extends Location {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly related: readonly Note[];
  readonly fixes: readonly Fix[];
}
