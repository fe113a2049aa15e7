import type { Cell } from '../facts/cell.ts';
import type { RunnerRow } from '../facts/runners.ts';
import { firstSet, mapped } from './cells.ts';
import type { Settings } from './settings.ts';

/** What a runner says, without whose it is and how it is called. */
export type Runner = Omit<RunnerRow, 'at' | 'places' | 'host' | 'tool' | 'attribute'>;

/** `services.github-runners.X`, of NixOS and of nix-darwin. */
export function githubRunner(runner: Settings, attribute: string): Runner {
  return {
    enabled: runner.truth('enable'),
    name: runner.given('name') ? runner.string('name') : attribute,
    url: runner.text('url'),
    user: runner.string('user'),
    group: runner.string('group'),
    'token-file': runner.text('tokenFile'),
    labels: runner.items('extraLabels'),
    packages: packages(runner, 'extraPackages'),
  };
}

/** `services.gitea-actions-runner.instances.X`. */
export function giteaRunner(runner: Settings): Runner {
  return {
    ...accountless,
    enabled: runner.truth('enable'),
    name: runner.string('name'),
    url: runner.text('url'),
    'token-file': runner.text('tokenFile'),
    labels: runner.items('labels'),
    packages: packages(runner, 'hostPackages'),
  };
}

/** `services.gitlab-runner.services.X`. */
export function gitlabRunner(runner: Settings): Runner {
  return {
    ...accountless,
    enabled: undefined,
    name: runner.string('description'),
    url: undefined,
    'token-file': firstSet(
      runner.text('authenticationTokenConfigFile'),
      runner.text('registrationConfigFile'),
    ),
    labels: runner.items('tagList'),
    packages: [],
  };
}

/** `services.woodpecker-agents.agents.X`. */
export function woodpeckerAgent(agent: Settings): Runner {
  const variables = agent.below('environment');
  return {
    ...accountless,
    enabled: agent.truth('enable'),
    name: variables.string('WOODPECKER_HOSTNAME'),
    url: variables.text('WOODPECKER_SERVER'),
    'token-file': firstFile(agent.partials('environmentFile')),
    labels: commaSeparated(variables.string('WOODPECKER_FILTER_LABELS')),
    packages: packages(agent, 'path'),
  };
}

/** `services.buildkite-agents.X`. */
export function buildkiteAgent(agent: Settings, attribute: string): Runner {
  const tags = agent.entries('tags');
  return {
    enabled: agent.truth('enable'),
    name: agent.string('name'),
    url: undefined,
    user: `buildkite-agent-${attribute}`,
    group: undefined,
    'token-file': agent.text('tokenPath'),
    labels:
      tags === undefined || 'undecided' in tags
        ? tags
        : tags.map(([name, value]) => `${name}=${value}`),
    packages: packages(agent, 'runtimePackages'),
  };
}

/** `services.hercules-ci-agent`. */
export function herculesAgent(agent: Settings): Runner {
  const settings = agent.below('settings');
  return {
    enabled: agent.truth('enable'),
    name: undefined,
    url: settings.text('apiBaseUrl'),
    user: 'hercules-ci-agent',
    group: 'hercules-ci-agent',
    'token-file': settings.text('clusterJoinTokenPath'),
    labels: [],
    packages: packages(agent, 'extraPackages'),
  };
}

/** `services.buildbot-worker`, and `services.buildbot-nix.worker`, which sets it up. */
export function buildbotWorker(worker: Settings): Runner {
  return {
    enabled: worker.truth('enable'),
    name: firstSet(worker.string('name'), worker.string('workerUser')),
    url: worker.text('masterUrl'),
    user: worker.string('user'),
    group: worker.string('group'),
    'token-file': firstSet(worker.text('workerPasswordFile'), worker.text('workerPassFile')),
    labels: [],
    packages: packages(worker, 'packages'),
  };
}

/** Upstream runs these as users that it makes up. */
const accountless = { user: undefined, group: undefined };

function packages(runner: Settings, option: string): Cell<readonly string[]> {
  return mapped(runner.partials(option), (text) => text.replace(/^\$\{(.*)\}$/, '$1'));
}

function commaSeparated(text: Cell<string>): Cell<readonly string[]> {
  if (typeof text !== 'string') return text === undefined ? [] : text;
  return text.split(',').map((label) => label.trim());
}

function firstFile(files: Cell<readonly string[]>): Cell<string> {
  return files === undefined || 'undecided' in files ? files : files[0];
}
