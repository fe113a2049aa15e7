import { targetOf } from '#analyzer/flake-facts/reference-targets.ts';
import { fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'flake/unknown-output',
    summary: 'Commands and documents name outputs that the flake has.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      A command that builds \`.#oak\` after the machine was renamed fails when
      somebody needs it: in a workflow at night, or in the first hour of a new
      person who follows the README.

      Looked at are commands in workflows, tasks, scripts, documents and strings
      of Nix files, and \`.#name\` as inline code. A name that readers fill in, such
      as \`.#your-host\`, is none, and where the outputs of a flake cannot be told
      nothing is said of it.
    `,
    bad: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ]; };
    packages.x86_64-linux.image = nixpkgs.legacyPackages.x86_64-linux.hello;
  };
}
-- README.md --
\`\`\`sh
sudo nixos-rebuild switch --flake .#aok
#                                 ^^^^^ \`aok\` is not in \`nixosConfigurations\`, did you mean \`oak\`?
nix build .#images
#         ^^^^^^^^ \`images\` is not in this flake, did you mean \`image\`?
\`\`\`
-- .github/workflows/build.yml --
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: nix build .#nixosConfigurations.ash.config.system.build.toplevel
#                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`nixosConfigurations.ash.config.system.build.toplevel\` is not in \`nixosConfigurations\`
      `,
    ],
    good: [
      // Nested names, names for readers to fill in, other flakes, and packages for one system.
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.darwin.url = "github:nix-darwin/nix-darwin";
  outputs = { nixpkgs, darwin, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ]; };
    darwinConfigurations.fig.example.org = darwin.lib.darwinSystem { modules = [ ]; };
    packages.x86_64-linux.image = nixpkgs.legacyPackages.x86_64-linux.hello;
    devShells.x86_64-linux.default = nixpkgs.legacyPackages.x86_64-linux.hello;
  };
}
-- README.md --
\`\`\`sh
sudo nixos-rebuild switch --flake .#oak
sudo darwin-rebuild switch --flake .#"$(hostname)"
sudo darwin-rebuild switch --flake .#fig.example.org
nix build .#darwinConfigurations.fig.example.org.system
nixos-rebuild build --flake .#your-host
nix build .#packages.x86_64-linux.my-image
printf 'nixos-rebuild switch --flake .#%q' "$machine"
nix build .#image.passthru
nix build .#packages.x86_64-linux.image
nix run github:ada/tools#anything
nix develop .#
\`\`\`
      `,
      // Where the outputs are not known.
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.fleet.url = "github:ada/fleet";
  outputs = { nixpkgs, fleet, ... }: fleet.lib.outputs ./.;
}
-- README.md --
\`\`\`sh
sudo nixos-rebuild switch --flake .#oak
\`\`\`
      `,
    ],
  },

  check(context) {
    const { facts } = context;
    for (const reference of facts.table('output-reference').rows) {
      const target = targetOf(facts, reference);
      if (target?.kind === 'undecided') context.undecided(target.reason);
      else if (target) context.decided();
      if (target?.kind !== 'missing') continue;
      const name = String(reference.attribute);
      const alike = target.alike === undefined ? '' : `, did you mean \`${target.alike}\`?`;
      context.report(reference.at, { message: `\`${name}\` is not in ${target.where}${alike}` });
    }
  },
});
