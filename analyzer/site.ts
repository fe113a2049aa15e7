import type { Span } from '#parser/span.ts';
import type { FilePath } from './diagnostic.ts';

/**
 * A pointer at meaning, not at text, so that edits which only move text keep it valid.
 *
 * In a Nix file `expr` is the number of an expression of the lowered module;
 * in every other language it is the row of a node in the file's tree or the
 * offset its parser gave.
 */
export interface Site {
  readonly file: FilePath;
  readonly expr: number;
  /** A range of the evaluated string at `expr`, when only part of it is meant; without a tree, of the text from `expr` on. */
  readonly content?: Span;
  /** For a string with interpolations: which of its parts `content` is a range of, interpolations counted. */
  readonly part?: number;
  /** Whether `expr` is an offset although the file has a tree: for comments, which mean nothing. */
  readonly isOffset?: true;
}
