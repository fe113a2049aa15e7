import { type Framework, fromNix } from './framework.ts';

/**
 * `yelite/lite-config`: a module of flake-parts that makes each of `hosts` a
 * machine, of its folder below `hostModuleDir` and of `systemModules`.
 */
export const liteConfig: Framework = {
  repository: /^yelite\/lite-config$/,
  name: /^lite-config$/,
  takes: ['nixpkgs', 'nix-darwin', 'home-manager'],
  outputs: fromNix(`
    { lib, nixosSystem, darwinSystem, ... }:
    let
      flakeModule = { config, inputs, lib, ... }:
        let
          inherit (lib) types;
          cfg = config.lite-config;
          isDarwin = host: lib.hasSuffix "-darwin" host.system;
          makeHost = name: { system, ... }@host: (if isDarwin host then darwinSystem else nixosSystem) {
            inherit system;
            specialArgs = {
              inherit inputs;
              inherit ((import inputs.nixpkgs { inherit system; }).stdenv) hostPlatform;
            };
            modules = [ (cfg.hostModuleDir + "/\${name}") ] ++ cfg.systemModules;
          };
        in
        {
          options.lite-config = lib.mkOption {
            default = { };
            type = types.submoduleWith {
              modules = [ {
                freeformType = types.attrsOf types.anything;
                options = {
                  hosts = lib.mkOption { type = types.attrsOf types.anything; default = { }; };
                  systemModules = lib.mkOption { type = types.listOf types.deferredModule; default = [ ]; };
                  hostModuleDir = lib.mkOption { type = types.raw; };
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
