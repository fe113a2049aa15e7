/** One more thread: loads the program, does its part, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadJob } from './job.ts';

void helpParent(workerData);

async function helpParent(job: ThreadJob): Promise<void> {
  const { help } = await import('../run.ts');
  for await (const told of help(job)) parentPort?.postMessage(told);
}
