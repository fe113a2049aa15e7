import { spawnSync } from 'node:child_process';

/** Milliseconds of whole processes, from start to exit. */
export interface Timing {
  readonly fastest: number;
  readonly middle: number;
  readonly slowest: number;
}

/** Runs a command several times, after once to fill the caches of the disk. */
export function timeCommand(command: readonly string[], runs: number): Timing {
  const [program = '', ...args] = command;
  const once = (): number => {
    const start = performance.now();
    spawnSync(program, args, { stdio: 'ignore' });
    return Math.round(performance.now() - start);
  };
  once();
  const times = Array.from({ length: runs }, once).sort((a, b) => a - b);
  return { fastest: times[0] ?? 0, middle: median(times), slowest: times.at(-1) ?? 0 };
}

function median(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
