import type { Facts } from '#analyzer/facts/facts.ts';
import { lockUpdateDoubt, lockUpdates, machineBuilds } from '#analyzer/workflows/builds.ts';
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

      With \`required\`, a flake with inputs and workflows of which none updates
      its lock file is a finding as well.
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
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ { } ]; };
  };
}
-- .github/workflows/build.yml --
on: push
#   ^^^^ no workflow updates \`flake.lock\`
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: nix build .#nixosConfigurations.oak.config.system.build.toplevel
      - run: gh pr merge --auto
-- .github/workflows/after.yml --
on: push
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - run: nix flake check
        `,
        options: { required: true },
      },
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
  const workflows = facts.table('workflow').rows.filter(({ kind }) => kind === 'workflow');
  // What builds the machines is where an update belongs.
  const builds = new Set(machineBuilds(facts).builds.map(({ command }) => command.file));
  const workflow = workflows.find(({ file }) => builds.has(file)) ?? workflows[0];
  if (!workflow || !hasLock(facts)) return;
  const doubt = lockUpdateDoubt(facts);
  if (doubt === undefined) context.decided();
  else context.undecided(doubt);
  if (doubt === undefined)
    context.report(workflow.at, { message: 'no workflow updates `flake.lock`' });
}

function hasLock(facts: Facts): boolean {
  return facts.text('flake.lock') !== undefined || facts.table('input').rows.length > 0;
}
