import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ShareFound, ThreadJob } from './job.ts';

/** Further threads for one check. */
export interface Threads {
  /** Sets them to work; what they have found is there when all have ended. */
  start(job: ThreadJob): Promise<readonly ShareFound[]>;
}

/** Makes threads; `undefined` where none are worth their start. */
export type MakeThreads = (asked: number | undefined, files: number) => Threads | undefined;

/** With fewer files one thread has finished before another has begun. */
const worthwhile = 300;

/** More would wait for the disk and for memory. */
const most = 8;

/**
 * Threads that run a program, so many that with this one there are as many as
 * asked for, or as the machine can run at a time.
 */
export function threadsOf(program: string): MakeThreads {
  return (asked, files) => {
    const wanted = asked ?? (files < worthwhile ? 1 : Math.min(availableParallelism(), most));
    if (wanted < 2) return undefined;
    const programs = Array.from({ length: wanted - 1 }, () => program);
    return {
      start: async (job) => (await Promise.all(programs.map((each) => run(each, job)))).flat(),
    };
  };
}

/** What one thread has found when it ends; one that fails gives what it has found before. */
function run(program: string, job: ThreadJob): Promise<readonly ShareFound[]> {
  const found: ShareFound[] = [];
  const worker = new Worker(program, { workerData: job });
  worker.on('message', (share: ShareFound) => found.push(share));
  return new Promise((resolve) => {
    worker.on('error', () => resolve(found));
    worker.on('exit', () => resolve(found));
  });
}
