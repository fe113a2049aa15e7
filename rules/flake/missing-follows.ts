import { fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'flake/missing-follows',
    summary: 'Inputs use the inputs of the flake in place of their own.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: [],
    peers: [
      {
        peer: 'flake-linter',
        code: 'several versions',
        differs:
          'Only what the flake itself has an input for is named, with the line that joins the two.',
      },
    ],
  },

  docs: {
    why: `
      Every input brings its own \`nixpkgs\` along, which is fetched, evaluated and kept
      in the store beside that of the flake. \`follows\` makes it the same one; an input
      that was tested with its own, or has its own cache, may be right to keep it.
    `,
    bad: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.05";
  inputs.disko.url = "github:nix-community/disko";
#        ^^^^^ \`disko\` brings its own \`nixpkgs\`; set \`inputs.nixpkgs.follows = "nixpkgs"\`
  outputs = { nixpkgs, disko, ... }: { lib = [ nixpkgs disko ]; };
}
-- flake.lock --
{
  "nodes": {
    "disko": {
      "inputs": { "nixpkgs": "nixpkgs" },
      "locked": { "type": "github", "owner": "nix-community", "repo": "disko", "rev": "59e69648d345d6e8fef86158c555730fa12af9de" },
      "original": { "type": "github", "owner": "nix-community", "repo": "disko" }
    },
    "nixpkgs": {
      "locked": { "type": "github", "owner": "NixOS", "repo": "nixpkgs", "rev": "40e6ee1f5a8bd8f0a1e5f0f0e5b9d0a5c2f6a111" },
      "original": { "type": "github", "owner": "NixOS", "repo": "nixpkgs" }
    },
    "nixpkgs_2": {
      "locked": { "type": "github", "owner": "NixOS", "repo": "nixpkgs", "rev": "59e69648d345d6e8fef86158c555730fa12af9de" },
      "original": { "type": "github", "owner": "NixOS", "repo": "nixpkgs", "ref": "nixos-25.05" }
    },
    "root": { "inputs": { "disko": "disko", "nixpkgs": "nixpkgs_2" } }
  },
  "root": "root",
  "version": 7
}
      `,
    ],
    good: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.05";
  inputs.disko = { url = "github:nix-community/disko"; inputs.nixpkgs.follows = "nixpkgs"; };
  outputs = { nixpkgs, disko, ... }: { lib = [ nixpkgs disko ]; };
}
-- flake.lock --
{
  "nodes": {
    "disko": {
      "inputs": { "nixpkgs": [ "nixpkgs" ] },
      "locked": { "type": "github", "owner": "nix-community", "repo": "disko", "rev": "59e69648d345d6e8fef86158c555730fa12af9de" },
      "original": { "type": "github", "owner": "nix-community", "repo": "disko" }
    },
    "nixpkgs": {
      "locked": { "type": "github", "owner": "NixOS", "repo": "nixpkgs", "rev": "59e69648d345d6e8fef86158c555730fa12af9de" },
      "original": { "type": "github", "owner": "NixOS", "repo": "nixpkgs", "ref": "nixos-25.05" }
    },
    "root": { "inputs": { "disko": "disko", "nixpkgs": "nixpkgs" } }
  },
  "root": "root",
  "version": 7
}
      `,
    ],
  },

  check({ facts, report, decided }) {
    for (const { at, input, name, same } of facts.table('input-copy').rows) {
      decided();
      report(at, {
        message: `\`${input}\` brings its own \`${name}\`; set \`inputs.${name}.follows = "${same}"\``,
      });
    }
  },
});
