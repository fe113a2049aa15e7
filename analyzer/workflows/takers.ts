import { isUndecided, known } from '../facts/cell.ts';
import { type Facts, gapFor } from '../facts/facts.ts';
import type { HostRow } from '../facts/machines.ts';
import type { RunnerRow } from '../facts/runners.ts';
import type { WorkflowJobRow } from '../facts/workflows.ts';

/** Which runners of the fleet could take a job. */
export type Takers =
  /** GitHub runs it, or somebody else’s runner. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'undecided'; readonly reason: string }
  /** Runners of several repositories have the labels; those of one of them are meant. */
  | { readonly kind: 'several'; readonly reason: string; readonly runners: readonly RunnerRow[] }
  | {
      readonly kind: 'known';
      readonly runners: readonly RunnerRow[];
      readonly labels: readonly string[];
    };

const automatic = 'self-hosted';

/**
 * The runners with all labels of a job that asks for `self-hosted`. Where no
 * repository is named they must all serve the same one: that this job is in it
 * cannot be told otherwise.
 */
export function takersOf(facts: Facts, job: WorkflowJobRow, repository: string): Takers {
  const asked = job['runs-on'];
  if (job.system !== 'github' || asked === undefined) return { kind: 'elsewhere' };
  if (isUndecided(asked)) return { kind: 'undecided', reason: asked.undecided };
  const labels = asked.map((label) => label.toLowerCase());
  if (!labels.includes(automatic)) return { kind: 'elsewhere' };
  const table = facts.table('runner');
  const gap = gapFor(table, { tool: 'github' });
  if (gap) return { kind: 'undecided', reason: gap.reason };
  const runners: RunnerRow[] = [];
  for (const runner of table.rows) {
    if (runner.tool !== 'github' || runner.enabled === false) continue;
    const host = facts.table('host').rows.find(({ name }) => name === runner.host);
    const verdict = takes(runner, host, { labels, repository });
    if (isUndecided(verdict)) return { kind: 'undecided', reason: verdict.undecided };
    if (verdict) runners.push(runner);
  }
  const urls = new Set(runners.map(({ url }) => known(url)));
  if (urls.size > 1)
    return {
      kind: 'several',
      reason: 'runners of several repositories have these labels',
      runners,
    };
  return { kind: 'known', runners, labels: labels.filter((label) => label !== automatic) };
}

interface Asked {
  readonly labels: readonly string[];
  readonly repository: string;
}

function takes(runner: RunnerRow, host: HostRow | undefined, { labels, repository }: Asked) {
  const own = known(runner.labels)?.map((label) => label.toLowerCase()) ?? [];
  const given = [automatic, ...platformLabels(host)];
  const isServed = repository === '' || isSame(runner.url, repository);
  if (isServed === false) return false;
  const lacking = labels.filter((label) => !own.includes(label) && !given.includes(label));
  const doubt = [runner.labels, runner.url, runner.enabled, host?.system].find(isUndecided);
  if (lacking.length > 0) return isUndecided(runner.labels) ? runner.labels : false;
  return doubt ?? true;
}

function isSame(url: RunnerRow['url'], repository: string) {
  if (isUndecided(url)) return url;
  return url?.toLowerCase().replace(/\/$/, '') === repository.toLowerCase().replace(/\/$/, '');
}

/** The labels that GitHub gives to a runner by its machine. */
function platformLabels(host: HostRow | undefined): readonly string[] {
  const system = known(host?.system) ?? '';
  const os = host?.class === 'darwin' ? 'macos' : 'linux';
  return [os, system.startsWith('aarch64') ? 'arm64' : 'x64'];
}
