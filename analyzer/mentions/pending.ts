import type { Span } from '#parser/span.ts';
import type { PathMentionRow } from '../facts/documents.ts';
import type { PathWord } from './token.ts';

/** A word of a file that may name a path; whether it does, the files around decide. */
export interface PendingMention {
  readonly source: PathMentionRow['source'];
  readonly word: PathWord;
  readonly tone: PathMentionRow['tone'];
  /** Whether it is said only when it is there: what is not could be anything. */
  readonly isWeak: boolean;
}

/** A drawn tree of files. */
export interface PendingTree {
  /** What the first line calls the folder that is drawn. */
  readonly root: string | undefined;
  readonly entries: readonly TreeEntry[];
  readonly tone: PathMentionRow['tone'];
}

export interface TreeEntry {
  /** From the drawn folder on. */
  readonly path: string;
  readonly span: Span;
  readonly isFolder: boolean;
}
