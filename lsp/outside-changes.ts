import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type DidChangeWatchedFilesParams,
  FileChangeType,
} from 'vscode-languageserver';
import type { Folder } from './folder.ts';
import type { Publisher } from './publisher.ts';
import { answered, type Server } from './server.ts';

/** How long after the last of several changes they are looked at, in milliseconds. */
const settling = 50;

/** Keeps up with files that change outside of the editor. */
export class OutsideChanges {
  readonly #server: Server;
  readonly #publisher: Publisher;
  readonly #reopening = new Map<Folder, Reopening>();

  constructor(server: Server, publisher: Publisher) {
    this.#server = server;
    this.#publisher = publisher;
  }

  listen(connection: Connection): void {
    connection.onDidChangeWatchedFiles((params) => this.#heard(params));
    const { workspace } = connection;
    workspace.onDidCreateFiles(({ files }) => this.#moved(files.map(({ uri }) => uri)));
    workspace.onDidDeleteFiles(({ files }) => this.#moved(files.map(({ uri }) => uri)));
    workspace.onDidRenameFiles(({ files }) =>
      this.#moved(files.flatMap(({ oldUri, newUri }) => [oldUri, newUri])),
    );
    connection.onDidSaveTextDocument(({ textDocument }) => {
      if (this.#watches) return;
      const target = this.#server.folders.target(textDocument.uri);
      if (target !== undefined) this.reopenSoon(target.folder);
    });
  }

  /** Asks the editor to tell of every file, because any of them may be read. */
  async register(connection: Connection): Promise<void> {
    if (!this.#watches) return;
    const watchers = [{ globPattern: '**/*' }];
    const { type } = DidChangeWatchedFilesNotification;
    await answered(connection, connection.client.register(type, { watchers }));
  }

  /** Looks at everything anew, a moment after it was last asked for. */
  reopenSoon(folder: Folder): void {
    clearTimeout(this.#reopening.get(folder)?.timer);
    const now = async (): Promise<void> => {
      clearTimeout(this.#reopening.get(folder)?.timer);
      this.#reopening.delete(folder);
      await folder.reopen();
      for (const file of folder.documents.keys()) this.#publisher.lookSoon({ folder, file });
    };
    this.#reopening.set(folder, { now, timer: setTimeout(() => void now(), settling) });
  }

  /** Does now what would be done in a moment. */
  async flush(): Promise<void> {
    await Promise.all([...this.#reopening.values()].map(({ now }) => now()));
  }

  stop(): void {
    for (const { timer } of this.#reopening.values()) clearTimeout(timer);
  }

  /** Editors that cannot tell of files are asked by saving. */
  get #watches(): boolean {
    const { workspace } = this.#server.client.capabilities;
    return workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false;
  }

  /** Files or folders have come, gone or moved by what people did in the editor. */
  #moved(uris: readonly string[]): void {
    const { folders } = this.#server;
    const targets = uris.flatMap((uri) => folders.target(uri) ?? []);
    for (const folder of new Set(targets.map((target) => target.folder))) this.reopenSoon(folder);
  }

  #heard({ changes }: DidChangeWatchedFilesParams): void {
    for (const { uri, type } of changes) {
      const target = this.#server.folders.target(uri);
      if (target === undefined || isOfVersionControl(target.file)) continue;
      const { folder, file } = target;
      if (type === FileChangeType.Changed && folder.texts.contents.kind(file) === 'file') {
        void folder.refresh(file).then(() => this.#publisher.lookSoon(target));
      } else this.reopenSoon(folder);
    }
  }
}

/** A folder that is looked at anew in a moment, or now. */
interface Reopening {
  readonly timer: ReturnType<typeof setTimeout>;
  readonly now: () => Promise<void>;
}

function isOfVersionControl(file: string): boolean {
  return /(^|\/)\.(git|hg|jj|svn)\//.test(file);
}
