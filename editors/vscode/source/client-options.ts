import type { LogOutputChannel } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  type LanguageClientOptions,
  RevealOutputChannelOn,
} from 'vscode-languageclient';
import { documentSelector } from './documents.ts';
import { middleware } from './middleware.ts';

interface Wanted {
  readonly schemes: readonly string[];
  readonly output: LogOutputChannel;
  readonly trace: LogOutputChannel;
  readonly ends: Ends;
}

/** What is asked and told when a server ends that should not. */
interface Ends {
  /** Whether it is still the server of the window. */
  readonly isWanted: () => boolean;
  /** Whether it ever answered. */
  readonly hasAnswered: () => boolean;
  readonly endedEarly: () => void;
  /** It ended too often to be started again. */
  readonly crashed: () => void;
}

export function clientOptions({ schemes, output, trace, ends }: Wanted): LanguageClientOptions {
  return {
    documentSelector: documentSelector(schemes),
    outputChannel: output,
    traceOutputChannel: trace,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    diagnosticCollectionName: 'flakewise',
    initializationFailedHandler: () => false,
    errorHandler: startAgain(ends),
    markdown: { isTrusted: false, supportHtml: false },
    initializationOptions: { showReferences: true, showsRules: true },
    middleware,
  };
}

const minutesWatched = 3;
const crashesBorne = 3;

/** Starts a server that ended once more, unless it has ended again and again within a few minutes. */
function startAgain({ isWanted, hasAnswered, endedEarly, crashed }: Ends): ErrorHandler {
  let ends: readonly number[] = [];
  const leave = { action: CloseAction.DoNotRestart, handled: true };
  return {
    error: () => ({ action: ErrorAction.Continue, handled: true }),
    closed() {
      if (!isWanted()) return leave;
      if (!hasAnswered()) {
        endedEarly();
        return leave;
      }
      const now = Date.now();
      ends = [...ends.filter((end) => now - end < minutesWatched * 60_000), now];
      if (ends.length <= crashesBorne) return { action: CloseAction.Restart, handled: true };
      crashed();
      return leave;
    },
  };
}
