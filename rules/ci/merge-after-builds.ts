import type { CommandRow } from '#analyzer/facts/commands.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import {
  jobsBefore,
  lockUpdates,
  machineBuilds,
  merges,
  workflowCommands,
} from '#analyzer/workflows/builds.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'ci/merge-after-builds',
    summary: 'A workflow merges after it has built the machines.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
    options: {
      required: {
        summary: 'Whether a workflow that updates the lock file and builds machines must merge.',
        default: false,
      },
    },
  },

  docs: {
    why: `
      A workflow that updates the lock file and merges by itself is as good as
      what it has built before. A job that does not wait for the one with a build
      merges whatever comes of that.

      With \`required\`, a workflow that updates the lock file, builds machines by
      their names and does not merge is a finding as well: what it has built is
      never used.
    `,
    bad: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem { modules = [ { } ]; };
  };
}
-- .github/workflows/update.yml --
on:
  schedule:
    - cron: "0 12 * * *"
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: nix build .#nixosConfigurations.ash.config.system.build.toplevel
#                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: \`ash\` is built here
  merge:
    runs-on: ubuntu-latest
    steps:
      - run: git merge update
#            ^^^^^^^^^^^^^^^^ this merges without waiting until \`ash\` is built
      `,
      {
        code: `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem { modules = [ { } ]; };
  };
}
-- .github/workflows/update.yml --
on:
  schedule:
    - cron: "0 12 * * *"
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: nix flake update
#            ^^^^^^^^^^^^^^^^ \`flake.lock\` is updated and built here, but no step merges it as \`gh pr merge\` would
      - run: nix build .#nixosConfigurations.ash.config.system.build.toplevel
        `,
        options: { required: true },
      },
    ],
    good: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem { modules = [ { } ]; };
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ { } ]; };
  };
}
-- .github/workflows/update.yml --
on:
  schedule:
    - cron: "0 12 * * *"
jobs:
  first:
    runs-on: ubuntu-latest
    steps:
      - run: nix flake update
      - run: nix build .#nixosConfigurations.ash.config.system.build.toplevel
  second:
    needs: first
    runs-on: ubuntu-latest
    steps:
      - run: nix build .#nixosConfigurations.oak.config.system.build.toplevel
      - run: |
          git checkout main
          git merge update
          git push
      `,
    ],
  },

  check(context) {
    const { facts } = context;
    if (context.options.required === true) checkRequired(context);
    const { builds } = machineBuilds(facts);
    for (const merge of workflowCommands(facts).filter(merges)) {
      const own = builds.filter(({ command }) => command.file === merge.file);
      if (own.length > 0) context.decided();
      const early = own.find(({ command }) => !isBefore(facts, command, merge));
      if (!early) continue;
      const built = {
        ...facts.locate(early.reference.at),
        message: `\`${early.host.name}\` is built here`,
      };
      context.report(merge.at, {
        message: `this merges without waiting until \`${early.host.name}\` is built`,
        related: [built],
      });
    }
  },
});

function isBefore(facts: Facts, build: CommandRow, merge: CommandRow): boolean {
  if (build.in === merge.in) return (build.step ?? 0) <= (merge.step ?? 0);
  return jobsBefore(facts, merge.file, merge.in).has(build.in);
}

function checkRequired(context: FleetContext): void {
  const { facts } = context;
  const files = new Set(machineBuilds(facts).builds.map(({ command }) => command.file));
  const merging = new Set(
    workflowCommands(facts)
      .filter(mayMerge)
      .map(({ file }) => file),
  );
  const seen = new Set<string>();
  for (const { at, file } of lockUpdates(facts)) {
    if (!files.has(file) || seen.has(file)) continue;
    seen.add(file);
    context.decided();
    if (merging.has(file)) continue;
    context.report(at, {
      message:
        '`flake.lock` is updated and built here, but no step merges it as `gh pr merge` would',
    });
  }
}

/** Whether a command merges, or does something else with what was built. */
function mayMerge(command: CommandRow): boolean {
  const { program, arguments: words } = command;
  if (merges(command)) return true;
  if (program === 'git') return words.includes('push');
  return program === undefined || /^(gh|just|make|task|bash|sh|curl)$|[/$]/.test(program);
}
