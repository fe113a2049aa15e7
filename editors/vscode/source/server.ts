import { commands, type Disposable, type LogOutputChannel } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { clientOptions } from './client-options.ts';
import type { Platform } from './platform.ts';
import type { Status, StatusItem } from './status-item.ts';
import { traceChannel } from './trace-channel.ts';

interface Surroundings {
  readonly platform: Platform;
  readonly output: LogOutputChannel;
  readonly status: StatusItem;
  /** Is told once why the server does not run. */
  readonly failed: (reason: string) => void;
}

/** The server of this window. */
export class Server implements Disposable {
  readonly #surroundings: Surroundings;
  readonly #trace = traceChannel();
  #client: BaseLanguageClient | undefined;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  get version(): string | undefined {
    return this.#client?.initializeResult?.serverInfo?.version;
  }

  /** Starts it unless it runs. Whether it does is told by `failed` and the status item. */
  async start(): Promise<void> {
    if (this.#client !== undefined) return;
    this.#surroundings.status.show({ state: 'starting' });
    try {
      await this.#answered();
      this.#surroundings.output.info(`flakewise ${this.version} has started`);
      await tellWhetherItRuns(true);
    } catch (error) {
      this.#fail(reasonOf(error));
    }
  }

  async stop(): Promise<void> {
    const { status, output } = this.#surroundings;
    const client = this.#client;
    this.#client = undefined;
    status.show({ state: 'stopped' });
    await tellWhetherItRuns(false);
    await client?.stop().catch((error) => output.warn(String(error)));
  }

  /** What a command of the server gives back; `undefined` while it does not run. */
  async execute(command: string, ...given: readonly string[]): Promise<unknown> {
    return this.#client?.sendRequest('workspace/executeCommand', { command, arguments: given });
  }

  dispose(): void {
    this.#trace.dispose();
    void this.stop();
  }

  /** Waits until a new client has its first answer; fails when the server ends before. */
  #answered(): Promise<void> {
    return new Promise((resolve, reject) => {
      const { platform, output, status } = this.#surroundings;
      const ends = {
        isWanted: () => client === this.#client,
        hasAnswered: () => client.initializeResult !== undefined,
        endedEarly: () => reject(new Error(endedEarly)),
        crashed: () => this.#fail('it ended again and again'),
      };
      const trace = this.#trace;
      const options = clientOptions({ schemes: platform.schemes(), output, trace, ends });
      const client = quiet(platform.createClient(options));
      this.#client = client;
      client.onNotification('flakewise/status', (now: Status) => status.show(now));
      client.start().then(resolve, reject);
    });
  }

  #fail(reason: string): void {
    const { output, status, failed } = this.#surroundings;
    if (this.#client === undefined) return;
    this.#client = undefined;
    output.error(reason);
    status.show({ state: 'error', message: reason });
    void tellWhetherItRuns(false);
    failed(reason);
  }
}

async function tellWhetherItRuns(does: boolean): Promise<void> {
  await commands.executeCommand('setContext', 'flakewise.running', does);
}

const endedEarly = 'it ended before it answered';

/** Why a server does not run. Writing to one that has ended may fail before its end is known. */
function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return /\bEPIPE\b/.test(reason) ? endedEarly : reason;
}

/** Keeps the client from telling by itself what is told once, with something to do about it. */
function quiet(client: BaseLanguageClient): BaseLanguageClient {
  const write = client.error.bind(client);
  client.error = (message, data) => write(message, data, false);
  return client;
}
