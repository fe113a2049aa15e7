import { fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'flake/lock-drift',
    summary: 'The lock file has the inputs that the flake asks for.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: ['recommended'],
  },

  docs: {
    why: `
      Whoever builds first locks the input to what it is that day, so two people get
      different machines, and a check with \`--no-update-lock-file\` fails. Run
      \`nix flake lock\` and commit what it writes.

      Sources are compared where flake and lock file name a repository of a forge, or
      an entry of the registry.
    `,
    bad: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.11";
#        ^^^^^^^ \`nixpkgs\` is locked from \`github:NixOS/nixpkgs/nixos-25.05\`, not what the flake asks for
  inputs.disko.url = "github:nix-community/disko";
#        ^^^^^ \`disko\` is not in \`flake.lock\`
  outputs = { nixpkgs, disko, ... }: { lib = nixpkgs.lib // disko.lib; };
}
-- flake.lock --
{
  "nodes": {
    "nixpkgs": {
      "locked": { "type": "github", "owner": "NixOS", "repo": "nixpkgs", "rev": "59e69648d345d6e8fef86158c555730fa12af9de" },
      "original": { "type": "github", "owner": "NixOS", "repo": "nixpkgs", "ref": "nixos-25.05" }
    },
    "root": { "inputs": { "nixpkgs": "nixpkgs" } }
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
  inputs = {
    nixpkgs = { type = "github"; owner = "nixos"; repo = "nixpkgs"; ref = "nixos-25.05"; };
    pinned.url = "github:NixOS/nixpkgs?ref=nixos-25.05";
    other.follows = "nixpkgs";
    slash.url = "github:/NixOS/nixpkgs/nixos-25.05";
    odd.url = "elsewhere:what/ever";
    tree.url = "https://example.org/tree.tar.gz";
  };
  outputs = { nixpkgs, pinned, slash, odd, other, tree, ... }: {
    lib = [ nixpkgs pinned slash odd other tree ];
  };
}
-- flake.lock --
{
  "nodes": {
    "nixpkgs": {
      "locked": { "type": "github", "owner": "NixOS", "repo": "nixpkgs", "rev": "59e69648d345d6e8fef86158c555730fa12af9de" },
      "original": { "type": "github", "owner": "NixOS", "repo": "nixpkgs", "ref": "nixos-25.05" }
    },
    "tree": {
      "locked": { "type": "tarball", "url": "https://example.org/tree-2.tar.gz" },
      "original": { "type": "tarball", "url": "https://example.org/tree.tar.gz" }
    },
    "root": { "inputs": { "nixpkgs": "nixpkgs", "other": [ "nixpkgs" ], "pinned": "nixpkgs", "slash": "nixpkgs", "odd": "nixpkgs", "tree": "tree" } }
  },
  "root": "root",
  "version": 7
}
      `,
    ],
  },

  check({ facts, report, decided }) {
    for (const row of facts.table('input').rows) {
      if (row.name.includes('/')) continue;
      decided();
      const { name, 'lock-problem': problem, 'locked-from': from } = row;
      if (problem === 'missing')
        report(row.at, { message: `\`${name}\` is not in \`flake.lock\`` });
      if (problem !== 'differs') continue;
      const source = from === undefined ? 'elsewhere' : `\`${from}\``;
      report(row.at, {
        message: `\`${name}\` is locked from ${source}, not what the flake asks for`,
      });
    }
  },
});
