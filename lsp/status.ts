import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';
import type { WholeLook } from './engine/engine.ts';
import type { Folder } from './folder.ts';
import { answered } from './server.ts';

/** What `flakewise/status` tells, for a line in the editor. */
export interface StatusMessage {
  readonly state: 'busy' | 'ready' | 'error';
  readonly version: string;
  /** How many files were looked at, in all folders. */
  readonly files: number;
  readonly findings: number;
  readonly message?: string;
}

/** Tells the editor what the server is doing. */
export class Status {
  readonly #connection: Connection;
  readonly #version: string;
  readonly #files = new Map<Folder, number>();
  readonly #wrong = new Set<Folder>();
  /** The progress of the first look at each folder. */
  readonly #progress = new Map<Folder, Promise<WorkDoneProgressServerReporter | undefined>>();

  constructor(connection: Connection, version: string) {
    this.#connection = connection;
    this.#version = version;
  }

  began(folder: Folder): void {
    this.#send('busy');
    if (this.#files.has(folder) || this.#progress.has(folder)) return;
    const { window } = this.#connection;
    const progress = answered(this.#connection, window.createWorkDoneProgress());
    this.#progress.set(folder, progress);
    void progress.then((reporter) => reporter?.begin('flakewise', undefined, 'looking at files'));
  }

  looked(folder: Folder, { files, isMisconfigured }: WholeLook): void {
    this.#files.set(folder, files);
    if (isMisconfigured) this.#wrong.add(folder);
    else this.#wrong.delete(folder);
    void this.#progress.get(folder)?.then((reporter) => reporter?.done());
    this.#progress.delete(folder);
    if (this.#wrong.size > 0) this.#send('error', '`flakewise.toml` is wrong');
    else this.#send('ready');
  }

  failed(_folder: Folder, message: string): void {
    this.#connection.console.error(`this is a bug in flakewise: ${message}`);
    this.#send('error', 'a bug in flakewise; the log has it');
  }

  closed(folder: Folder): void {
    this.#files.delete(folder);
    this.#wrong.delete(folder);
  }

  #send(state: StatusMessage['state'], message?: string): void {
    const sum = (numbers: Iterable<number>): number => [...numbers].reduce((a, b) => a + b, 0);
    const status: StatusMessage = {
      state,
      version: this.#version,
      files: sum(this.#files.values()),
      findings: sum([...this.#files.keys()].map(({ findings }) => findings.count)),
      ...(message !== undefined && { message }),
    };
    void this.#connection.sendNotification('flakewise/status', status);
  }
}
