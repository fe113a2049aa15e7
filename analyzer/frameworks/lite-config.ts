import { type Framework, fromNix } from './framework.ts';

/**
 * `yelite/lite-config` and a fork of it: a module of flake-parts that makes
 * each of `hosts` a machine, of its folder below `hostModuleDir` and of
 * `systemModules`. Homes on them get `homeModules`. What the fork adds is
 * taken from both: further arguments, and machines without Home Manager.
 */
export const liteConfig: Framework = {
  repository: /^(yelite|ataraxiasjel)\/lite-config$/,
  name: /^lite-config$/,
  takes: ['nixpkgs', 'nix-darwin', 'home-manager'],
  outputs: fromNix(`
    { lib, nixosSystem, darwinSystem, ... }:
    let
      flakeModule = { config, inputs, lib, ... }:
        let
          inherit (lib) types;
          cfg = config.lite-config;
          option = type: default: lib.mkOption { inherit type default; };
          isDarwin = host: lib.hasSuffix "-darwin" host.system;
          hasHomes = cfg.homeModules != [ ] || cfg.homeConfigurations != { };

          makeHost = name: host:
            let
              args = {
                inherit inputs;
                inherit (host) useHomeManager;
                inherit ((import inputs.nixpkgs { inherit (host) system; }).stdenv) hostPlatform;
                flake-nixpkgs = cfg.nixpkgs.nixpkgs or inputs.nixpkgs;
              } // cfg.extraSpecialArgs;
            in
            makerOf host {
              inherit (host) system;
              specialArgs = args;
              modules = [
                (if host.hostModule == null then cfg.hostModuleDir + "/\${name}" else host.hostModule)
                { networking.hostName = name; }
              ] ++ cfg.systemModules ++ homesOf host args;
            };

          makerOf = host:
            if isDarwin host then cfg.builder.darwin or darwinSystem
            else if cfg.builder.nixos or null == null then nixosSystem
            else cfg.builder.nixos;

          homesOf = host: args:
            if host.useHomeManager then [
              cfg.homeManagerFlake.\${if isDarwin host then "darwinModules" else "nixosModules"}.default
              {
                home-manager = {
                  sharedModules = cfg.homeModules;
                  useGlobalPkgs = true;
                  extraSpecialArgs = args;
                };
              }
            ]
            else lib.optional cfg.importDummyHomeManager {
              options.home-manager = option types.attrs { };
            };

          hostOptions.options = {
            system = lib.mkOption { type = types.str; };
            hostModule = option (types.nullOr types.deferredModule) null;
            useHomeManager = option types.bool hasHomes;
          };
        in
        {
          options.lite-config = lib.mkOption {
            default = { };
            type = types.submoduleWith {
              modules = [ {
                freeformType = types.attrsOf types.anything;
                options = {
                  builder = option (types.lazyAttrsOf types.raw) { };
                  extraSpecialArgs = option (types.lazyAttrsOf types.raw) { };
                  homeConfigurations = option (types.attrsOf types.deferredModule) { };
                  homeManagerFlake = option types.raw inputs.home-manager;
                  homeModules = option (types.listOf types.deferredModule) [ ];
                  hosts = option (types.attrsOf (types.submodule hostOptions)) { };
                  hostModuleDir = lib.mkOption { type = types.raw; };
                  importDummyHomeManager = option types.bool false;
                  nixpkgs = option (types.lazyAttrsOf types.raw) { };
                  systemModules = option (types.listOf types.deferredModule) [ ];
                };
              } ];
            };
          };
          config.flake = {
            nixosConfigurations = lib.mapAttrs makeHost (lib.filterAttrs (_: host: !isDarwin host) cfg.hosts);
            darwinConfigurations = lib.mapAttrs makeHost (lib.filterAttrs (_: isDarwin) cfg.hosts);
          };
        };
    in
    { inherit flakeModule; }
  `),
};
