import { type Framework, fromNix } from './framework.ts';

/**
 * `numtide/blueprint`: outputs by folders below `prefix`. `hosts/NAME` is a
 * machine, by the file that it holds, with the homes in its `users`.
 * `modules/CLASS`, `packages`, `devshells`, `checks`, `lib` and `templates`
 * hold what they say. The input is itself the function that makes the outputs.
 */
export const blueprint: Framework = {
  repository: /^numtide\/blueprint$/,
  name: /^blueprint$/,
  takes: [
    'nixpkgs',
    'home-manager',
    'nix-darwin',
    'nixos-raspberrypi',
    'system-manager',
    'systems',
  ],
  outputs: fromNix(`
    { lib, upstream, nixosSystem, darwinSystem, homeManagerConfiguration, ... }:
    let
      commonSystems = [ "aarch64-darwin" "aarch64-linux" "x86_64-darwin" "x86_64-linux" ];

      mkBlueprint = { inputs, prefix ? null, nixpkgs ? { }, systems ? inputs.systems or commonSystems }:
        let root = if prefix == null then inputs.self else if lib.isString prefix then inputs.self + "/\${prefix}" else prefix;
        in make {
          inherit inputs root nixpkgs;
          flake = inputs.self;
          systems = if lib.isList systems then systems else import systems;
        };

      # Nix files and folders of a folder by their names; a file comes before a folder of its name.
      entriesIn = folder: foldersIn folder // filesIn ".nix" folder;
      found = folder: lib.mapAttrs (name: type: { path = folder + "/\${name}"; inherit type; })
        (if lib.pathExists folder then builtins.readDir folder else { });
      foldersIn = folder: lib.filterAttrs (_: { type, ... }: type == "directory") (found folder);
      filesIn = suffix: folder: lib.mapAttrs' (name: lib.nameValuePair (lib.removeSuffix suffix name))
        (lib.filterAttrs (name: _: lib.hasSuffix suffix name) (found folder));
      pathsIn = folder: lib.mapAttrs (_: { path, ... }: path) (entriesIn folder);
      optionalFile = name: path: lib.optionalAttrs (lib.pathExists path) { \${name} = path; };

      make = { inputs, root, nixpkgs, flake, systems }@settings:
        let
          specialArgs = { inherit inputs flake; };
          eachSystem = lib.genAttrs systems;
          packagesOf = system: lib.mapAttrs
            (name: input: input.legacyPackages.\${system} or { } // input.packages.\${system} or { })
            inputs;
          perSystemModule = { pkgs, ... }: {
            _module.args.perSystem = packagesOf pkgs.stdenv.hostPlatform.system;
          };

          homesOf = name: lib.filterAttrs (_: path: path != null) (lib.mapAttrs
            (_: { path, type }:
              if type == "regular" then path
              else if lib.pathExists (path + "/home-configuration.nix") then path + "/home-configuration.nix"
              else null)
            (entriesIn (root + "/hosts/\${name}/users")));
          homesModule = name: class: lib.optional (homesOf name != { }) {
            imports = [ inputs.home-manager."\${class}Modules".default ];
            home-manager = {
              sharedModules = [ perSystemModule ];
              extraSpecialArgs = specialArgs;
              users = homesOf name;
              useGlobalPkgs = lib.mkDefault true;
              useUserPackages = lib.mkDefault true;
            };
          };

          machineOf = maker: class: name: path: maker {
            modules = [ perSystemModule path ] ++ homesModule name class;
            specialArgs = specialArgs // { hostName = name; };
          };
          hostOf = name: { path, ... }:
            let has = file: lib.pathExists (path + "/\${file}");
            in
            if has "default.nix" then import (path + "/default.nix") { inherit flake inputs; hostName = name; }
            else if has "configuration.nix" then {
              class = "nixos";
              value = machineOf nixosSystem "nixos" name (path + "/configuration.nix");
            }
            else if has "rpi-configuration.nix" then {
              class = "nixos";
              # The maker adds modules of its own.
              value = machineOf nixosSystem "nixos" name {
                imports = [ inputs.nixos-raspberrypi.nixosModules.default (path + "/rpi-configuration.nix") ];
              };
            }
            else if has "darwin-configuration.nix" then {
              class = "nix-darwin";
              value = machineOf darwinSystem "darwin" name (path + "/darwin-configuration.nix");
            }
            else if has "system-configuration.nix" then { class = "system-manager"; value = upstream.systemConfig path; }
            else null;
          hosts = lib.filterAttrs (_: host: host != null) (lib.mapAttrs hostOf (entriesIn (root + "/hosts")));
          ofClass = class: lib.mapAttrs (_: { value, ... }: value) (lib.filterAttrs (_: host: host.class == class) hosts);

          standalone = system: lib.concatMapAttrs
            (name: _: lib.mapAttrs'
              (user: path: lib.nameValuePair "\${user}@\${name}" (homeManagerConfiguration {
                pkgs = inputs.nixpkgs.legacyPackages.\${system};
                extraSpecialArgs = specialArgs;
                modules = [ perSystemModule path ({ config, lib, pkgs, ... }: {
                  home.username = lib.mkDefault user;
                  home.homeDirectory = lib.mkDefault
                    (if pkgs.stdenv.isDarwin then "/Users/\${config.home.username}" else "/home/\${config.home.username}");
                }) ];
              }))
              (homesOf name))
            (foldersIn (root + "/hosts"));

          # A module that asks for nothing but the flake is called with the flake it stands in.
          moduleAt = path:
            let
              module = import path;
              asked = if lib.isFunction module then lib.attrNames (lib.functionArgs module) else [ "no function" ];
            in
            if lib.all (name: lib.elem name [ "flake" "inputs" ]) asked then module specialArgs else path;
          classes = lib.attrNames (foldersIn (root + "/modules"));
          modules = lib.genAttrs classes (class: lib.mapAttrs (_: moduleAt) (pathsIn (root + "/modules/\${class}")));

          built = upstream.built;
          packageFiles = pathsIn (root + "/packages")
            // optionalFile "default" (root + "/package.nix") // optionalFile "formatter" (root + "/formatter.nix");
          shellFiles = pathsIn (root + "/devshells") // lib.mapAttrs (_: { path, ... }: path) (filesIn ".toml" (root + "/devshells"))
            // optionalFile "default" (root + "/devshell.toml") // optionalFile "default" (root + "/devshell.nix");
          fromFiles = system: lib.mapAttrs (_: path: built path system);
        in
        {
          nixosConfigurations = ofClass "nixos";
          darwinConfigurations = ofClass "nix-darwin";
          systemConfigs = ofClass "system-manager";
          legacyPackages = eachSystem (system: { homeConfigurations = standalone system; });
          inherit modules;
          nixosModules = modules.nixos or { };
          darwinModules = modules.darwin or { };
          homeModules = modules.home or { };
          packages = eachSystem (system: fromFiles system packageFiles);
          devShells = eachSystem (system: fromFiles system shellFiles);
          formatter = eachSystem built;
          checks = eachSystem (system: fromFiles system (pathsIn (root + "/checks")) // built system);
          lib = if lib.pathExists (root + "/lib") then import (root + "/lib") specialArgs else { };
          templates = lib.mapAttrs (_: path: { inherit path; }) (pathsIn (root + "/templates"));
        };
    in
    { __functor = _: mkBlueprint; lib = upstream.lib // { inherit mkBlueprint; }; }
  `),
};
