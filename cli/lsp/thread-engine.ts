import { Worker } from 'node:worker_threads';
import type { Engine, FileChange, Report } from '#lsp/engine/engine.ts';
import { RemoteEngine } from '#lsp/engine/messages.ts';
import type { Answer, Asked, QuestionName } from '#lsp/engine/questions.ts';
import { Tidying } from '#lsp/engine/tidying.ts';
import { forgetCompiled, keepCompiled, optimizeAsUsual } from '../compiling.ts';
import { collectGarbage } from './collect-garbage.ts';

/** What a thread is started with. */
export interface ThreadStart {
  readonly program: string;
  /** The URI of the folder. */
  readonly root: string;
  readonly report: Report;
  /** How much memory its values may take, in megabytes. */
  readonly memory: number;
}

/** How often a thread that ended by itself is started again; then something is wrong for good. */
const mostRestarts = 5;

/** An engine in a thread. One that ends by itself is started again, without a limit of memory. */
export class ThreadEngine implements Engine {
  readonly #start: ThreadStart;
  #worker: Worker;
  #remote: RemoteEngine;
  #restarts = 0;
  #isClosed = false;
  /** The thread of the server makes garbage as well, and rests when nobody edits or asks. */
  readonly #tidying = new Tidying(collectGarbage);
  /** How often all threads were told to change or to reopen, and how often those before this one were. */
  #told = 0;
  #toldBefore = 0;

  constructor(start: ThreadStart) {
    this.#start = start;
    this.#worker = this.#startWorker({ maxOldGenerationSizeMb: start.memory });
    this.#remote = this.#connect();
  }

  change(changes: readonly FileChange[]): void {
    this.#tidying.soon();
    this.#told++;
    this.#remote.change(changes);
  }

  reopen(): void {
    this.#told++;
    this.#remote.reopen();
  }

  ask<Name extends QuestionName>(
    name: Name,
    asked: Asked<Name>,
    signal?: AbortSignal,
  ): Promise<Answer<Name> | undefined> {
    this.#tidying.soon();
    return this.#remote.ask(name, asked, signal);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#tidying.stop();
    await this.#remote.close();
    await this.#worker.terminate();
  }

  #startWorker(resourceLimits: { readonly maxOldGenerationSizeMb?: number }): Worker {
    const { program, root, report } = this.#start;
    optimizeAsUsual();
    forgetCompiled();
    const worker = new Worker(program, { workerData: { root }, resourceLimits });
    worker.on('error', (error) => {
      report.failed(error.stack ?? error.message);
      this.#remote.abandon();
      if (!this.#isClosed && this.#restarts < mostRestarts) this.#restart();
    });
    return worker;
  }

  #restart(): void {
    this.#restarts++;
    this.#toldBefore = this.#told;
    this.#worker = this.#startWorker({});
    this.#remote = this.#connect();
    this.#start.report.lost();
  }

  #connect(): RemoteEngine {
    const worker = this.#worker;
    const { report } = this.#start;
    const before = this.#toldBefore;
    return new RemoteEngine(
      {
        send: (message) => worker.postMessage(message),
        listen: (hear) => worker.on('message', hear),
      },
      {
        ...report,
        found: (look) => {
          // From the first look on the same is done again and again.
          optimizeAsUsual();
          keepCompiled();
          this.#tidying.soon();
          report.found({ ...look, revision: before + look.revision });
        },
      },
    );
  }
}
