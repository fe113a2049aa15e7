import { updatesLock, workflowCommands } from '#analyzer/workflows/builds.ts';
import { fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'ci/daily-lock-update',
    summary: 'The workflow that updates the lock file runs every day.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      Small updates are easy to look at, and fixes of security arrive while they
      matter. A workflow that is only started by hand is forgotten.
    `,
    bad: [
      `
-- .github/workflows/update.yml --
on:
  schedule:
    - cron: "0 12 * * 1"
jobs:
  update:
    runs-on: ubuntu-latest
    steps:
      - run: nix flake update
#            ^^^^^^^^^^^^^^^^ \`flake.lock\` is updated here, but not every day
      `,
    ],
    good: [
      `
-- .github/workflows/update.yml --
on:
  workflow_dispatch:
  schedule:
    - cron: "17 3 * * *"
jobs:
  update:
    runs-on: ubuntu-latest
    steps:
      - run: nix flake update
-- .github/workflows/check.yml --
on: push
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - run: nix flake check
      `,
    ],
  },

  check(context) {
    const { facts } = context;
    const updates = workflowCommands(facts).filter(updatesLock);
    const isDaily = ({ file }: { readonly file: string }): boolean =>
      facts
        .table('workflow')
        .rows.some((row) => row.file === file && row.schedules.some((each) => daily.test(each)));
    // Another workflow may do it beside, for a branch or by hand.
    if (updates.length > 0) context.decided();
    const [first] = updates;
    if (!first || updates.some(isDaily)) return;
    context.report(first.at, { message: '`flake.lock` is updated here, but not every day' });
  },
});

/** Some minute and hour of every day, month and day of the week. */
const daily = /^\S+\s+\S+\s+(\*|\*\/1|\?)\s+(\*|\*\/1)\s+(\*|\?|0-6|1-7)$|^@daily$|^daily$/;
