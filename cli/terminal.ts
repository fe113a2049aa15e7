import type { LanguageStreams } from './commands/lsp.ts';
import { printable } from './format/printable.ts';
import type { MakeThreads } from './threads/start.ts';

/** Everything outside that a command may use; `main.ts` gives the real one. */
export interface Terminal {
  /** Absolute. */
  readonly directory: string;
  readonly input: () => Promise<Buffer>;
  readonly output: (text: string) => void;
  readonly error: (text: string) => void;
  /** Whether the output shows colours unless options say otherwise. */
  readonly color: boolean;
  /** How many cells a line of the output has; `undefined` when it is no terminal. */
  readonly columns: number | undefined;
  /** Further threads; `undefined` where there are none. */
  readonly threads?: MakeThreads;
  /** What a language server speaks through; `undefined` where there is none. */
  readonly language?: LanguageStreams;
  /** What git is called with; nothing else reads it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What a command ends with. */
export const ExitCode = {
  clean: 0,
  findings: 1,
  wrongUse: 2,
  bug: 3,
} as const;

/** Ends a command with a message for the person who called it. */
export interface WrongUse {
  readonly wrongUse: string;
}

/** Says on one line what went wrong; names of files and arguments may hold anything. */
export function complain(message: string, terminal: Terminal): void {
  terminal.error(`flakewise: ${printable(message)}\n`);
}
