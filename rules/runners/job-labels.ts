import type { Note } from '#analyzer/diagnostic.ts';
import { isUndecided, known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { takersOf } from '#analyzer/workflows/takers.ts';
import { textOption } from '#linter/options.ts';
import { fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'runners/job-labels',
    summary: 'A job for a self-hosted runner asks for labels that one of them has.',
    severity: 'error',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
    options: {
      repository: {
        summary: 'The address of this repository, as runners have it in `url`; empty for any.',
        default: '',
      },
    },
  },

  docs: {
    why: `
      GitHub keeps a job that no runner can take in the queue for a day, and then
      drops it: nothing fails, and what the job should do is not done.

      Compared are the labels of jobs with \`self-hosted\` and those of the runners
      of the fleet, for any repository unless \`repository\` says for which. Labels
      that GitHub gives by itself, such as \`Linux\` and \`ARM64\`, are known by the
      machine. Fleets without a runner are left alone.
    `,
    bad: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
-- .github/workflows/build.yml --
jobs:
  build:
# ^^^^^ no runner has the labels of the job \`build\`: \`elm\`
    runs-on: [self-hosted, elm]
    steps:
      - run: nix build
-- oak.nix --
{
  nixpkgs.hostPlatform = "x86_64-linux";
  services.github-runners.dotfiles = {
#                         ^^^^^^^^ note: this runner has \`oak\`
    enable = true;
    url = "https://github.com/ada/dotfiles";
    extraLabels = [ "oak" ];
    tokenFile = "/var/keys/dotfiles";
  };
}
      `,
    ],
    good: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
-- .github/workflows/build.yml --
jobs:
  build:
    runs-on: [self-hosted, Linux, X64, Oak]
    steps:
      - run: nix build
  check:
    runs-on: ubuntu-latest
    steps:
      - run: nix flake check
  each:
    strategy:
      matrix:
        machine: [oak, elm]
    runs-on: [self-hosted, "\${{ matrix.machine }}"]
    steps:
      - run: nix build
-- oak.nix --
{
  nixpkgs.hostPlatform = "x86_64-linux";
  services.github-runners.dotfiles = {
    enable = true;
    url = "https://github.com/ada/dotfiles";
    extraLabels = [ "oak" ];
    tokenFile = "/var/keys/dotfiles";
    user = "root";
    group = "root";
  };
}
      `,
    ],
  },

  check(context) {
    const { facts, options } = context;
    const repository = textOption(options, 'repository');
    const hasRunners = facts.table('runner').rows.some(({ tool }) => tool === 'github');
    for (const job of facts.table('workflow-job').rows) {
      const takers = hasRunners ? takersOf(facts, job, repository) : { kind: 'elsewhere' as const };
      if (takers.kind === 'elsewhere') continue;
      if (takers.kind === 'undecided' || takers.kind === 'several') {
        context.undecided(takers.reason);
        continue;
      }
      context.decided();
      if (takers.runners.length > 0) continue;
      const labels = takers.labels.map((label) => `\`${label}\``).join(', ');
      context.report(job.at, {
        message: `no runner has the labels of the job \`${job.job}\`: ${labels}`,
        related: labelNotes(facts),
      });
    }
  },
});

/** The runners with labels of their own. */
function labelNotes(facts: Facts): readonly Note[] {
  return facts.table('runner').rows.flatMap(({ tool, labels, at }): Note[] => {
    if (tool !== 'github' || isUndecided(labels)) return [];
    const own = known(labels) ?? [];
    if (own.length === 0) return [];
    const list = own.map((label) => `\`${label}\``).join(', ');
    return [{ ...facts.locate(at), message: `this runner has ${list}` }];
  });
}
