import type { Engine, FileChange, Report, WholeLook } from './engine.ts';
import type { Answer, Asked, QuestionName } from './questions.ts';

/** Where messages of an engine in another thread go and come from. */
export interface Port<Sent, Heard> {
  send(message: Sent): void;
  listen(hear: (message: Heard) => void): void;
}

/** What is said to an engine. */
export type ToEngine =
  | { readonly kind: 'change'; readonly changes: readonly FileChange[] }
  | { readonly kind: 'reopen' }
  | {
      readonly kind: 'ask';
      readonly id: number;
      readonly name: QuestionName;
      readonly asked: Asked<QuestionName>;
    }
  /** Nobody waits for the answer any more. */
  | { readonly kind: 'drop'; readonly id: number }
  | { readonly kind: 'close' };

/** What an engine says. */
export type FromEngine =
  | { readonly kind: 'began' }
  | { readonly kind: 'found'; readonly look: WholeLook }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'closed' };

export type EnginePort = Port<FromEngine, ToEngine>;
export type ServerPort = Port<ToEngine, FromEngine>;

/** What an engine in another thread reports through. */
export function reportTo(port: EnginePort): Report {
  return {
    began: () => port.send({ kind: 'began' }),
    found: (look) => port.send({ kind: 'found', look }),
    failed: (message) => port.send({ kind: 'failed', message }),
    // Whoever holds the other end of the port sees the thread end.
    lost: () => {},
  };
}

/** Lets an engine do what it is told through a port. */
export function obey(port: EnginePort, engine: Engine): void {
  const asking = new Map<number, AbortController>();
  port.listen((message) => {
    switch (message.kind) {
      case 'change':
        engine.change(message.changes);
        return;
      case 'reopen':
        engine.reopen();
        return;
      case 'ask': {
        const { id, name, asked } = message;
        const controller = new AbortController();
        asking.set(id, controller);
        void engine.ask(name, asked, controller.signal).then((answer) => {
          asking.delete(id);
          port.send({ kind: 'answer', id, answer });
        });
        return;
      }
      case 'drop':
        asking.get(message.id)?.abort();
        return;
      case 'close':
        void engine.close().then(() => port.send({ kind: 'closed' }));
        return;
    }
  });
}

/** An engine at the other end of a port. */
export class RemoteEngine implements Engine {
  readonly #port: ServerPort;
  readonly #waiting = new Map<number, (answer: unknown) => void>();
  /** What was asked with a signal. A request may ask about many files, and each of its signals is listened to once. */
  readonly #asking = new WeakMap<AbortSignal, Set<number>>();
  #asked = 0;
  #closed: (() => void) | undefined;

  constructor(port: ServerPort, report: Report) {
    this.#port = port;
    port.listen((message) => this.#hear(message, report));
  }

  change(changes: readonly FileChange[]): void {
    this.#port.send({ kind: 'change', changes });
  }

  reopen(): void {
    this.#port.send({ kind: 'reopen' });
  }

  ask<Name extends QuestionName>(
    name: Name,
    asked: Asked<Name>,
    signal?: AbortSignal,
  ): Promise<Answer<Name> | undefined> {
    if (signal?.aborted) return Promise.resolve(undefined);
    const id = this.#asked++;
    this.#port.send({ kind: 'ask', id, name, asked });
    const asking = signal && this.#askingWith(signal);
    asking?.add(id);
    return new Promise((resolve) => {
      this.#waiting.set(id, (answer) => {
        asking?.delete(id);
        resolve(answer as Answer<Name> | undefined);
      });
    });
  }

  /** Answers nothing to whoever still waits, because nobody is at the other end any more. */
  abandon(): void {
    for (const answer of this.#waiting.values()) answer(undefined);
    this.#waiting.clear();
    this.#closed?.();
  }

  close(): Promise<void> {
    this.#port.send({ kind: 'close' });
    return new Promise((resolve) => {
      this.#closed = resolve;
    });
  }

  #askingWith(signal: AbortSignal): Set<number> {
    const known = this.#asking.get(signal);
    if (known !== undefined) return known;
    const asking = new Set<number>();
    this.#asking.set(signal, asking);
    const drop = (): void => {
      for (const id of asking) this.#port.send({ kind: 'drop', id });
    };
    signal.addEventListener('abort', drop, { once: true });
    return asking;
  }

  #hear(message: FromEngine, report: Report): void {
    switch (message.kind) {
      case 'began':
        report.began();
        return;
      case 'found':
        report.found(message.look);
        return;
      case 'failed':
        report.failed(message.message);
        return;
      case 'answer':
        this.#waiting.get(message.id)?.(message.answer);
        this.#waiting.delete(message.id);
        return;
      case 'closed':
        this.#closed?.();
        return;
    }
  }
}
