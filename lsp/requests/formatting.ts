import {
  type Disposable,
  type DocumentFilter,
  DocumentFormattingRequest,
  type TextEdit,
} from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { languageOf } from '#analyzer/language.ts';
import { lineEdits } from '#linter/line-edits.ts';
import { unlessCancelled } from '../cancelling.ts';
import { rangeOf } from '../convert/positions.ts';
import type { Folder } from '../folder.ts';
import { answered, type Server, type Target } from '../server.ts';
import { attempted, type Feature } from './feature.ts';

/**
 * Formatting by the program that people have chosen. Editors hear of it only
 * once they have, so that whatever formats otherwise goes on to do so.
 */
export const formatting: Feature = {
  capabilities: () => ({}),
  listen: (server) => {
    const failures = new Failures(server);
    server.connection.onDocumentFormatting(async ({ textDocument }, token) => {
      const target = server.folders.target(textDocument.uri);
      if (target === undefined || !isWanted(target.folder)) return null;
      return unlessCancelled(token, () =>
        attempted(server, 'formatting', () => formatted(server, target, failures)),
      );
    });
  },
  configure: async (server) => {
    const { client, connection, folders, outside } = server;
    const canHear = client.capabilities.textDocument?.formatting?.dynamicRegistration === true;
    if (!canHear || outside.format === undefined) return;
    const documentSelector = folders.all.filter(isWanted).map(documentsOf);
    const key = JSON.stringify(documentSelector);
    const before = registrations.get(server);
    if (before?.key === key || (before === undefined && documentSelector.length === 0)) return;
    registrations.set(server, { key, registered: undefined });
    before?.registered?.dispose();
    if (documentSelector.length === 0) return;
    const registered = await answered(
      connection,
      connection.client.register(DocumentFormattingRequest.type, { documentSelector }),
    );
    registrations.set(server, { key, registered });
  },
};

/** What was last registered with an editor. */
const registrations = new WeakMap<
  Server,
  { readonly key: string; readonly registered: Disposable | undefined }
>();

function isWanted({ settings }: Folder): boolean {
  return settings.enable && settings.formatting.command.length > 0;
}

/** The Nix files of a folder. */
function documentsOf({ root }: Folder): DocumentFilter {
  const { scheme, path } = URI.parse(root);
  const literal = path.replace(/[[\]{}*?!]/g, '[$&]');
  return { language: 'nix', scheme, pattern: `${literal}/**/*.nix` };
}

/** The lines that the program writes differently; `null` when it fails, or the text has changed in the meantime. */
async function formatted(
  { outside, client }: Server,
  { folder, file }: Target,
  failures: Failures,
): Promise<TextEdit[] | null> {
  const document = folder.document(file);
  if (document === undefined || languageOf(file) !== 'nix' || !outside.format) return null;
  const { text, version } = document;
  const { command } = folder.settings.formatting;
  const result = await outside.format(command, text);
  if ('failure' in result) return failures.tell(folder, result.failure);
  if (result.text.trim() === '' && text.trim() !== '')
    return failures.tell(folder, 'it printed nothing');
  failures.forget(folder);
  if (folder.document(file)?.version !== version) return null;
  const isWindows = text.includes('\r\n') && !result.text.includes('\r\n');
  const after = isWindows ? result.text.replaceAll('\n', '\r\n') : result.text;
  return lineEdits(text, after).map((edit) => {
    return { range: rangeOf(document, edit.span, client.encoding), newText: edit.text };
  });
}

/** What went wrong with the program of a folder is logged once, however often it is tried again. */
class Failures {
  readonly #server: Server;
  readonly #told = new WeakMap<Folder, string>();

  constructor(server: Server) {
    this.#server = server;
  }

  tell(folder: Folder, failure: string): null {
    const { command } = folder.settings.formatting;
    const message = `\`${command.join(' ')}\` did not format: ${failure}`;
    if (this.#told.get(folder) !== message) this.#server.connection.console.warn(message);
    this.#told.set(folder, message);
    return null;
  }

  forget(folder: Folder): void {
    this.#told.delete(folder);
  }
}
