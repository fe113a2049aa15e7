import type { InputRow } from '#analyzer/facts/flakes.ts';
import { fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'flake/duplicate-input',
    summary: 'No two inputs are the same source.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: [],
  },

  docs: {
    why: `
      Both are fetched, and both are updated, mostly to different commits. Where one is
      only another name, \`follows\` says so; two of the same branch that are updated at
      different times are what this rule is off for.
    `,
    bad: [
      `
-- flake.nix --
{
  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
#   ^^^^^^^ note: \`nixpkgs\` is \`github:NixOS/nixpkgs/nixos-unstable\`
    unstable = { type = "github"; owner = "nixos"; repo = "nixpkgs"; ref = "nixos-unstable"; };
#   ^^^^^^^^ \`unstable\` is the same source as \`nixpkgs\`
  };
  outputs = { nixpkgs, unstable, ... }: { lib = [ nixpkgs unstable ]; };
}
      `,
    ],
    good: [
      `
-- flake.nix --
{
  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    stable.url = "github:NixOS/nixpkgs/nixos-25.05";
    lib.url = "github:NixOS/nixpkgs/nixos-unstable?dir=lib";
    other.follows = "nixpkgs";
    tree = { url = "github:NixOS/nixpkgs/nixos-unstable"; flake = false; };
  };
  outputs = { nixpkgs, stable, lib, other, tree, ... }: { all = [ nixpkgs stable lib other tree ]; };
}
      `,
    ],
  },

  check({ facts, report, decided }) {
    const seen = new Map<string, InputRow>();
    for (const row of facts.table('input').rows) {
      if (row.name.includes('/') || row.url === undefined || row.follows !== undefined) continue;
      if (row.owner === undefined) continue;
      decided();
      const key = [row.flake, row.url.toLowerCase(), row['is-flake']].join(' ');
      const first = seen.get(key);
      if (first === undefined) {
        seen.set(key, row);
        continue;
      }
      report(row.at, {
        message: `\`${row.name}\` is the same source as \`${first.name}\``,
        related: [{ ...facts.locate(first.at), message: `\`${first.name}\` is \`${first.url}\`` }],
      });
    }
  },
});
