import { createWorkspace } from '#analyzer/workspace.ts';
import { lookAt } from '#linter/lint.ts';
import { selectionOf } from '#linter/selection.ts';
import { defaultConfig } from '#linter/settings.ts';
import { readConfiguration, rulesIn } from '../configuration.ts';
import { openDisk } from '../files.ts';
import { checkShares, type ShareFound, type ThreadJob } from './job.ts';

/** What a thread finds, share by share. A configuration that cannot be used is told by the one that started it. */
export async function* checkInThread(job: ThreadJob): AsyncGenerator<ShareFound> {
  const disk = openDisk(job.root);
  const read = await readConfiguration(disk);
  const config = read?.kind === 'config' ? read.config : defaultConfig;
  const rules = rulesIn(config);
  const selected = selectionOf(job, rules);
  if (read?.kind === 'problems' || selected.kind === 'unknown') return;
  const workspace = createWorkspace();
  workspace.apply([
    { kind: 'configure', settings: config.analyzer },
    { kind: 'open', files: disk, paths: job.paths },
  ]);
  const settings = { config, selection: selected.selection, reports: () => true };
  const look = lookAt(workspace.snapshot(), rules, settings);
  yield* checkShares(job, look.checkFile);
}
