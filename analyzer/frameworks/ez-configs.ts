import { type Framework, fromNix } from './framework.ts';

/**
 * `ehllie/ez-configs`: a module of flake-parts that makes machines and homes
 * of the files below `nixos-configurations`, `darwin-configurations` and
 * `home-configurations`, and modules of those beside them.
 */
export const ezConfigs: Framework = {
  repository: /^ehllie\/ez-configs$/,
  name: /^ez-configs$/,
  takes: ['nixpkgs', 'darwin', 'nix-darwin', 'home-manager'],
  outputs: fromNix(`
    { lib, nixosSystem, darwinSystem, homeManagerConfiguration, ... }:
    let
      flakeModule = { config, inputs, lib, ... }:
        let
          inherit (lib) types;
          cfg = config.ezConfigs;
          option = type: default: lib.mkOption { inherit type default; };

          # Files by their names without the ending, and folders that hold a \`default.nix\`.
          readModules = folder:
            let
              entries = if folder != null && lib.pathExists folder then builtins.readDir folder else { };
              files = lib.filterAttrs (name: type: type == "regular" && lib.hasSuffix ".nix" name) entries;
              folders = lib.filterAttrs (name: _: lib.pathExists (folder + "/\${name}/default.nix")) entries;
            in
            lib.mapAttrs' (name: _: lib.nameValuePair (lib.removeSuffix ".nix" name) (folder + "/\${name}")) files
            // lib.mapAttrs (name: _: folder + "/\${name}/default.nix") folders;
          # Arguments that modules get before they are modules.
          early = arguments: lib.mapAttrs (_: path:
            let
              module = import path;
              asked = lib.functionArgs module;
            in
            if arguments != { } && lib.isFunction module
            then lib.setFunctionArgs (given: module (given // lib.intersectAttrs asked arguments)) (removeAttrs asked (lib.attrNames arguments))
            else path);

          classOptions = class: {
            modulesDirectory = option types.raw (if cfg.root == null then null else cfg.root + "/\${class}-modules");
            configurationsDirectory = option types.raw (if cfg.root == null then null else cfg.root + "/\${class}-configurations");
            earlyModuleArgs = option (types.attrsOf types.raw) cfg.earlyModuleArgs;
          };
          hostOptions.options = {
            importDefault = option types.bool true;
            userHomeModules = option types.raw [ ];
          };
          userOptions.options = {
            nameFunction = option types.raw null;
            importDefault = option types.bool true;
            passInOsConfig = option types.bool true;
            standalone.enable = option types.bool false;
            standalone.pkgs = option types.raw null;
          };

          modulesOf = class: early cfg.\${class}.earlyModuleArgs (readModules cfg.\${class}.modulesDirectory);
          machines = class: maker: lib.mapAttrs (name: file:
            let host = cfg.\${class}.hosts.\${name} or { importDefault = true; userHomeModules = [ ]; };
            in maker {
              specialArgs = cfg.\${class}.specialArgs // { ezModules = modulesOf class; };
              modules = [ file { networking.hostName = lib.mkDefault name; } ]
                ++ lib.optional host.importDefault ((modulesOf class).default or { })
                ++ lib.optionals (host.userHomeModules != [ ]) [
                  inputs.home-manager."\${class}Modules".default
                  { home-manager.extraSpecialArgs = cfg.home.extraSpecialArgs // { ezModules = modulesOf "home"; }; }
                  ({ pkgs, ... }: {
                    home-manager.users = lib.genAttrs host.userHomeModules (user: { imports = userImports pkgs user; });
                  })
                ];
            }) (readModules cfg.\${class}.configurationsDirectory);

          userFiles = readModules cfg.home.configurationsDirectory;
          userSettings = user: cfg.home.users.\${user} or {
            nameFunction = null; importDefault = true; passInOsConfig = true; standalone.enable = false;
          };
          userImports = pkgs: user:
            let shared = modulesOf "home";
            in [ (userFiles.\${user} or { }) ] ++ lib.optionals (userSettings user).importDefault
              ([ (shared.default or { }) ]
                ++ lib.optional pkgs.stdenv.isDarwin (shared.darwin or { })
                ++ lib.optional pkgs.stdenv.isLinux (shared.linux or { }));
          homeOf = user: pkgs: osConfig: homeManagerConfiguration {
            inherit pkgs;
            extraSpecialArgs = cfg.home.extraSpecialArgs // { ezModules = modulesOf "home"; }
              // lib.optionalAttrs (userSettings user).passInOsConfig { inherit osConfig; };
            modules = userImports pkgs user;
          };
          hosts = config.flake.nixosConfigurations // config.flake.darwinConfigurations;
          homes = lib.concatMapAttrs (user: _:
            let
              settings = userSettings user;
              nameOn = if settings.nameFunction == null then host: "\${user}@\${host}" else settings.nameFunction;
            in
            if settings.standalone.enable then { \${user} = homeOf user settings.standalone.pkgs { }; }
            else lib.mapAttrs' (host: machine: lib.nameValuePair (nameOn host) (homeOf user machine.pkgs machine.config)) hosts)
            userFiles;
        in
        {
          options.ezConfigs = {
            root = option types.raw null;
            globalArgs = option (types.attrsOf types.raw) { };
            earlyModuleArgs = option (types.attrsOf types.raw) { };
            home = classOptions "home" // {
              extraSpecialArgs = option (types.attrsOf types.raw) cfg.globalArgs;
              users = option (types.attrsOf (types.submodule userOptions)) { };
            };
          } // lib.genAttrs [ "nixos" "darwin" ] (class: classOptions class // {
            specialArgs = option (types.attrsOf types.raw) cfg.globalArgs;
            hosts = option (types.attrsOf (types.submodule hostOptions)) { };
          });
          config.flake = {
            homeModules = modulesOf "home";
            nixosModules = modulesOf "nixos";
            darwinModules = modulesOf "darwin";
            homeConfigurations = homes;
            nixosConfigurations = machines "nixos" nixosSystem;
            darwinConfigurations = machines "darwin" darwinSystem;
          };
        };
    in
    { inherit flakeModule; flakeModules.default = flakeModule; }
  `),
};
