import { fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'flake/undeclared-input',
    summary: 'What the outputs of a flake ask for is among its inputs.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: [],
  },

  docs: {
    why: `
      Nix looks the name up in the registry of whoever locks the flake, and stops where
      it is not there. A misspelt name of the pattern is found like this.
    `,
    bad: [
      `
-- flake.nix --
{
  inputs.disko.url = "github:nix-community/disko";
  outputs = { self, nixpkgs, disko, ... }: { lib = [ nixpkgs disko ]; };
#                   ^^^^^^^ \`nixpkgs\` is no input of this flake, so that the registry decides what it is
}
      `,
    ],
    good: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { self, nixpkgs, ... }: { lib = nixpkgs.lib; };
}
      `,
    ],
  },

  check({ facts, report, decided }) {
    const uses = facts.table('input-use').rows;
    for (const { at, flake, name, declared } of facts.table('input').rows) {
      if (name.includes('/')) continue;
      decided();
      if (declared) continue;
      const formal = uses.find((use) => {
        return use.flake === flake && use.input === name && use.kind === 'formal';
      });
      report(formal?.at ?? at, {
        message: `\`${name}\` is no input of this flake, so that the registry decides what it is`,
      });
    }
  },
});
