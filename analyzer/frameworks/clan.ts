import { type Framework, fromNix } from './framework.ts';

/**
 * `clan-core`: machines that are the folders below `machines`, the attributes
 * of `machines` and those of `inventory.machines`. What the inventory's
 * services and clan's own modules add to a machine is unknown.
 */
export const clan: Framework = {
  repository: /^(clan\/clan-core|clan-lol\/clan-core)$/,
  name: /^clan(-core)?$/,
  outputs: fromNix(`
    { lib, upstream, nixosSystem, darwinSystem, ... }:
    let
      option = type: default: lib.mkOption { inherit type default; };

      clanModule = { config, lib, ... }:
        let
          inherit (lib) types;
          open = types.attrsOf types.anything;
          machineOptions.options = {
            machineClass = option types.str "nixos";
            tags = option types.anything [ ];
            deploy = option open { };
            name = option (types.nullOr types.str) null;
            description = option (types.nullOr types.str) null;
            icon = option types.anything null;
            installedAt = option types.anything null;
          };

          folder = config.directory + "/machines";
          entries = if lib.pathExists folder then builtins.readDir folder else { };
          folders = lib.attrNames (lib.filterAttrs (_: type: type == "directory") entries);
          inventoryFile = config.directory + "/inventory.json";

          classOf = name: config.inventory.machines.\${name}.machineClass;
          makeMachine = name: _:
            let
              class = classOf name;
              files = [ "configuration.nix" ] ++ lib.optionals (class == "nixos") [ "hardware-configuration.nix" "disko.nix" ];
            in
            (if class == "darwin" then darwinSystem else nixosSystem) {
              specialArgs = { clan-core = upstream; } // config.specialArgs;
              modules = lib.filter lib.pathExists (map (file: folder + "/\${name}/\${file}") files) ++ [
                (config.machines.\${name} or { })
                {
                  networking.hostName = lib.mkDefault name;
                  clan.core.settings = lib.intersectAttrs { name = null; domain = null; } config.meta // {
                    inherit (config) directory;
                    machine = { inherit name; };
                  };
                }
                upstream."\${class}Modules".clanCore
              ];
            };
          machines = lib.mapAttrs makeMachine config.inventory.machines;
        in
        {
          freeformType = types.lazyAttrsOf types.anything;
          options = {
            self = lib.mkOption { type = types.raw; };
            directory = option types.raw config.self;
            specialArgs = option (types.lazyAttrsOf types.raw) { };
            machines = option (types.lazyAttrsOf types.deferredModule) { };
            modules = option (types.attrsOf types.raw) { };
            meta = option open { };
            pkgsForSystem = option types.raw (_: null);
            nixosModules = option types.raw upstream.lib.clan.nixosModules;
            darwinModules = option types.raw upstream.lib.clan.darwinModules;
            inventory = option (types.submodule {
              freeformType = open;
              options.machines = option (types.attrsOf (types.submodule machineOptions)) { };
            }) { };
          };
          config = {
            specialArgs.self = lib.mkDefault config.self;
            inventory = lib.mkMerge [
              { machines = lib.genAttrs folders (_: { }) // lib.mapAttrs (_: _: { }) config.machines; }
              (lib.mkIf (lib.pathExists inventoryFile) (lib.importJSON inventoryFile))
            ];
            nixosConfigurations = lib.filterAttrs (name: _: classOf name == "nixos") machines;
            darwinConfigurations = lib.filterAttrs (name: _: classOf name == "darwin") machines;
            clanInternals = upstream.clanInternals // { inventoryClass = { inherit (config) inventory; }; };
          };
        };

      evaluate = module: lib.evalModules { modules = [ clanModule module ]; };

      flakeModule = { config, self, lib, ... }: {
        imports = [ (lib.mkRenamedOptionModule [ "flake" "clan" ] [ "clan" ]) ];
        options.clan = lib.mkOption {
          type = lib.types.submoduleWith { modules = [ clanModule { self = lib.mkDefault self; } ]; };
          default = { };
        };
        config.flake = { inherit (config.clan) nixosConfigurations darwinConfigurations clanInternals; };
      };

      library = { clan = evaluate; buildClan = module: (evaluate module).config; };
    in
    {
      lib = upstream.lib // library;
      clanLib = upstream.clanLib // library;
      flakeModules = upstream.flakeModules // { default = flakeModule; };
    }
  `),
};
