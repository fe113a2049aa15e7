import { Uri, workspace } from 'vscode';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from 'vscode-languageclient/browser';
import type { Platform } from './platform.ts';
import { answerAboutFiles } from './workspace-files.ts';

/** The server as a worker, which sees the files of the workspace through the editor. */
export function workerPlatform(extension: Uri): Platform {
  return {
    schemes: () => [
      ...new Set(['untitled', ...(workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme)]),
    ],
    createClient(options) {
      const start = async (): Promise<MessageTransports> => {
        const worker = await startWorker(extension);
        // What editors call a worker is not always one, so that the client would not know it as such.
        return {
          reader: new BrowserMessageReader(worker),
          writer: new BrowserMessageWriter(worker),
        };
      };
      const client = new LanguageClient('flakewise', 'flakewise', start, options);
      answerAboutFiles(client);
      return client;
    },
  };
}

/**
 * Out of a blob, because editors that show a remote machine refuse workers by
 * their own address. The blob stays, for the editor may start the worker later.
 */
async function startWorker(extension: Uri): Promise<Worker> {
  const script = await workspace.fs.readFile(Uri.joinPath(extension, 'dist', 'server-worker.js'));
  const blob = new Blob([new Uint8Array(script)], { type: 'text/javascript' });
  return new Worker(URL.createObjectURL(blob), { name: 'flakewise' });
}
