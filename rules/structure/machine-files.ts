import type { Facts } from '#analyzer/facts/facts.ts';
import type { ModuleRow } from '#analyzer/facts/machines.ts';
import { foldersUsed, isBelow, type MachineFolder } from '#analyzer/identity/machine-folders.ts';
import { textsOption } from '#linter/options.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'structure/machine-files',
    summary: 'Every machine is made of the same files.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
    options: {
      files: {
        summary: 'What every machine has in its folder.',
        default: ['configuration.nix', 'home.nix'],
      },
      shared: {
        summary:
          'Files that every machine has. Where none is named: those outside of the folders that are called like one of the `files` and that two machines have.',
        default: [],
      },
    },
  },

  docs: {
    why: `
      Where every machine has the same files, everybody finds the settings of a
      machine without looking, and knows what a new one needs.

      Looked at are machines with folders of their own beside each other, and those
      that take files from such a folder. A file
      counts when the machine is made of it; that it lies there is not enough. A
      file that no machine has in its folder is not asked for.
    `,
    bad: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.home-manager.url = "github:nix-community/home-manager";
  outputs = { nixpkgs, home-manager, ... }: {
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem {
      modules = [
        ./machines/ash/configuration.nix
        home-manager.nixosModules.home-manager
        { home-manager.users.ada.imports = [ ./machines/ash/home.nix ./programs/home.nix ]; }
      ];
    };
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem {
      modules = [
        ./machines/oak/configuration.nix
        home-manager.nixosModules.home-manager
        { home-manager.users.ada.imports = [ ./machines/oak/home.nix ./programs/home.nix ]; }
      ];
    };
    nixosConfigurations.fig = nixpkgs.lib.nixosSystem {
#                       ^^^ \`fig\` has no \`machines/fig/configuration.nix\`
      modules = [
        home-manager.nixosModules.home-manager
        { home-manager.users.ada.imports = [ ./machines/fig/home.nix ./programs/home.nix ]; }
      ];
    };
    nixosConfigurations.yew = nixpkgs.lib.nixosSystem { modules = [ ./machines/yew/configuration.nix ]; };
#                       ^^^ \`yew\` has no \`machines/yew/home.nix\`
#                       ^^^ \`yew\` does not import \`programs/home.nix\`
  };
}
-- machines/ash/configuration.nix --
{ }
-- machines/ash/home.nix --
{ }
-- machines/fig/home.nix --
{ }
-- machines/oak/configuration.nix --
{ }
-- machines/oak/home.nix --
{ }
-- machines/yew/configuration.nix --
{ }
-- programs/home.nix --
{ }
      `,
    ],
    good: [
      // Homes of nobody, and a fleet that is laid out in another way.
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem { modules = [ ./machines/ash ]; };
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./machines/oak ]; };
  };
}
-- machines/ash/default.nix --
{ imports = [ ./disks.nix ]; }
-- machines/ash/disks.nix --
{ }
-- machines/oak/default.nix --
{ }
      `,
    ],
  },

  check(context) {
    const folders = foldersUsed(context.facts);
    const names = textsOption(context.options, 'files');
    const wanted = names.filter((name) =>
      folders.some((machine) => isPartOf(context.facts, machine, inFolder(machine, name))),
    );
    const shared = sharedFiles(context, folders);
    for (const machine of folders) {
      for (const name of wanted) checkFile(context, machine, inFolder(machine, name));
      for (const file of shared) checkFile(context, machine, file);
    }
  },
});

function inFolder({ folder }: MachineFolder, name: string): string {
  return `${folder}/${name}`;
}

function checkFile(context: FleetContext, machine: MachineFolder, file: string): void {
  const { facts } = context;
  const { name, at } = machine.host;
  const isThere = isPartOf(facts, machine, file);
  const gap = facts.table('module').gaps.find(({ known }) => known.hosts?.includes(name) ?? true);
  if (!isThere && gap) context.undecided(gap.reason);
  else context.decided();
  if (isThere || gap) return;
  const message =
    facts.text(file) === undefined
      ? `\`${name}\` has no \`${file}\``
      : `\`${name}\` does not import \`${file}\``;
  context.report(at, { message });
}

function isPartOf(facts: Facts, { host }: MachineFolder, file: string): boolean {
  return facts
    .table('module')
    .rows.some((row) => row.file === file && row.hosts.includes(host.name));
}

/** The files that are named, else those that two machines share and that are called like one of their own. */
function sharedFiles(
  { facts, options }: FleetContext,
  folders: readonly MachineFolder[],
): readonly string[] {
  const named = textsOption(options, 'shared');
  if (named.length > 0) return named;
  const names = textsOption(options, 'files');
  const isShared = ({ file, kind, hosts }: ModuleRow): boolean => {
    const isCalled = names.some((name) => file.endsWith(`/${name}`));
    const users = folders.filter(({ host }) => hosts.includes(host.name));
    const isOutside = !folders.some(({ folder }) => isBelow(file, folder));
    return kind === 'module' && isCalled && isOutside && users.length > 1;
  };
  return facts.table('module').rows.flatMap((row) => (isShared(row) ? [row.file] : []));
}
