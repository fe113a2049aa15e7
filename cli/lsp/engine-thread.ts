/** The thread of an engine: loads the program, opens the folder that it is given, and does what it is told. */
import { parentPort, workerData } from 'node:worker_threads';
import type { EnginePort } from '#lsp/engine/messages.ts';

void obeyParent();

async function obeyParent(): Promise<void> {
  const port: EnginePort = {
    send: (message) => parentPort?.postMessage(message),
    listen: (hear) => parentPort?.on('message', hear),
  };
  const { runEngine } = await import('../run.ts');
  await runEngine(workerData.root, port);
}
