import picomatch from 'picomatch';
import { type Facts, gapFor } from '#analyzer/facts/facts.ts';
import type { IdentityCheckRow } from '#analyzer/facts/identity.ts';
import { flagFix } from '#analyzer/identity/flag-fix.ts';
import { type Machines, machinesAt } from '#analyzer/identity/machines.ts';
import { filesMissing } from '#analyzer/identity/missing-files.ts';
import { conditionNotes, missingNotes, tableNotes } from '#analyzer/identity/notes.ts';
import { type PathTests, pathTests } from '#analyzer/identity/path-tests.ts';
import { textsOption } from '#linter/options.ts';
import { type Finding, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'hosts/host-name-check',
    summary: 'Shared code decides by flags, not by the name of a machine.',
    severity: 'warning',
    fix: 'unsafe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
    options: {
      composition: {
        summary: 'Files that put machines together and so may import files by host name.',
        default: ['flake.nix', 'lib/**', 'flake/**'],
      },
    },
  },

  docs: {
    why: `
      A module that asks which machine it is on has to be read in full to learn what one
      machine gets, and the next machine with the same need is forgotten. Declare an option
      that names the capability, set it in the files of the machines that have it, and let
      shared code ask for the option.

      Shared code is what two or more machines are made of, unless \`shared\` in
      \`flakewise.toml\` says otherwise. Reported there are comparisons with a literal,
      \`hasPrefix\` and its kin, \`match\`, membership in a list that is written out, tables
      looked up by host name, and imports and \`pathExists\` by host name; comparisons also of
      \`systemSettings.profile\`, \`systemSettings.envProfile\` and \`userSettings.username\`.
      Aliases, \`inherit\` and \`with\` are followed. A file that is only read by host name,
      such as \`./secrets/\${hostname}.yaml\`, is reported when it is missing for a machine and
      no \`mkIf\` or the like is around it. Notes about machines are given, and files looked
      for, only where the name is the machine's own \`networking.hostName\`: what an argument
      such as \`hostname\` or a setting holds, its caller decides.

      Setting or showing a host name is fine, and so is comparing it with another machine's
      name or with an option, and what \`assertions\` and \`warnings\` ask. Functions that
      make machines from names may choose by name. Files in \`composition\` may import by
      name, if every machine has its file.

      The fix declares an option in the module, named after the module's file,
      and sets it in the file of each machine that the check asks for. It is
      offered when all names and all files involved are known, and is unsafe
      because you will want a better name: call the option after what it
      enables. It is not offered for tables, paths, patterns, profiles and
      users, where the value or the choice is more than a yes or no of a machine.
    `,
    bad: [
      {
        code: `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem { modules = [ ./ash.nix ./swap.nix ]; };
    nixosConfigurations.elm = nixpkgs.lib.nixosSystem { modules = [ ./elm.nix ./swap.nix ]; };
  };
}
-- ash.nix --
{
  networking.hostName = "ash";
#                       ^^^^^ note: holds for \`ash\`
}
-- elm.nix --
{
  networking.hostName = "elm";
}
-- swap.nix --
{ config, lib, ... }:
{
  zramSwap.enable = lib.mkIf (config.networking.hostName == "ash") true;
#                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ host name check in shared code: decide by a flag, not by \`config.networking.hostName\`
}
        `,
        fixed: `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem { modules = [ ./ash.nix ./swap.nix ]; };
    nixosConfigurations.elm = nixpkgs.lib.nixosSystem { modules = [ ./elm.nix ./swap.nix ]; };
  };
}
-- ash.nix --
{
  swapEnable = true;
  networking.hostName = "ash";
}
-- elm.nix --
{
  networking.hostName = "elm";
}
-- swap.nix --
{ config, lib, ... }:
{
  options.swapEnable = lib.mkOption {
    type = lib.types.bool;
    default = false;
  };
  config = {
    zramSwap.enable = lib.mkIf config.swapEnable true;
  };
}
        `,
      },
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem {
      modules = [ ./common.nix { networking.hostName = "ash"; } ];
    };
    nixosConfigurations.elm = nixpkgs.lib.nixosSystem {
      modules = [ ./common.nix { networking.hostName = "elm"; } ];
#                                                      ^^^^^ note: \`elm\` has no key in the table
    };
  };
}
-- common.nix --
{ config, ... }:
let
  ports = { ash = 80; oak = 443; };
#                     ^^^ note: no machine of this flake is called \`oak\`
in
{
  networking.firewall.allowedTCPPorts = [ ports.\${config.networking.hostName} ];
#                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ per-host table by \`config.networking.hostName\` in shared code: move each value to its machine
  services.chrony.enable = builtins.elem config.networking.hostName [ "fir" ];
#                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ host name check in shared code: decide by a flag, not by \`config.networking.hostName\`
#                                                                   ^^^^^^^^^ note: holds for no machine of this flake
}
      `,
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem {
      modules = [ ./common.nix { networking.hostName = "ash"; } ];
    };
    nixosConfigurations.elm = nixpkgs.lib.nixosSystem {
      modules = [ ./common.nix { networking.hostName = "elm"; } ];
#                                                      ^^^^^ note: \`elm\` has no file \`secrets/elm.yaml\`
    };
  };
}
-- common.nix --
{ config, ... }:
{
  sops.defaultSopsFile = ./secrets/\${config.networking.hostName}.yaml;
#                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the file by \`config.networking.hostName\` is missing for \`elm\`
}
-- secrets/ash.yaml --
password: x
      `,
    ],
    good: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem { modules = [ ./ash.nix ./swap.nix ]; };
    nixosConfigurations.elm = nixpkgs.lib.nixosSystem { modules = [ ./elm.nix ./swap.nix ]; };
  };
}
-- ash.nix --
{ config, lib, ... }:
{
  networking.hostName = "ash";
  swap.enable = true;
  services.chrony.enable = config.networking.hostName == "ash";
}
-- elm.nix --
{
  networking.hostName = "elm";
}
-- swap.nix --
{ config, lib, ... }:
let
  cfg = config.swap;
in
{
  options.swap.enable = lib.mkEnableOption "swap in memory";
  options.swap.first = lib.mkOption { default = "ash"; };
  config = lib.mkIf cfg.enable {
    warnings = lib.optional (config.networking.hostName == "elm") "elm is slow";
    zramSwap.enable = true;
    zramSwap.priority = if config.networking.hostName == cfg.first then 10 else 5;
    environment.etc."motd".text = "welcome to \${config.networking.hostName}";
    environment.etc."keys".source = ./keys/\${config.networking.hostName}.yaml;
  };
}
      `,
    ],
  },

  check(context) {
    const { facts, options, isShared, report } = context;
    const globs = [...textsOption(options, 'composition')];
    const isComposition = picomatch(globs, { dot: true });
    const rows = facts.table('identity-check').rows;
    const tests = pathTests(rows, facts);
    for (const row of rows) {
      const scene = {
        facts,
        machines: machinesAt(row.file, facts),
        isComposition: isComposition(row.file),
        tests,
      };
      const doubt = isShared(row.file) ? doubtAbout(row, scene) : doubtAboutReaders(row, facts);
      if (doubt !== undefined) {
        context.undecided(doubt);
        continue;
      }
      context.decided();
      const finding = isShared(row.file) && !row.composes ? judge(row, scene) : undefined;
      if (finding) report(row.at, finding);
    }
  },
});

interface Scene {
  readonly facts: Facts;
  readonly machines: Machines;
  readonly isComposition: boolean;
  readonly tests: PathTests;
}

/** A file that one machine reads is fine, as long as nothing unknown may read it for another. */
function doubtAboutReaders({ file }: IdentityCheckRow, facts: Facts): string | undefined {
  const gap = gapFor(facts.table('module'), { file }) ?? gapFor(facts.table('host'), {});
  return gap?.reason;
}

/** Whether files are there matters where choosing by name is not itself the fault. */
function doubtAbout(row: IdentityCheckRow, scene: Scene): string | undefined {
  if (row.form !== 'path' || row.use === 'exists' || row.composes) return undefined;
  if (row.use === 'import' && !scene.isComposition) return undefined;
  const missing = filesMissing(row, scene.machines.here, scene.facts);
  return 'undecided' in missing ? missing.undecided : undefined;
}

function judge(row: IdentityCheckRow, scene: Scene): Finding | undefined {
  switch (row.form) {
    case 'path':
      return judgePath(row, scene);
    case 'dispatch':
      return {
        message: `per-host table by \`${short(row)}\` in shared code: move each value to its machine`,
        related: tableNotes(row, scene.machines, scene.facts),
      };
    case 'comparison':
    case 'predicate':
    case 'membership':
    case 'profile': {
      const fix = flagFix(row, scene.machines, scene.facts);
      const subject = row.subject === 'host' ? 'host name' : 'profile';
      return {
        message: `${subject} check in shared code: decide by a flag, not by \`${short(row)}\``,
        related: conditionNotes(row, scene.machines, scene.facts),
        fixes: fix ? [fix] : [],
      };
    }
  }
}

function judgePath(
  row: IdentityCheckRow,
  { facts, machines, isComposition, tests }: Scene,
): Finding | undefined {
  if (tests.isGuard(row)) return undefined;
  const missing = filesMissing(row, machines.here, facts);
  const absent = 'undecided' in missing ? [] : missing;
  const related = missingNotes(absent, facts);
  if (!isComposition && row.use === 'import')
    return { message: `import chosen by \`${short(row)}\` in shared code`, related };
  if (!isComposition && row.use === 'exists')
    return { message: `file looked for by \`${short(row)}\` in shared code` };
  const [first] = absent;
  if (first === undefined || tests.isTested(row) || row.use === 'exists') return undefined;
  const whose = absent.length > 1 ? `${absent.length} machines` : `\`${first.machine.host.name}\``;
  return { message: `the file by \`${short(row)}\` is missing for ${whose}`, related };
}

/** The identity, cut where a message would become too long. */
function short({ identity }: IdentityCheckRow): string {
  return identity.length > 45 ? `${identity.slice(0, 44)}…` : identity;
}
