import type { CommandRow } from '#analyzer/facts/commands.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { jobsBefore, machineBuilds, merges, workflowCommands } from '#analyzer/workflows/builds.ts';
import { fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'ci/merge-after-builds',
    summary: 'A workflow merges after it has built the machines.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      A workflow that updates the lock file and merges by itself is as good as
      what it has built before. A job that does not wait for the one with a build
      merges whatever comes of that.
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
#            ^^^^^^^^^^^^^^^^ this does not wait until \`ash\` is built
      `,
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
        message: `this does not wait until \`${early.host.name}\` is built`,
        related: [built],
      });
    }
  },
});

function isBefore(facts: Facts, build: CommandRow, merge: CommandRow): boolean {
  if (build.in === merge.in) return (build.step ?? 0) <= (merge.step ?? 0);
  return jobsBefore(facts, merge.file, merge.in).has(build.in);
}
