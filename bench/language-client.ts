import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

/** A client of the built server that measures, in milliseconds. */
export class LanguageClient {
  readonly #connection: ProtocolConnection;
  readonly #process: ReturnType<typeof spawn>;
  readonly #root: string;
  readonly #waiting = new Map<string, { readonly version: number; readonly done: () => void }[]>();
  readonly #versions = new Map<string, number>();

  constructor(program: string, folder: string) {
    this.#root = pathToFileURL(folder).href;
    const child = spawn(process.execPath, [program, 'lsp'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#process = child;
    this.#connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    this.#connection.onNotification(
      'textDocument/publishDiagnostics',
      (params: { readonly uri: string; readonly version?: number }) => {
        this.#heard(params.uri, params.version ?? 0);
      },
    );
    this.#connection.listen();
  }

  uri(file: string): string {
    return `${this.#root}/${file.split('/').map(encodeURIComponent).join('/')}`;
  }

  async start(): Promise<void> {
    const capabilities = {
      workspace: { workspaceFolders: true },
      textDocument: {
        publishDiagnostics: { relatedInformation: true, versionSupport: true },
        // As VS Code, Neovim and Helix have it.
        codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } },
      },
    };
    await this.#connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: this.#root,
      capabilities,
      workspaceFolders: [{ uri: this.#root, name: 'bench' }],
    });
    await this.#connection.sendNotification('initialized', {});
  }

  /** Ends when the findings of everything are those of the texts as they are now. */
  async settled(): Promise<void> {
    await this.#connection.sendRequest('flakewise/settled');
  }

  /** Opens a document. Ends when its findings are there. */
  open(file: string, text: string): Promise<void> {
    this.#versions.set(file, 1);
    const textDocument = { uri: this.uri(file), languageId: 'nix', version: 1, text };
    void this.#connection.sendNotification('textDocument/didOpen', { textDocument });
    return this.#published(this.uri(file), 1);
  }

  /** Types text at a place. Ends when findings of that version, or of a later one, are there. */
  type(file: string, position: { line: number; character: number }, text: string): Promise<void> {
    const version = (this.#versions.get(file) ?? 1) + 1;
    this.#versions.set(file, version);
    void this.#connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.uri(file), version },
      contentChanges: [{ range: { start: position, end: position }, text }],
    });
    return this.#published(this.uri(file), version);
  }

  request(method: string, params: object): Promise<unknown> {
    return this.#connection.sendRequest(method, params);
  }

  /** Resident memory of the server in megabytes, by the kernel. */
  memory(): number {
    const status = readFileSync(`/proc/${this.#process.pid}/status`, 'utf8');
    return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
  }

  /** For how many milliseconds the server's own thread has been on a processor, by the kernel. */
  cpu(): number {
    const [ran] = readFileSync(`/proc/${this.#process.pid}/schedstat`, 'utf8').split(' ');
    return Number(ran) / 1e6;
  }

  async stop(): Promise<void> {
    await this.#connection.sendRequest('shutdown');
    await this.#connection.sendNotification('exit');
    this.#connection.dispose();
  }

  #published(uri: string, version: number): Promise<void> {
    return new Promise((done) => {
      const waiting = this.#waiting.get(uri) ?? [];
      this.#waiting.set(uri, [...waiting, { version, done }]);
    });
  }

  #heard(uri: string, version: number): void {
    const waiting = this.#waiting.get(uri) ?? [];
    for (const one of waiting) if (one.version <= version) one.done();
    this.#waiting.set(
      uri,
      waiting.filter((one) => one.version > version),
    );
  }
}
