import { type Counts, indices, listing, sizes } from './made-lists.ts';
import { machineFiles } from './made-machines.ts';
import { cloudFile, moduleFile, programFile, systemFile } from './made-modules.ts';

/**
 * A made-up fleet, the same every time: all machines import every module and
 * turn some of them on, as most fleets do. Names and numbers follow from
 * indices. The usual one has 400 files, 380 of them in Nix, and 10 machines.
 */
export function madeFleet(size = 400): ReadonlyMap<string, string> {
  const counts = sizes.get(size);
  if (counts === undefined) throw new Error(`no made-up fleet has ${size} files`);
  const { machines, services, parts, programs, profiles, packages, cloud } = counts;
  return new Map([
    ['flake.nix', flake(counts)],
    ['lib/mk-machine.nix', machineMaker],
    ['lib/ports.nix', ports(services)],
    ['lib/domains.nix', domains(services)],
    ['lib/people.nix', people],
    ['.sops.yaml', 'creation_rules:\n  - path_regex: secrets\n'],
    ['README.md', readme(machines)],
    ['modules/default.nix', listing([...names(services), 'system'], 'enables what it needs')],
    ['modules/system/default.nix', listing(indices(parts).map((index) => `part-${index}.nix`))],
    ['profiles/default.nix', listing(indices(profiles).map((index) => `profile-${index}.nix`))],
    [
      'homes/programs/default.nix',
      listing(indices(programs).map((index) => `program-${index}.nix`)),
    ],
    ...indices(services).map(
      (index) => [`modules/service-${index}.nix`, moduleFile(index)] as const,
    ),
    ...indices(parts).map(
      (index) => [`modules/system/part-${index}.nix`, systemFile(index)] as const,
    ),
    ...indices(programs).map(
      (index) => [`homes/programs/program-${index}.nix`, programFile(index)] as const,
    ),
    ...indices(profiles).map(
      (index) => [`profiles/profile-${index}.nix`, profile(index, counts)] as const,
    ),
    ...indices(machines).map(
      (index) => [`homes/person-${index}.nix`, home(index, programs)] as const,
    ),
    ...indices(packages).map((index) => [`packages/package-${index}.nix`, pack(index)] as const),
    ...indices(cloud).map((index) => [`cloud/part-${index}.tf`, cloudFile(index)] as const),
    ...indices(machines).flatMap((index) => machineFiles(index, counts)),
  ]);
}

function names(count: number): readonly string[] {
  return indices(count).map((index) => `service-${index}.nix`);
}

const flake = ({ machines, packages }: Counts): string => `{
  description = "a made-up fleet";
  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    home-manager = {
      url = "github:nix-community/home-manager";
      inputs.nixpkgs.follows = "nixpkgs";
    };
    sops-nix.url = "github:Mic92/sops-nix";
  };
  outputs =
    { self, nixpkgs, ... }@inputs:
    let
      inherit (nixpkgs) lib;
      mkMachine = import ./lib/mk-machine.nix { inherit inputs lib self; };
      systems = [ "x86_64-linux" "aarch64-linux" ];
      eachSystem = function: lib.genAttrs systems (system: function nixpkgs.legacyPackages.\${system});
    in
    {
      nixosConfigurations = lib.genAttrs (map (index: "machine-\${toString index}") (lib.range 0 ${machines - 1})) (
        name: mkMachine { inherit name; }
      );
      packages = eachSystem (
        pkgs:
        lib.genAttrs (map (index: "package-\${toString index}") (lib.range 0 ${packages - 1})) (
          name: pkgs.callPackage ./packages/\${name}.nix { }
        )
      );
    };
}
`;

const machineMaker = `{ inputs, lib, self }:
{ name, system ? "x86_64-linux" }:
lib.nixosSystem {
  inherit system;
  specialArgs = {
    inherit inputs self;
    ports = import ./ports.nix { inherit lib; };
    domains = import ./domains.nix;
    people = import ./people.nix { inherit lib; };
  };
  modules = [
    ../machines/\${name}
    ../modules
    ../profiles
    inputs.home-manager.nixosModules.home-manager
    inputs.sops-nix.nixosModules.sops
    {
      networking.hostName = lib.mkDefault name;
      home-manager = {
        useGlobalPkgs = true;
        extraSpecialArgs = { inherit inputs; };
      };
    }
  ];
}
`;

const ports = (services: number): string => `# One port for each service, counted upwards.
{ lib }:
lib.listToAttrs (
  map (index: {
    name = "service-\${toString index}";
    value = 8000 + index;
  }) (lib.range 0 ${services - 1})
)
`;

const domains = (services: number): string =>
  `{\n${indices(40)
    .map((index) => `  "site-${index}.example.org" = "service-${index % services}";`)
    .join('\n')}\n}\n`;

const people = `{ lib }:
lib.mapAttrs (name: uid: { inherit name uid; description = "Person \${name}"; }) {
${indices(20)
  .map((index) => `  person-${index} = ${2000 + index};`)
  .join('\n')}
}
`;

const readme = (machines: number): string =>
  `# Made-up fleet\n\n| machine | role |\n| --- | --- |\n${indices(machines)
    .map((index) => `| machine-${index} | ${index === 0 ? 'proxy' : 'server'} |`)
    .join('\n')}\n`;

function profile(index: number, { parts, services }: Counts): string {
  return `{ config, lib, ... }:
let
  cfg = config.profiles.profile-${index};
in
{
  options.profiles.profile-${index}.enable = lib.mkEnableOption "profile ${index}";
  config = lib.mkIf cfg.enable {
${distinct(indices(6).map((part) => (index * 5 + part) % parts))
  .map((part) => `    parts.part-${part}.enable = lib.mkDefault true;`)
  .join('\n')}
    made.service-${(index * 12) % services}.enable = lib.mkDefault true;
    boot.kernel.sysctl."vm.swappiness" = lib.mkDefault ${index};
  };
}
`;
}

function home(index: number, programs: number): string {
  return `{ config, lib, osConfig, ... }:
{
  imports = [ ./programs ];
  home = {
    username = "person-${index}";
    stateVersion = osConfig.system.stateVersion;
    sessionVariables.EDITOR = "vi";
  };
${distinct(indices(12).map((part) => (index * 7 + part * 3) % programs))
  .map((program) => `  made.program-${program}.enable = true;`)
  .join('\n')}
  programs.git.userEmail = "\${config.home.username}@example.org";
}
`;
}

function pack(index: number): string {
  return `{ lib, stdenv, fetchurl }:
stdenv.mkDerivation (final: {
  pname = "package-${index}";
  version = "1.${index}";
  src = fetchurl { url = "https://example.org/\${final.pname}-\${final.version}.tar.gz"; };
  meta.license = lib.licenses.mit;
})
`;
}

function distinct(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)];
}
