import type { MadeMachine } from '#analyzer/machine-work.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { attempt } from '#linter/crash.ts';
import { type ThreadJob, taken } from './job.ts';
import type { Helpers } from './start.ts';

/** One machine that a thread has made. */
export interface MachineMade {
  readonly key: string;
  readonly made: MadeMachine;
}

/** Makes machine after machine until every one is taken by some thread. */
export function* makeMachines(job: ThreadJob, snapshot: Snapshot): Generator<MachineMade> {
  if (job.machines === undefined) return;
  const work = snapshot.machineWork();
  for (const place of taken(job, 'machine', work.machines.length)) {
    const { key } = work.machines[place] ?? { key: '' };
    const made = work.make(key, job.machines);
    if (made) yield { key, made };
  }
}

/**
 * Makes machines together with threads at work, until all are made. What
 * crashes here, or in a thread, crashes again for whoever asks for it.
 */
export async function shareMachines(
  job: ThreadJob,
  snapshot: Snapshot,
  helpers: Helpers,
): Promise<void> {
  if (job.machines === undefined) return;
  attempt(() => {
    for (const _ of makeMachines(job, snapshot));
  });
  const all = await helpers.machines;
  if (all.length === 0) return;
  const work = snapshot.machineWork();
  for (const { key, made } of all) work.take(key, made);
}

/** How many machines there are; none where even that crashes. */
export function machineCount(snapshot: Snapshot): number {
  let count = 0;
  attempt(() => {
    count = snapshot.machineWork().machines.length;
  });
  return count;
}
