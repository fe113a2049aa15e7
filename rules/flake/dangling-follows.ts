import { nearest } from '#analyzer/closest.ts';
import { gapFor } from '#analyzer/facts/facts.ts';
import type { InputRow } from '#analyzer/facts/flakes.ts';
import { fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'flake/dangling-follows',
    summary: 'Inputs that are followed, and inputs of inputs that are set, are there.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: ['recommended'],
  },

  docs: {
    why: `
      Nix stops at an input that follows nothing. A change of an input that the other
      flake does not have, or no longer has, it only warns of, and does nothing: the
      name is wrong, or the line can go.

      What inputs an input has is taken from the lock file.
    `,
    bad: [
      `
-- flake.nix --
{
  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.05";
    disko = {
      url = "github:nix-community/disko";
      inputs.nixpkg.follows = "nixpkgs";
#            ^^^^^^ \`disko\` has no input \`nixpkg\`
    };
    tools.follows = "nixpgks";
#   ^^^^^ \`tools\` follows \`nixpgks\`, which is no input, did you mean \`nixpkgs\`?
  };
  outputs = { nixpkgs, disko, tools, ... }: { lib = [ nixpkgs disko tools ]; };
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
      "locked": { "type": "github", "owner": "NixOS", "repo": "nixpkgs", "rev": "59e69648d345d6e8fef86158c555730fa12af9de" },
      "original": { "type": "github", "owner": "NixOS", "repo": "nixpkgs", "ref": "nixos-25.05" }
    },
    "root": { "inputs": { "disko": "disko", "nixpkgs": "nixpkgs", "tools": [ "nixpgks" ] } }
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
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.05";
    disko = { url = "github:nix-community/disko"; inputs.nixpkgs.follows = "nixpkgs"; };
    home = { url = "github:nix-community/home-manager"; inputs.anything.follows = ""; };
    parts.follows = "disko/nixpkgs";
  };
  outputs = { nixpkgs, disko, home, parts, ... }: { lib = [ nixpkgs disko home parts ]; };
}
      `,
    ],
  },

  check({ facts, report, decided }) {
    const { rows } = facts.table('input');
    for (const row of rows) {
      decided();
      const cut = row.name.lastIndexOf('/');
      const [outer, name] = [row.name.slice(0, cut), row.name.slice(cut + 1)];
      if (cut > 0 && row['lock-problem'] === 'missing')
        report(row.at, { message: `\`${outer}\` has no input \`${name}\`` });
      const followed = row.follows?.split('/')[0] ?? '';
      const names = inputNames(rows, row.flake);
      if (followed === '' || followed === 'self' || names.includes(followed)) continue;
      if (gapFor(facts.table('input'), { flake: row.flake, name: followed })) continue;
      const alike = nearest(followed, names, 2).names[0];
      const hint = alike === undefined ? '' : `, did you mean \`${alike}\`?`;
      report(row.at, {
        message: `\`${row.name}\` follows \`${row.follows}\`, which is no input${hint}`,
      });
    }
  },
});

function inputNames(rows: readonly InputRow[], flake: string): readonly string[] {
  return rows.filter((row) => row.flake === flake).map(({ name }) => name);
}
