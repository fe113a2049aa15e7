import type { Connection } from 'vscode-languageserver';
import { changeDocument, type Document, openDocument, type Replacement } from './document.ts';
import type { Folder } from './folder.ts';
import type { Publisher } from './publisher.ts';
import type { Server, Target } from './server.ts';
import { folderUri } from './uris.ts';

/** Keeps up with what is open in the editor; nothing is computed while its messages are heard. */
export class Documents {
  readonly #server: Server;
  readonly #publisher: Publisher;
  readonly #open = new Map<string, Document>();

  constructor(server: Server, publisher: Publisher) {
    this.#server = server;
    this.#publisher = publisher;
  }

  listen(connection: Connection): void {
    connection.onDidOpenTextDocument(({ textDocument }) => {
      this.#set(openDocument(textDocument));
      void this.#openAround(textDocument.uri);
    });
    connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
      const before = this.#open.get(textDocument.uri);
      if (before === undefined) return;
      const { encoding } = this.#server.client;
      const changes = { events: contentChanges, encoding };
      const { document, replaced } = changeDocument(before, textDocument.version, changes);
      this.#set(document, replaced);
    });
    connection.onDidCloseTextDocument(async ({ textDocument }) => {
      this.#open.delete(textDocument.uri);
      const target = this.#server.folders.target(textDocument.uri);
      if (target === undefined) return;
      await target.folder.close(target.file);
      this.#publisher.lookSoon(target);
    });
  }

  /** Gives a folder that was just opened the documents that are in it. */
  attach(folder: Folder): void {
    for (const document of this.#open.values()) {
      const target = this.#server.folders.target(document.uri);
      if (target?.folder === folder) this.#edit(target, document, []);
    }
  }

  #set(document: Document, replaced: readonly Replacement[] = []): void {
    this.#open.set(document.uri, document);
    const target = this.#server.folders.target(document.uri);
    if (target !== undefined) this.#edit(target, document, replaced);
  }

  #edit(target: Target, document: Document, replaced: readonly Replacement[]): void {
    target.folder.edit(target.file, document, replaced);
    this.#publisher.lookSoon(target);
  }

  /** A file outside of every folder is looked at with the workspace around it. */
  async #openAround(uri: string): Promise<void> {
    const { folders } = this.#server;
    await folders.ready();
    const around = folderUri(uri);
    if (folders.target(uri) === undefined && around !== undefined) await folders.open(around);
  }
}
