import type { RepeatedImportRow } from '#analyzer/facts/machines.ts';
import { removeRow } from '#analyzer/writing/remove-row.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'structure/repeated-import',
    summary: 'No file imports what comes with another import of it.',
    severity: 'hint',
    fix: 'unsafe',
    since: '0.1.0',
    presets: [],
  },

  docs: {
    why: `
      The module system takes a file once however many import it. Where a list has a
      module and another one that imports it, taking the first out of the list does
      not take it away from the machine, which surprises whoever does so.

      Leave the rule off where every file names all that it needs. Nothing is
      said where two files that know nothing of each other import a third.

      The fix takes the import out. It asks first, because lists and texts are merged
      in the order of the modules.
    `,
    bad: [
      {
        code: `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
-- oak.nix --
{ lib, ... }:
{
  imports = [
    ./web.nix
#   ^^^^^^^^^ note: it is imported here
    ./firewall.nix
#   ^^^^^^^^^^^^^^ \`firewall.nix\` comes with \`web.nix\`, which is imported beside it
    ./disks.nix
#   ^^^^^^^^^^^ note: it is imported here
  ]
  ++ lib.optional true ./disks.nix;
#                      ^^^^^^^^^^^ \`disks.nix\` is already imported here
}
-- disks.nix --
{ }
-- firewall.nix --
{ }
-- web.nix --
{ imports = [ ./tls.nix ]; }
-- tls.nix --
{ imports = [ ./firewall.nix ]; }
        `,
        fixed: `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
-- oak.nix --
{ lib, ... }:
{
  imports = [
    ./web.nix
    ./disks.nix
  ]
  ++ lib.optional true ./disks.nix;
}
-- disks.nix --
{ }
-- firewall.nix --
{ }
-- web.nix --
{ imports = [ ./tls.nix ]; }
-- tls.nix --
{ imports = [ ./firewall.nix ]; }
        `,
      },
    ],
    good: [
      // A home is a closure of its own, not every machine has the second import, and nothing is left of two that import each other.
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.home-manager.url = "github:nix-community/home-manager";
  outputs = { nixpkgs, home-manager, ... }:
    let
      machine = name: nixpkgs.lib.nixosSystem {
        modules = [ ./machines/\${name}.nix ./firewall.nix ./a.nix ./b.nix ];
      };
    in
    {
      nixosConfigurations = {
        oak = machine "oak";
        elm = machine "elm";
        ash = nixpkgs.lib.nixosSystem {
          modules = [
            home-manager.nixosModules.home-manager
            { home-manager.users.ada.imports = [ ./names.nix ]; }
            ./machines/ash.nix
          ];
        };
      };
    };
}
-- machines/oak.nix --
{ imports = [ ../firewall.nix ]; }
-- machines/elm.nix --
{ }
-- machines/ash.nix --
{ imports = [ ../names.nix ../web.nix ../firewall.nix ]; }
-- web.nix --
{ imports = [ ./tls.nix ]; }
-- tls.nix --
{ }
-- firewall.nix --
{ imports = [ ./tls.nix ]; }
-- names.nix --
{ }
-- a.nix --
{ imports = [ ./b.nix ]; }
-- b.nix --
{ imports = [ ./a.nix ]; }
      `,
    ],
  },

  check(context) {
    for (const row of context.facts.table('repeated-import').rows) {
      if (isListedTwice(context, row)) continue;
      context.decided();
      const removed = removeRow(context.facts, { table: 'repeated-import', row: { ...row } });
      context.report(row.at, {
        message: messageFor(row),
        related: row.places?.by
          ? [{ ...context.facts.locate(row.places.by), message: 'it is imported here' }]
          : [],
        fixes: removed ? [{ ...removed, title: 'leave it out', safety: 'unsafe' }] : [],
      });
    }
  },
});

function messageFor({ path, by }: RepeatedImportRow): string {
  return by === path
    ? `\`${path}\` is already imported here`
    : `\`${path}\` comes with \`${by}\`, which is imported beside it`;
}

/** Twice in one list, written alike: `structure/duplicate-import` says so. */
function isListedTwice({ facts }: FleetContext, { at, path, by, places }: RepeatedImportRow) {
  const text = facts.text(at.file);
  if (by !== path || text === undefined || !places?.by) return false;
  const [first, second] = [facts.locate(places.by).span, facts.locate(at).span];
  const isAlike = text.slice(first.start, first.end) === text.slice(second.start, second.end);
  return isAlike && !text.slice(first.end, second.start).includes(']');
}
