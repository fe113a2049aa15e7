import type { RunnerRow } from '../facts/runners.ts';
import type { Fleet } from '../flake/fleet.ts';
import type { Site } from '../site.ts';
import {
  buildbotWorker,
  buildkiteAgent,
  giteaRunner,
  githubRunner,
  gitlabRunner,
  herculesAgent,
  type Runner,
  woodpeckerAgent,
} from './runner-tools.ts';
import { Settings } from './settings.ts';
import { certainMembers, nameSiteOf, TableBuilder } from './table.ts';
import { type View, viewsOf } from './views.ts';

type Runners = TableBuilder<'runner'>;

/** Runners and workers of continuous integration. */
export function runnerTable(fleet: Fleet): Runners {
  const table = new TableBuilder('runner');
  for (const host of fleet.hosts) {
    const [view] = viewsOf(host);
    if (!view || view.kind === 'home') continue;
    for (const form of many) addMany(table, view, form);
    for (const form of single) addSingle(table, view, form);
  }
  return table;
}

interface Form {
  readonly tool: RunnerRow['tool'];
  readonly path: readonly string[];
  readonly read: (runner: Settings, attribute: string) => Runner;
}

/** Options with a runner for each attribute. */
const many: readonly Form[] = [
  { tool: 'github', path: ['services', 'github-runners'], read: githubRunner },
  { tool: 'gitea', path: ['services', 'gitea-actions-runner', 'instances'], read: giteaRunner },
  { tool: 'gitlab', path: ['services', 'gitlab-runner', 'services'], read: gitlabRunner },
  { tool: 'woodpecker', path: ['services', 'woodpecker-agents', 'agents'], read: woodpeckerAgent },
  { tool: 'buildkite', path: ['services', 'buildkite-agents'], read: buildkiteAgent },
];

/** Options of a runner that there is one of. */
const single: readonly Form[] = [
  { tool: 'hercules', path: ['services', 'hercules-ci-agent'], read: herculesAgent },
  { tool: 'buildbot', path: ['services', 'buildbot-worker'], read: buildbotWorker },
  { tool: 'buildbot', path: ['services', 'buildbot-nix', 'worker'], read: buildbotWorker },
];

function addMany(table: Runners, view: View, { tool, path, read }: Form): void {
  const { host, root, foreign } = view;
  const owner = { host: host.name, tool };
  const members = certainMembers(table, {
    node: root.at(path),
    what: 'runner',
    known: (attribute) => (attribute === undefined ? owner : { ...owner, attribute }),
    outer: { gaps: root.gaps, known: { host: host.name } },
  });
  for (const { name, node, at } of members) {
    const runner = new Settings(node, foreign);
    table.add({
      at: at ?? { file: host.flake, expr: 0 },
      ...placesOf(runner),
      ...owner,
      attribute: name,
      ...read(runner, name),
    });
  }
}

function addSingle(table: Runners, view: View, { tool, path, read }: Form): void {
  const { host, root, foreign } = view;
  const node = root.at(path);
  const attribute = path.slice(1).join('.');
  if (node.definitions.length === 0) return;
  const runner = new Settings(node, foreign);
  const enabled = runner.truth('enable');
  if (enabled === undefined) return;
  if (typeof enabled === 'object') {
    table.gap({ host: host.name, tool, attribute }, enabled.undecided, nameSiteOf(node));
    return;
  }
  const at = nameSiteOf(node) ?? { file: host.flake, expr: 0 };
  table.add({
    at,
    ...placesOf(runner),
    host: host.name,
    tool,
    attribute,
    ...read(runner, attribute),
  });
}

function placesOf(runner: Settings): { readonly places?: { readonly [column: string]: Site } } {
  const places = runner.places({
    name: ['name'],
    url: ['url'],
    user: ['user', 'workerUser'],
    group: ['group', 'workerGroup'],
    'token-file': ['tokenFile', 'tokenPath', 'workerPasswordFile', 'workerPassFile'],
    labels: ['extraLabels', 'labels', 'tagList'],
    packages: ['extraPackages', 'hostPackages', 'runtimePackages'],
  });
  return Object.keys(places).length > 0 ? { places } : {};
}
