import type { ImportRow } from '#analyzer/facts/machines.ts';
import { foldersOf, isBelow, type MachineFolder } from '#analyzer/identity/machine-folders.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'structure/foreign-import',
    summary: 'No machine imports what lies in the folder of another one.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      What lies in the folder of a machine is changed for that machine. Nobody
      expects that another one is rebuilt differently afterwards.

      What two machines need belongs into a folder that is shared. The folder of
      a machine is that of its entry, where no other machine has its entry and
      where another machine has its folder beside it.
    `,
    bad: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem { modules = [ ./machines/ash/configuration.nix ]; };
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./machines/oak/configuration.nix ]; };
  };
}
-- machines/ash/configuration.nix --
{ imports = [ ./services/mail.nix ]; }
-- machines/ash/services/mail.nix --
{ }
-- machines/oak/configuration.nix --
{
  imports = [
    ../ash/services/mail.nix
#   ^^^^^^^^^^^^^^^^^^^^^^^^ \`oak\` imports \`machines/ash/services/mail.nix\`, which belongs to \`ash\`
  ];
}
      `,
    ],
    good: [
      // What is shared lies elsewhere, or nobody has a folder of their own.
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem { modules = [ ./machines/ash/configuration.nix ]; };
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./machines/oak/configuration.nix ]; };
    nixosConfigurations.oak-iso = nixpkgs.lib.nixosSystem { modules = [ ./images/iso.nix ]; };
  };
}
-- machines/ash/configuration.nix --
{ imports = [ ../../services/mail.nix ./disks.nix ]; }
-- machines/ash/disks.nix --
{ }
-- machines/oak/configuration.nix --
{ imports = [ ../../services/mail.nix ]; }
-- services/mail.nix --
{ }
-- images/iso.nix --
{ }
      `,
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem { modules = [ ./machines/ash.nix ]; };
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./machines/oak.nix ]; };
  };
}
-- machines/ash.nix --
{ }
-- machines/oak.nix --
{ imports = [ ./ash.nix ]; }
      `,
    ],
  },

  check(context) {
    const folders = foldersOf(context.facts);
    for (const row of context.facts.table('import').rows) checkImport(context, folders, row);
  },
});

function checkImport(
  context: FleetContext,
  folders: readonly MachineFolder[],
  row: ImportRow,
): void {
  const owner = folders.find(({ folder }) => isBelow(row.path, folder));
  if (!owner || isBelow(row.file, owner.folder)) return;
  context.decided();
  // What has no folder of its own may be another form of the machine.
  const other = folders.find(({ host }) => host !== owner.host && row.hosts.includes(host.name));
  if (!other) return;
  const [name, owning] = [other.host.name, owner.host.name];
  const message = `\`${name}\` imports \`${row.path}\`, which belongs to \`${owning}\``;
  context.report(row.at, { message });
}
