import { lockUpdateDoubt, lockUpdates } from '#analyzer/workflows/builds.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'ci/daily-lock-update',
    summary: 'The workflow that updates the lock file runs every day.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
    options: {
      required: {
        summary: 'Whether workflows must update the lock file at all.',
        default: false,
      },
    },
  },

  docs: {
    why: `
      Small updates are easy to look at, and fixes of security arrive while they
      matter. A workflow that is only started by hand is forgotten. Known are
      \`nix flake update\` and the action \`DeterminateSystems/update-flake-lock\`.

      With \`required\`, a repository with a lock file and workflows of which none
      updates it is a finding as well.
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
      `
-- .github/workflows/update.yml --
on: workflow_dispatch
jobs:
  update:
    runs-on: ubuntu-latest
    steps:
      - uses: DeterminateSystems/update-flake-lock@v28
#             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`flake.lock\` is updated here, but not every day
      `,
      {
        code: `
-- flake.lock --
{ "nodes": { "root": {} }, "root": "root", "version": 7 }
-- .github/workflows/check.yml --
on: push
#   ^^^^ no workflow updates \`flake.lock\`
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - run: nix flake check
        `,
        options: { required: true },
      },
    ],
    good: [
      {
        code: `
-- flake.lock --
{ "nodes": { "root": {} }, "root": "root", "version": 7 }
-- .github/workflows/check.yml --
on: push
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - run: just update
        `,
        options: { required: true },
      },
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
    const updates = lockUpdates(facts);
    const isDaily = ({ file }: { readonly file: string }): boolean =>
      facts
        .table('workflow')
        .rows.some((row) => row.file === file && row.schedules.some((each) => daily.test(each)));
    // Another workflow may do it beside, for a branch or by hand.
    if (updates.length > 0) context.decided();
    const [first] = updates;
    if (!first && context.options.required === true) checkRequired(context);
    if (!first || updates.some(isDaily)) return;
    context.report(first.at, { message: '`flake.lock` is updated here, but not every day' });
  },
});

/** Some minute and hour of every day, month and day of the week. */
const daily = /^\S+\s+\S+\s+(\*|\*\/1|\?)\s+(\*|\*\/1)\s+(\*|\?|0-6|1-7)$|^@daily$|^daily$/;

function checkRequired(context: FleetContext): void {
  const { facts } = context;
  const [workflow] = facts.table('workflow').rows.filter(({ kind }) => kind === 'workflow');
  if (!workflow || facts.text('flake.lock') === undefined) return;
  const doubt = lockUpdateDoubt(facts);
  if (doubt === undefined) context.decided();
  else context.undecided(doubt);
  if (doubt === undefined)
    context.report(workflow.at, { message: 'no workflow updates `flake.lock`' });
}
