import type { Location } from '#analyzer/diagnostic.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import type { NixFileRow } from '#analyzer/facts/machines.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'structure/orphan-file',
    summary: 'Every Nix file of a fleet is read by something.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: [],
  },

  docs: {
    why: `
      A file that nothing imports does nothing, and whoever changes it learns that
      late. Mostly its import was taken out and it was forgotten, or the import was
      never written.

      Leave the rule off where such files are kept on purpose, as modules that a
      machine may import one day.

      Nothing is said of a file that something may read: one in a folder that is
      given to a function or read with \`readDir\`, one that a command, a workflow, a
      document or a comment names, and tests, templates, shells and what else people
      give to Nix by name.
    `,
    bad: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./machines/oak.nix ]; };
  };
}
-- machines/oak.nix --
{ imports = [ ../services/mail.nix ]; }
-- services/mail.nix --
{ }
-- services/news.nix --
{ config, ... }:
#^^^^^^^^^^^^^^^ nothing in this repository reads \`services/news.nix\`
{
  imports = [ ./news-feeds.nix ];
}
-- services/news-feeds.nix --
{ }
#^^ \`services/news-feeds.nix\` is read by \`services/news.nix\` alone, and nothing reads that
      `,
    ],
    good: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { self, nixpkgs }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem {
      modules = [ ./machines/oak.nix "\${self}/services/mail.nix" ];
    };
    packages = import ./packages;
    overlays.default = final: prev: final.callPackage (./overlays + "/\${final.name}.nix") { };
  };
}
-- machines/oak.nix --
{
  # imports = [ ../services/print.nix ];
}
-- services/mail.nix --
{ }
-- services/print.nix --
{ }
-- services/rescue.nix --
{ }
-- packages/default.nix --
builtins.mapAttrs (name: _: import (./. + "/\${name}")) (builtins.readDir ./.)
-- packages/hello.nix --
{ stdenv }: stdenv.mkDerivation { name = "hello"; }
-- overlays/hello.nix --
{ }
-- shell.nix --
{ }
-- Makefile --
rescue:
	nix-build services/rescue.nix
      `,
    ],
  },

  check(context) {
    for (const row of context.facts.table('nix-file').rows) {
      if (isUndecided(row.reached)) {
        context.undecided(row.reached.undecided);
        continue;
      }
      context.decided();
      if (row.reached === false)
        context.report(firstLine(context, row), { message: messageFor(row) });
    }
  },
});

function messageFor({ file, importers }: NixFileRow): string {
  if (importers.length === 0) return `nothing in this repository reads \`${file}\``;
  const names = importers.map((each) => `\`${each}\``).join(' and ');
  return `\`${file}\` is read by ${names} alone, and nothing reads ${importers.length === 1 ? 'that' : 'those'}`;
}

function firstLine({ facts }: FleetContext, { at }: NixFileRow): Location {
  const { file, span } = facts.locate(at);
  const line = facts.text(file)?.slice(span.start, span.end).split('\n')[0]?.trimEnd();
  return { file, span: { start: span.start, end: span.start + (line?.length ?? 0) } };
}
