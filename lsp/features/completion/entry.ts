import type { Span } from '#parser/span.ts';
import type { Thing } from '../meaning/facts/thing.ts';

/** What kind of thing is proposed. */
export type EntryKind =
  | 'attribute'
  | 'builtin'
  | 'column'
  | 'constant'
  | 'file'
  | 'folder'
  | 'formal'
  | 'keyword'
  | 'let'
  | 'library'
  | 'option'
  | 'parameter'
  | 'rec'
  | 'reference'
  | 'rule'
  | 'setting'
  | 'value'
  | 'with';

/** Where to find what is said of a proposal, when somebody asks. It is plain data. */
export type About =
  | { readonly kind: 'builtin'; readonly name: string }
  | { readonly kind: 'library'; readonly names: readonly string[] }
  | { readonly kind: 'rule'; readonly name: string }
  | { readonly kind: 'option'; readonly path: readonly string[] }
  | { readonly kind: 'thing'; readonly thing: Thing }
  | { readonly kind: 'text'; readonly text: string };

/** One proposal. */
export interface Entry {
  readonly label: string;
  readonly kind: EntryKind;
  /** What is written instead of the label. */
  readonly insert?: string;
  /** Less comes first; equal ones are sorted by their labels. */
  readonly rank: number;
  /** A few words beside the label. */
  readonly detail?: string;
  readonly about?: About;
}

/** What may be written at a place, and what of the text it replaces. */
export interface Proposals {
  readonly word: Span;
  readonly entries: readonly Entry[];
  /** Whether more may be known in a moment. */
  readonly isPending?: boolean;
}
