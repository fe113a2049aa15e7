import type { Diagnostic, Edit } from '#analyzer/diagnostic.ts';

/** One replacement of text, also in a file that is not there yet. */
export interface ChangedText extends Edit {
  /** Where in the new text a person goes on writing. */
  readonly cursor?: number;
  /** Why a person should look at it before it happens. */
  readonly caution?: string;
}

/** What becomes of files, all of it or nothing. */
export interface Change {
  readonly edits: readonly ChangedText[];
}

/** Something that the server does when it is told to. */
export interface CommandCall {
  readonly command: CommandName;
  readonly given: readonly string[];
}

export const commandNames = [
  'flakewise.explainRule',
  'flakewise.fixAllInFile',
  'flakewise.fixAllInWorkspace',
  'flakewise.reload',
  'flakewise.showConfiguration',
  'flakewise.showPlace',
] as const;

export type CommandName = (typeof commandNames)[number];

/** What an editor may offer at a place. */
export interface Action {
  readonly title: string;
  readonly kind: 'quickfix' | 'refactor.rewrite' | 'source.fixAll.flakewise';
  /** The finding that it settles. */
  readonly finding?: Diagnostic;
  /** It is the one that people most likely want. */
  readonly isPreferred?: boolean;
  /** Whether its edits are of code that is to stay as it is laid out; how is worked out once it is chosen. */
  readonly keepsLayout?: boolean;
  readonly does: Change | CommandCall;
}
