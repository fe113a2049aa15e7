import { Uri, workspace } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import type { Platform } from './platform.ts';
import { answerAboutFiles } from './workspace-files.ts';

/** The server as a worker, which sees the files of the workspace through the editor. */
export function workerPlatform(extension: Uri): Platform {
  return {
    schemes: () => [
      ...new Set(['untitled', ...(workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme)]),
    ],
    createClient(options) {
      const start = (): Promise<Worker> => startWorker(extension);
      const client = new LanguageClient('flakewise', 'flakewise', start, options);
      answerAboutFiles(client);
      return client;
    },
  };
}

/** Out of a blob, because editors that show a remote machine refuse workers by their own address. */
async function startWorker(extension: Uri): Promise<Worker> {
  const script = await workspace.fs.readFile(Uri.joinPath(extension, 'dist', 'server-worker.js'));
  const blob = new Blob([new Uint8Array(script)], { type: 'text/javascript' });
  const address = URL.createObjectURL(blob);
  try {
    return new Worker(address, { name: 'flakewise' });
  } finally {
    URL.revokeObjectURL(address);
  }
}
