import type { Snapshot } from '#analyzer/snapshot.ts';
import { createWorkspace } from '#analyzer/workspace.ts';
import { lookAt } from '#linter/lint.ts';
import { selectionOf } from '#linter/selection.ts';
import { defaultConfig } from '#linter/settings.ts';
import { adoptCore } from '#parser/parse.ts';
import { optimizeLater, optimizeSeldom } from '../compiling.ts';
import { readConfiguration, rulesIn } from '../configuration.ts';
import { type DiskFiles, openDisk, openSeen } from '../files.ts';
import type { ThreadJob } from './job.ts';
import { type MachineMade, makeMachines } from './machines.ts';
import { checkShares, type ShareFound } from './shares.ts';

/** What a thread tells the one that started it, as soon as it is there. */
export type Help =
  | ({ readonly kind: 'machine' } & MachineMade)
  /** There are no machines left to take, and this thread has told of all that it took. */
  | { readonly kind: 'machines-made' }
  | ({ readonly kind: 'share' } & ShareFound)
  /** There are no shares left to take either; what it costs the thread to end, nobody has to wait for. */
  | { readonly kind: 'shares-checked' };

/** Does a part of the job, as much as other threads leave. */
export async function* help(job: ThreadJob): AsyncGenerator<Help> {
  if (Atomics.sub(job.loading, 0, 1) === 1) optimizeFor(job);
  adoptCore(job.core);
  // Who makes machines also asks which files folders have.
  const disk =
    job.machines === undefined && job.check
      ? openSeen({ root: job.root, paths: job.check.seen })
      : openDisk(job.root);
  const workspace = createWorkspace();
  workspace.apply([
    { kind: 'configure', settings: job.settings },
    { kind: 'open', files: disk, paths: job.paths },
  ]);
  const snapshot = workspace.snapshot();
  for (const machine of makeMachines(job, snapshot)) yield { kind: 'machine', ...machine };
  snapshot.release();
  yield { kind: 'machines-made' };
  for await (const share of helpCheck(job, disk, snapshot)) yield { kind: 'share', ...share };
  yield { kind: 'shares-checked' };
}

/** As the one that started the threads has it, once the last of them is loaded. */
function optimizeFor({ machines }: ThreadJob): void {
  if (machines === undefined) optimizeSeldom();
  else optimizeLater();
}

/** A configuration that cannot be used is told by the one that started this thread. */
async function* helpCheck(
  job: ThreadJob,
  disk: DiskFiles,
  snapshot: Snapshot,
): AsyncGenerator<ShareFound> {
  if (job.check === undefined) return;
  const read = await readConfiguration(disk);
  const config = read?.kind === 'config' ? read.config : defaultConfig;
  const rules = rulesIn(config);
  const selected = selectionOf(job.check, rules);
  if (read?.kind === 'problems' || selected.kind === 'unknown') return;
  const { selection } = selected;
  const settings = { config, selection, reports: () => true, isPassing: true };
  yield* checkShares(job, lookAt(snapshot, rules, settings));
}
