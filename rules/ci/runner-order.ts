import { isUndecided } from '#analyzer/facts/cell.ts';
import type { WorkflowJobRow } from '#analyzer/facts/workflows.ts';
import { updatesLock, workflowCommands } from '#analyzer/workflows/builds.ts';
import type { FleetContext } from '#linter/rule.ts';
import { fleetRule } from '#linter/rule.ts';

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
      option names no runners, nothing is asked.
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
    ],
    good: [
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
    const runners = context.options.runners;
    if (typeof runners !== 'object') return;
    const updates = workflowCommands(context.facts).filter(updatesLock);
    for (const file of new Set(updates.map((command) => command.file)))
      checkWorkflow(context, file, runners);
  },
});

function checkWorkflow(context: FleetContext, file: string, runners: readonly string[]): void {
  const jobs = context.facts.table('workflow-job').rows.filter((row) => row.file === file);
  for (const [index, label] of runners.entries()) {
    const job = jobs.find((each) => runsOn(each, label));
    const before = runners[index - 1];
    const earlier = before === undefined ? undefined : jobs.find((each) => runsOn(each, before));
    if (!job || !earlier || before === undefined) continue;
    context.decided();
    if (job.needs.includes(earlier.job)) continue;
    const message = `the job on \`${label}\` does not wait for the one on \`${before}\``;
    context.report(job.at, { message });
  }
}

function runsOn({ 'runs-on': labels }: WorkflowJobRow, label: string): boolean {
  return labels !== undefined && !isUndecided(labels) && labels.includes(label);
}
