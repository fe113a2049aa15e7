import type { FilePath } from './diagnostic.ts';

export type FileKind = 'file' | 'directory' | 'link' | 'other';

/** What is at one path: its text, or why there is none. */
export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent' }
  /**
   * There on purpose, and not ours to read: git-crypt, LFS, age. `head` is what
   * a file of age says in the clear about those who can open it.
   */
  | { readonly kind: 'encrypted'; readonly detail: string; readonly head?: string }
  | { readonly kind: 'unreadable'; readonly detail: string };

/** One name directly below a directory. */
export interface Listed {
  readonly name: string;
  readonly kind: FileKind;
}

/**
 * The only way to the outside. Shells implement it over disk or open
 * documents; it never leaves the workspace and never throws.
 */
export interface Files {
  read(file: FilePath): FileContent;
  /** Names directly below a directory with their kinds, sorted; `undefined` when it is not a directory. Links are listed as such. */
  list(directory: FilePath): readonly Listed[] | undefined;
  /** What is there, behind links; `undefined` when nothing is. The empty path is the workspace itself. */
  kind(path: FilePath): FileKind | undefined;
}
