import type { Engine } from '#lsp/engine/engine.ts';

/** What an engine was asked that answers when the test says so. */
export interface Held {
  readonly name: string;
  readonly signal: AbortSignal | undefined;
  readonly answer: () => void;
}

/** An engine that answers no question before it is told to; who has taken one back already is not heard. */
export function holding(hear: (held: Held) => void): (engine: Engine) => Engine {
  return (engine) => ({
    change: (changes) => engine.change(changes),
    reopen: () => engine.reopen(),
    close: () => engine.close(),
    ask: (name, question, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) resolve(undefined);
        if (signal?.aborted) return;
        const answer = (): void => void engine.ask(name, question, signal).then(resolve);
        hear({ name, signal, answer });
      }),
  });
}
