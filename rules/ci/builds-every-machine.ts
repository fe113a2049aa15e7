import type { Facts } from '#analyzer/facts/facts.ts';
import type { HostRow } from '#analyzer/facts/machines.ts';
import { machineBuilds } from '#analyzer/workflows/builds.ts';
import { fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'ci/builds-every-machine',
    summary: 'Workflows that build machines by name build all of them.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      A machine that no workflow builds breaks without anybody noticing, until
      somebody switches it. It is mostly the newest one.

      Where a workflow names machines by a variable, or builds without naming
      them, as \`nix flake check\` does, nothing is said; nor where less than half
      of the machines are built.
    `,
    bad: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem { modules = [ { } ]; };
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ { } ]; };
#                       ^^^ note: \`oak\` is made here
  };
}
-- .github/workflows/build.yml --
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: nix build .#nixosConfigurations.ash.config.system.build.toplevel
#                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no workflow builds \`oak\`
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
-- .github/workflows/build.yml --
jobs:
  ash:
    runs-on: ubuntu-latest
    steps:
      - run: nix build .#nixosConfigurations.ash.config.system.build.toplevel
  oak:
    runs-on: ubuntu-latest
    steps:
      - run: nixos-rebuild build --flake .#oak
      `,
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem { modules = [ { } ]; };
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ { } ]; };
  };
}
-- .github/workflows/build.yml --
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: nix build .#nixosConfigurations.ash.config.system.build.toplevel
      - run: nix build .#nixosConfigurations.\${{ matrix.machine }}.config.system.build.toplevel
      `,
    ],
  },

  check(context) {
    const { facts } = context;
    const { builds, doubt } = machineBuilds(facts);
    const last = builds.at(-1);
    if (!last) return;
    const built = new Set(builds.map(({ host }) => host.name));
    // Workflows that build a few machines choose them.
    const machines = machinesOf(facts);
    if (built.size * 2 < machines.length) return;
    for (const host of machines) {
      if (doubt !== undefined && !built.has(host.name)) context.undecided(doubt);
      else context.decided();
      if (doubt !== undefined || built.has(host.name)) continue;
      const note = { ...facts.locate(host.at), message: `\`${host.name}\` is made here` };
      context.report(last.reference.at, {
        message: `no workflow builds \`${host.name}\``,
        related: [note],
      });
    }
  },
});

/** Machines with a name of their own; those that only become an image are built with it. */
function machinesOf(facts: Facts): readonly HostRow[] {
  const { rows } = facts.table('host');
  return rows.filter((host) => host.class !== 'home' && host.output !== '');
}
