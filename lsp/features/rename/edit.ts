import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Span } from '#parser/span.ts';

/** What may go wrong, in words for a person. */
export interface Warning {
  readonly text: string;
  /** A `conflict` changes what something means; what is `unseen` may be all right. */
  readonly kind: 'conflict' | 'unseen';
}

/** One replacement of text. */
export interface RenameEdit {
  readonly file: FilePath;
  readonly span: Span;
  readonly text: string;
  readonly warning?: Warning;
}

/** What a rename comes to, or in words for a person why there is none. */
export type Outcome<Result> = Result | { readonly refusal: string };
