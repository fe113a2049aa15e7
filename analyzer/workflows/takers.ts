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
 * The runners with all labels of a job, of which one is `self-hosted` or their
 * own. Where no repository is named they must all serve the same one: that this
 * job is in it cannot be told otherwise.
 */
export function takersOf(facts: Facts, job: WorkflowJobRow, repository: string): Takers {
  const asked = job['runs-on'];
  if (job.system !== 'github' || asked === undefined) return { kind: 'elsewhere' };
  if (isUndecided(asked)) return { kind: 'undecided', reason: asked.undecided };
  const labels = asked.map((label) => label.toLowerCase());
  const { runners, doubt } = runnersWith(facts, { labels, repository });
  const isOurs = labels.includes(automatic);
  if (doubt !== undefined && isOurs) return { kind: 'undecided', reason: doubt };
  if (runners.length === 0 && !isOurs) return { kind: 'elsewhere' };
  const urls = new Set(runners.map(({ url }) => known(url)));
  if (urls.size > 1)
    return {
      kind: 'several',
      reason: 'runners of several repositories have these labels',
      runners,
    };
  return { kind: 'known', runners, labels: labels.filter((label) => label !== automatic) };
}

/** The runners that certainly have the labels, and why there may be others. */
function runnersWith(facts: Facts, asked: Asked) {
  const table = facts.table('runner');
  const runners: RunnerRow[] = [];
  let doubt = gapFor(table, { tool: 'github' })?.reason;
  for (const runner of table.rows) {
    if (runner.tool !== 'github' || runner.enabled === false) continue;
    const host = facts.table('host').rows.find(({ name }) => name === runner.host);
    const verdict = takes(runner, host, asked);
    if (isUndecided(verdict)) doubt ??= verdict.undecided;
    else if (verdict) runners.push(runner);
  }
  return { runners, doubt };
}

interface Asked {
  readonly labels: readonly string[];
  readonly repository: string;
}

function takes(runner: RunnerRow, host: HostRow | undefined, { labels, repository }: Asked) {
  const isServed = repository === '' || isSame(runner.url, repository);
  if (isServed === false) return false;
  const own = known(runner.labels)?.map((label) => label.toLowerCase()) ?? [];
  const rest = labels.filter((label) => !own.includes(label));
  const given = [automatic, ...platformLabels(host)];
  if (rest.some((label) => !given.includes(label)))
    return isUndecided(runner.labels) ? runner.labels : false;
  const isMeant = labels.includes(automatic) || rest.length < labels.length;
  if (!isMeant) return false;
  const hangsOnSystem = rest.some((label) => processors.includes(label));
  const doubt = [runner.url, runner.enabled, hangsOnSystem ? host?.system : undefined];
  return doubt.find(isUndecided) ?? true;
}

function isSame(url: RunnerRow['url'], repository: string) {
  if (isUndecided(url)) return url;
  return url?.toLowerCase().replace(/\/$/, '') === repository.toLowerCase().replace(/\/$/, '');
}

const processors: readonly string[] = ['arm64', 'x64'];

/** The labels that GitHub gives to a runner by its machine; both processors where that is not known. */
function platformLabels(host: HostRow | undefined): readonly string[] {
  const os = host?.class === 'darwin' ? 'macos' : 'linux';
  if (isUndecided(host?.system)) return [os, ...processors];
  return [os, known(host?.system)?.startsWith('aarch64') ? 'arm64' : 'x64'];
}
