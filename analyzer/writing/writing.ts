import type { Edit } from '../diagnostic.ts';

/** What is written into columns. */
export type Value = string | number | boolean | readonly string[];
export type Values = { readonly [column: string]: Value };

/** How a fact comes about, or changes: edits that belong together. */
export interface Writing {
  /** What they do, such as "add the user `shop`". */
  readonly title: string;
  readonly edits: readonly Edit[];
}
