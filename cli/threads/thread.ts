/** One more thread: loads the program, does its part once it hears of it, and ends. */
import { parentPort } from 'node:worker_threads';
import type { ThreadJob } from './job.ts';

const program = import('../run.ts');

parentPort?.once('message', (job: ThreadJob) => void helpParent(job));

async function helpParent(job: ThreadJob): Promise<void> {
  const { help } = await program;
  for await (const told of help(job)) parentPort?.postMessage(told);
}
