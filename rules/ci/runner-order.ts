import { isUndecided } from '#analyzer/facts/cell.ts';
import type { WorkflowJobRow } from '#analyzer/facts/workflows.ts';
import {
  jobsBefore,
  type LockUpdate,
  lockUpdates,
  machineBuilds,
} from '#analyzer/workflows/builds.ts';
import { textsOption } from '#linter/options.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'ci/runner-order',
    summary: 'The jobs that update the lock file run on these runners, one after the other.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
    options: {
      runners: { summary: 'Labels of runners, the first one first.', default: [] },
    },
  },

  docs: {
    why: `
      What one machine has built the next one need not build again, and what
      cannot be built on the first one is not tried on the others. Where the
      option names runners, each of them has a job in the workflow. Where it names
      none, a job that builds machines must come after the one
      that updates the lock file, because it builds what was before otherwise.
    `,
    bad: [
      {
        code: `
-- .github/workflows/update.yml --
on:
  schedule:
    - cron: "0 12 * * *"
jobs:
  mac:
    runs-on: [self-hosted, fig]
    steps:
      - run: nix flake update
  linux:
# ^^^^^ the job on \`oak\` does not wait for the one on \`fig\`
    runs-on: [self-hosted, oak]
    steps:
      - run: nix build .#oak
        `,
        options: { runners: ['fig', 'oak'] },
      },
      {
        code: `
-- .github/workflows/update.yml --
on:
  schedule:
    - cron: "0 12 * * *"
jobs:
  mac:
# ^^^ no job of this workflow runs on \`fig\`
    runs-on: [self-hosted, oak]
    steps:
      - run: nix flake update
        `,
        options: { runners: ['fig', 'oak'] },
      },
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ { } ]; };
  };
}
-- .github/workflows/update.yml --
on:
  schedule:
    - cron: "0 12 * * *"
jobs:
  update:
    runs-on: [self-hosted, fig]
    steps:
      - run: nix flake update
#            ^^^^^^^^^^^^^^^^ note: \`flake.lock\` is updated here
  linux:
# ^^^^^ the job \`linux\` builds \`oak\` without waiting for \`update\`, which updates \`flake.lock\`
    runs-on: [self-hosted, oak]
    steps:
      - run: nix build .#nixosConfigurations.oak.config.system.build.toplevel
      `,
    ],
    good: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ { } ]; };
  };
}
-- .github/workflows/update.yml --
on:
  push:
  workflow_dispatch:
  schedule:
    - cron: "0 12 * * *"
jobs:
  update:
    if: github.event_name != 'push'
    runs-on: ubuntu-latest
    steps:
      - uses: DeterminateSystems/update-flake-lock@v28
  linux:
    runs-on: ubuntu-latest
    steps:
      - run: nix build .#nixosConfigurations.oak.config.system.build.toplevel
      `,
      {
        code: `
-- .github/workflows/update.yml --
on:
  schedule:
    - cron: "0 12 * * *"
jobs:
  mac:
    runs-on: [self-hosted, fig]
    steps:
      - run: nix flake update
  linux:
    needs: mac
    runs-on: [self-hosted, oak]
    steps:
      - run: nix build .#oak
        `,
        options: { runners: ['fig', 'oak'] },
      },
    ],
  },

  check(context) {
    const runners = textsOption(context.options, 'runners');
    const updates = lockUpdates(context.facts);
    if (runners.length > 0) {
      for (const file of workflowsOf(context, runners)) checkWorkflow(context, file, runners);
      return;
    }
    for (const update of updates) {
      const others = updates.filter(({ file, job }) => file === update.file && job !== update.job);
      if (others.length === 0) checkBuilds(context, update);
    }
  },
});

/** The jobs with builds beside the only one that updates the lock file. */
function checkBuilds(context: FleetContext, update: LockUpdate): void {
  const { facts } = context;
  const jobs = facts.table('workflow-job').rows.filter(({ file }) => file === update.file);
  const isChosen = (name: string): boolean =>
    jobs.some(({ job, condition }) => job === name && condition !== undefined);
  const seen = new Set<string>([update.job]);
  for (const { host, command } of machineBuilds(facts).builds) {
    const row = jobs.find(({ job }) => command.file === update.file && job === command.in);
    if (!row || seen.has(row.job)) continue;
    seen.add(row.job);
    // A job may be for other events than the update is.
    if (isChosen(update.job) || isChosen(row.job)) {
      context.undecided('a condition decides which jobs run');
      continue;
    }
    context.decided();
    if (jobsBefore(facts, row.file, row.job).has(update.job)) continue;
    const note = { ...facts.locate(update.at), message: '`flake.lock` is updated here' };
    context.report(row.at, {
      message: `the job \`${row.job}\` builds \`${host.name}\` without waiting for \`${update.job}\`, which updates \`flake.lock\``,
      related: [note],
    });
  }
}

/** The workflows that update the lock file, and those that build machines on one of the runners. */
function workflowsOf({ facts }: FleetContext, runners: readonly string[]): ReadonlySet<string> {
  const onRunner = facts
    .table('workflow-job')
    .rows.filter((job) => runners.some((label) => runsOn(job, label)));
  const builds = machineBuilds(facts).builds.map(({ command }) => command);
  const building = builds.filter(({ file, in: job }) =>
    onRunner.some((row) => row.file === file && row.job === job),
  );
  return new Set([...lockUpdates(facts), ...building].map(({ file }) => file));
}

/** A runner that is named and has no job is left out, mostly by the loss of its label. */
function checkLeftOut(context: FleetContext, jobs: readonly WorkflowJobRow[], label: string): void {
  const doubt = jobs.map((job) => job['runs-on']).find(isUndecided);
  if (doubt) {
    context.undecided(doubt.undecided);
    return;
  }
  context.decided();
  const [first] = jobs;
  if (first) context.report(first.at, { message: `no job of this workflow runs on \`${label}\`` });
}

function checkWorkflow(context: FleetContext, file: string, runners: readonly string[]): void {
  const jobs = context.facts.table('workflow-job').rows.filter((row) => row.file === file);
  for (const [index, label] of runners.entries()) {
    const job = jobs.find((each) => runsOn(each, label));
    if (!job) checkLeftOut(context, jobs, label);
    const before = runners[index - 1];
    const earlier = before === undefined ? undefined : jobs.find((each) => runsOn(each, before));
    if (!job || !earlier || before === undefined) continue;
    context.decided();
    if (jobsBefore(context.facts, file, job.job).has(earlier.job)) continue;
    const message = `the job on \`${label}\` does not wait for the one on \`${before}\``;
    context.report(job.at, { message });
  }
}

function runsOn({ 'runs-on': labels }: WorkflowJobRow, label: string): boolean {
  return labels !== undefined && !isUndecided(labels) && labels.includes(label);
}
