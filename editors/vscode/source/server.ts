import { commands, type Disposable, type LogOutputChannel } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { clientOptions } from './client-options.ts';
import type { Platform } from './platform.ts';
import type { Status, StatusItem } from './status-item.ts';
import { traceChannel } from './trace-channel.ts';

/** The server of this window. */
export interface Server extends Disposable {
  /** Starts it unless it runs; tells why it could not. */
  start(): Promise<string | undefined>;
  stop(): Promise<void>;
  /** What a command of the server gives back; `undefined` while it does not run. */
  execute(command: string, ...argumentsOfIt: readonly string[]): Promise<unknown>;
  readonly version: string | undefined;
}

interface Surroundings {
  readonly platform: Platform;
  readonly output: LogOutputChannel;
  readonly status: StatusItem;
}

export function createServer({ platform, output, status }: Surroundings): Server {
  const trace = traceChannel();
  let running: BaseLanguageClient | undefined;

  return {
    async start() {
      if (running !== undefined) return undefined;
      status.show({ state: 'starting' });
      const crashed = (): void => fail('its server crashed several times');
      const options = clientOptions({ schemes: platform.schemes(), output, trace, crashed });
      const client = quiet(platform.createClient(options));
      client.onNotification('flakewise/status', (now: Status) => status.show(now));
      running = client;
      try {
        await client.start();
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        fail(reason);
        return reason;
      }
      await commands.executeCommand('setContext', 'flakewise.running', true);
      return undefined;
    },
    async stop() {
      const client = running;
      running = undefined;
      status.show({ state: 'stopped' });
      await commands.executeCommand('setContext', 'flakewise.running', false);
      if (client?.isRunning()) await client.stop();
    },
    async execute(command, ...argumentsOfIt) {
      return running?.sendRequest('workspace/executeCommand', {
        command,
        arguments: argumentsOfIt,
      });
    },
    get version() {
      return running?.initializeResult?.serverInfo?.version;
    },
    dispose() {
      trace.dispose();
      void this.stop();
    },
  };

  function fail(reason: string): void {
    running = undefined;
    output.error(reason);
    status.show({ state: 'error', message: reason });
    void commands.executeCommand('setContext', 'flakewise.running', false);
  }
}

/** Keeps the client from telling by itself what is told once, with something to do about it. */
function quiet(client: BaseLanguageClient): BaseLanguageClient {
  const write = client.error.bind(client);
  client.error = (message, data) => write(message, data, false);
  return client;
}
