import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { optimizeAsUsual } from '../compiling.ts';
import type { Help } from './help.ts';
import type { ThreadJob } from './job.ts';
import type { MachineMade } from './machines.ts';
import type { ShareFound } from './shares.ts';

/** Further threads for one look. */
export interface Threads {
  /** Has them load the program, so that they are ready when there is work. */
  wake(): void;
  /** Sets them to work. */
  start(job: ThreadJob): Helpers;
}

/** Threads at work. One that fails leaves what it had taken and not told of. */
export interface Helpers {
  /** The machines that they have made, when none is left to take. */
  readonly machines: Promise<readonly MachineMade[]>;
  /** What they have found in files, when none is left to take. */
  readonly shares: Promise<readonly ShareFound[]>;
}

/** How much there is to do. */
export interface Amount {
  readonly files: number;
  /** Worked out only where it decides. */
  readonly machines: () => number;
}

/** Makes threads; `undefined` where none are worth their start. */
export type MakeThreads = (asked: number | undefined, amount: Amount) => Threads | undefined;

/** Room for what a thread makes and soon forgets: with as much as V8 gives by itself, it collects garbage several times as often. */
const maxYoungGenerationSizeMb = 96;

/** With fewer files one thread has finished before another has begun. */
const manyFiles = 300;

/** So many files make machines that take longer than the start of a thread, if there are a few. */
const someFiles = 60;
const fewMachines = 3;

/** More would wait for the disk and for memory. */
const most = 8;

/**
 * A thread that makes machines keeps another one of V8 busy, which compiles what
 * is called often and collects the garbage: two of them on two processors are
 * slower than one.
 */
const processorsForMachines = 2;

/**
 * Threads that run a program, so many that with this one there are as many as
 * asked for, or as are worth it on so many processors. They hear how this one was called.
 */
export function threadsOf(
  program: string,
  processors = availableParallelism(),
  argv: readonly string[] = [],
): MakeThreads {
  return (asked, amount) => {
    const wanted = asked ?? Math.min(worthwhile(amount, processors), most);
    if (wanted < 2) return undefined;
    return threadsRunning(() => load(program, argv), wanted - 1);
  };
}

function worthwhile({ files, machines }: Amount, processors: number): number {
  if (files < someFiles) return 1;
  if (machines() >= fewMachines) return Math.floor(processors / processorsForMachines);
  return files >= manyFiles ? processors : 1;
}

function threadsRunning(begin: () => Loading, count: number): Threads {
  let awake: readonly Loading[] | undefined;
  const wake = (): readonly Loading[] => {
    awake ??= Array.from({ length: count }, begin);
    return awake;
  };
  return {
    wake,
    start: (job) => {
      Atomics.store(job.loading, 0, count);
      const all = wake().map((loading) => help(loading, job));
      return {
        machines: Promise.all(all.map(({ machines }) => machines)).then((made) => made.flat()),
        shares: Promise.all(all.map(({ shares }) => shares)).then((found) => found.flat()),
      };
    },
  };
}

/** A thread that loads the program, and holds up nobody who has no work for it. */
interface Loading {
  readonly worker: Worker;
  readonly ended: Promise<void>;
}

function load(program: string, argv: readonly string[]): Loading {
  optimizeAsUsual();
  const worker = new Worker(program, {
    argv: [...argv],
    resourceLimits: { maxYoungGenerationSizeMb },
  });
  worker.unref();
  const ended = new Promise<void>((resolve) => {
    worker.on('error', () => resolve());
    worker.on('exit', () => resolve());
  });
  return { worker, ended };
}

function help({ worker, ended }: Loading, job: ThreadJob): Helpers {
  const made: MachineMade[] = [];
  const found: ShareFound[] = [];
  const heard = (kind: Help['kind']): Promise<void> =>
    new Promise((resolve) => {
      worker.on('message', (told: Help) => {
        if (told.kind === kind) resolve();
      });
    });
  worker.on('message', (told: Help) => {
    if (told.kind === 'machine') made.push(told);
    if (told.kind === 'share') found.push(told);
  });
  worker.postMessage(job);
  worker.ref();
  return {
    machines: Promise.race([heard('machines-made'), ended]).then(() => made),
    shares: Promise.race([heard('shares-checked'), ended]).then(() => found),
  };
}
