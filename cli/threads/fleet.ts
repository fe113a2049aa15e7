import type { OptionTables } from '#analyzer/machine-work.ts';
import type { OpenedWorkspace } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { jobFor } from './job.ts';
import { machineCount, shareMachines } from './machines.ts';

/** Makes all machines of a workspace, where threads are worth it; else they are made when somebody asks for them. */
export async function makeFleet(
  { disk, config, snapshot }: OpenedWorkspace,
  machines: OptionTables,
  { threads }: Terminal,
): Promise<void> {
  const amount = { files: disk.paths.length, machines: () => machineCount(snapshot) };
  const others = threads?.(undefined, amount);
  if (others === undefined) return;
  const { root, paths } = disk;
  const job = jobFor({ root, paths, settings: config.analyzer, machines, check: undefined });
  await shareMachines(job, snapshot, others.start(job));
}
