import { Worker } from 'node:worker_threads';
import type { Engine, Report } from '#lsp/engine/engine.ts';
import { LocalEngine } from '#lsp/engine/local-engine.ts';
import { RemoteEngine } from '#lsp/engine/messages.ts';
import type { OpenFolder } from '#lsp/outside.ts';
import { openFolder } from './open-folder.ts';

/** Starts an engine in a thread that runs this program, or in this thread without one. */
export function startEngine(
  program: string | undefined,
  folder: OpenFolder,
  report: Report,
): Engine {
  const { root } = folder;
  if (program === undefined) {
    return new LocalEngine({ folder, open: async () => openFolder(root), report });
  }
  const worker = new Worker(program, { workerData: { root } });
  worker.on('error', (error) => report.failed(error.stack ?? error.message));
  const engine = new RemoteEngine(
    {
      send: (message) => worker.postMessage(message),
      listen: (hear) => worker.on('message', hear),
    },
    report,
  );
  return {
    change: (changes) => engine.change(changes),
    reopen: () => engine.reopen(),
    ask: (name, asked) => engine.ask(name, asked),
    close: async () => {
      await engine.close();
      await worker.terminate();
    },
  };
}
