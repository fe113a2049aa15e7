/** One more thread of a check: loads the program, does its part, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadJob } from './job.ts';

void help(workerData);

async function help(job: ThreadJob): Promise<void> {
  const { checkInThread } = await import('../run.ts');
  for await (const found of checkInThread(job)) parentPort?.postMessage(found);
}
