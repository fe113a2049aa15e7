import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import type { FileContent } from '#analyzer/files.ts';
import type { Answer, Asked, QuestionName } from './questions.ts';

/** A file with the text that it has in the editor, or with what it holds outside. */
export interface FileChange {
  readonly file: FilePath;
  readonly content: FileContent;
}

/** What a look at a whole workspace led to. */
export interface WholeLook {
  /** How often the engine had been told to change or to reopen. */
  readonly revision: number;
  /** Every finding, in the order in which `check` prints them. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many files were looked at. */
  readonly files: number;
  /** Why the configuration cannot be used; then the findings are those of the configuration that could be. */
  readonly isMisconfigured: boolean;
}

/** Hears what the engine has to say unasked. */
export interface Report {
  /** A look has begun. */
  began(): void;
  found(look: WholeLook): void;
  /** Something went wrong that is a bug. */
  failed(message: string): void;
  /** The engine had to begin anew, and knows only what is outside of the editor. */
  lost(): void;
}

/**
 * Looks at a whole workspace whenever it has been quiet for a moment, and
 * answers questions about it. A look that a change overtakes is dropped.
 */
export interface Engine {
  /** Counts as one change, however many files it holds. */
  change(changes: readonly FileChange[]): void;
  /** Reads everything outside of the editor anew; files of the editor come in the next change. */
  reopen(): void;
  /**
   * The answer as of the last change; `undefined` when nothing is known, or the question failed.
   * What is told on hovering and where names lead is as of before the change, with places moved,
   * until machines are evaluated again. A question that nobody waits for any more is not answered.
   */
  ask<Name extends QuestionName>(
    name: Name,
    asked: Asked<Name>,
    signal?: AbortSignal,
  ): Promise<Answer<Name> | undefined>;
  close(): Promise<void>;
}
