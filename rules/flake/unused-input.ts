import { gapFor } from '#analyzer/facts/facts.ts';
import { fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'flake/unused-input',
    summary: 'Every input of a flake is used.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: [],
  },

  docs: {
    why: `
      It is fetched and updated with the others, and everybody who has the flake as an
      input gets it too.

      An input that another one follows is used, and so is one that a command or a
      framework takes by its name; \`flake-compat\` is read from the lock file. Where a
      flake hands on all its inputs in a way that cannot be followed, nothing is said,
      nor where the repository has several flakes, whose files may use each other's. Modules of other
      flakes may still take an input by its name, which is why this rule is off.
    `,
    bad: [
      `
-- flake.nix --
{
  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.05";
    hardware.url = "github:NixOS/nixos-hardware";
#   ^^^^^^^^ \`hardware\` is not used
    disko.url = "github:nix-community/disko";
#   ^^^^^ \`disko\` is not used
  };
  outputs = { nixpkgs, disko, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ]; };
  };
}
      `,
    ],
    good: [
      `
-- flake.nix --
{
  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.05";
    systems.url = "github:nix-systems/default";
    utils = { url = "github:numtide/flake-utils"; inputs.systems.follows = "systems"; };
    disko.url = "github:nix-community/disko";
  };
  outputs = { nixpkgs, utils, ... }@inputs: {
    lib = utils.lib;
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem {
      specialArgs = { inherit inputs; };
      modules = [ ./oak.nix ];
    };
  };
}
-- oak.nix --
{ inputs, ... }: { imports = [ inputs.disko.nixosModules.disko ]; }
      `,
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.05";
  inputs.fleet.url = "github:ada/fleet";
  inputs.other.url = "github:ada/other";
  outputs = inputs: inputs.fleet.lib.make inputs;
}
      `,
      // Files in the folder of another flake may be given the inputs of this one.
      `
-- flake.nix --
{
  inputs.disko.url = "github:nix-community/disko";
  inputs.flake-compat.url = "github:edolstra/flake-compat";
  outputs = { self, ... }@inputs: { lib = import ./dev/lib.nix { inherit inputs; }; };
}
-- dev/flake.nix --
{
  inputs.tools.url = "github:ada/tools";
  outputs = inputs: { };
}
-- dev/lib.nix --
{ inputs }: inputs.disko.lib
      `,
    ],
  },

  check({ facts, report, decided, undecided }) {
    const { rows } = facts.table('input');
    const uses = facts.table('input-use').rows;
    const isAlone = rows.every(({ flake }) => flake === 'flake.nix');
    for (const row of rows) {
      const { at, flake, name } = row;
      if (!row.declared || name.includes('/')) continue;
      if (row.repository === 'flake-compat') continue;
      const isUsed = uses.some(
        (use) => use.flake === flake && use.input === name && use.kind !== 'formal',
      );
      if (!isAlone) {
        undecided('another flake of the repository may use it');
        continue;
      }
      const gap = isUsed ? undefined : gapFor(facts.table('input-use'), { flake, input: name });
      if (gap) undecided(gap.reason);
      else decided();
      if (!isUsed && !gap) report(at, { message: `\`${name}\` is not used` });
    }
  },
});
