import { type Framework, fromNix } from './framework.ts';

/**
 * `hercules-ci/flake-parts`: a flake as a module system of its own, whose
 * option `flake` holds the outputs. Modules in `perSystem` are evaluated for
 * each system, and what they define is turned around into outputs by
 * `transposition`. A partition takes outputs from the same modules and more,
 * which see inputs of another flake as well.
 */
export const flakeParts: Framework = {
  repository: /^hercules-ci\/flake-parts$/,
  name: /^(flake-?)?parts$/i,
  takes: ['nixpkgs'],
  outputs: fromNix(`
    { lib, upstream, inputsOf, isNone, ours, ... }:
    let
      inherit (lib) types;
      # Options of the core are known to the modules of every input.
      mkOption = settings: lib.mkOption (settings // { isCommon = true; });
      option = type: default: mkOption { inherit type default; };

      perSystemType = module: types.deferredModuleWith { staticModules = [ module ]; };
      library = upstream.lib // {
        mkPerSystemType = perSystemType;
        mkPerSystemOption = module: mkOption { type = perSystemType module; };
        mkDeferredModuleType = perSystemType;
        mkDeferredModuleOption = module: mkOption { type = perSystemType module; };
        mkSubmoduleOptions = options: mkOption { type = types.submoduleWith { modules = [ { inherit options; } ]; }; };
        mkTransposedPerSystemModule = { name, option, ... }: {
          options.flake.\${name} = mkOption { type = types.lazyAttrsOf option.type; default = { }; };
          options.perSystem = library.mkPerSystemOption { options.\${name} = option; };
          config.transposition.\${name} = { };
        };
        mkAliasOptionModule = lib.mkAliasOptionModule;
        attrsWith = types.attrsWith;
        memoizeStr = fn: fn;
        importApply = path: arguments: lib.setDefaultModuleLocation path (import path arguments);
        importAndPublish = name: module: { imports = [ module published ]; flake.modules.flake.\${name} = module; };
        defaultModule = flake: flake.flakeModules.default or flake;
        inherit evalFlakeModule mkFlake;
      };

      mkFlake = arguments: module: (evalFlakeModule arguments module).config.flake;
      evalFlakeModule = { inputs ? self.inputs, self ? inputs.self, specialArgs ? { }, moduleLocation ? null }: module:
        evaluate {
          inherit inputs self specialArgs;
          modules = [ module ];
          moduleLocation = if moduleLocation == null then self.outPath + "/flake.nix" else moduleLocation;
          stack = [ ];
        };

      evaluate = settings: lib.evalModules {
        class = "flake";
        specialArgs = {
          inherit (settings) inputs self moduleLocation;
          flake-parts-lib = library;
          partitionStack = settings.stack;
        } // settings.specialArgs;
        modules = [ core systems (partitions settings) ] ++ map transposed transposedOptions ++ settings.modules;
      };

      transposed = { name, type }: library.mkTransposedPerSystemModule {
        inherit name;
        option = mkOption { inherit type; default = { }; };
      };
      transposedOptions =
        map (name: { inherit name; type = types.lazyAttrsOf types.raw; }) [ "packages" "apps" "checks" "devShells" ]
        ++ [ { name = "legacyPackages"; type = types.lazyAttrsOf types.raw; } ];

      core = { config, lib, ... }: {
        options = {
          debug = option types.bool false;
          flake = mkOption {
            type = types.submoduleWith {
              modules = [ {
                freeformType = types.lazyAttrsOf (types.unique { message = ""; } types.raw);
                options = {
                  nixosConfigurations = option (types.lazyAttrsOf types.raw) { };
                  nixosModules = option (types.lazyAttrsOf types.deferredModule) { };
                  overlays = option (types.lazyAttrsOf types.raw) { };
                  formatter = option (types.lazyAttrsOf types.raw) { };
                };
              } ];
            };
            default = { };
          };
          processedFlake = option types.raw config.flake;
          transposition = option (types.lazyAttrsOf (types.submodule { options.adHoc = option types.bool false; })) { };
          perInput = option (types.functionTo (types.functionTo (types.lazyAttrsOf types.unspecified))) (_: _: { });
        };
        config = {
          flake = lib.mkMerge [
            # What a module of an input turns around has a name that the flake does not use otherwise.
            (lib.mapAttrs (name: _: lib.mapAttrs (_: system: system.\${name}) config.allSystems) (ours config.transposition))
            {
              formatter = lib.filterAttrs (_: formatter: !isNone formatter)
                (lib.mapAttrs (_: system: system.formatter) config.allSystems);
            }
            (lib.mkIf config.debug { inherit (upstream) debug; inherit (config) allSystems; })
          ];
          perInput = system: flake: lib.mapAttrs (name: _: flake.\${name}.\${system}) config.transposition
            // { formatter = flake.formatter.\${system}; };
          perSystem.options = lib.mapAttrs (_: _: mkOption { }) (lib.filterAttrs (_: each: each.adHoc) config.transposition);
        };
      };

      systems = { config, lib, self, ... }:
        let
          getSystem = system: config.allSystems.\${system} or (config.perSystem system);
          withSystem = system: fn: fn (getSystem system).allModuleArgs;
        in
        {
          options = {
            systems = mkOption { type = types.listOf types.str; };
            allSystems = option (types.lazyAttrsOf types.raw) { };
            perSystem = mkOption {
              type = perSystemType (perSystem config self);
              default = { };
              apply = module: system: (lib.evalModules {
                class = "perSystem";
                modules = [ module ];
                specialArgs = { inherit system; };
              }).config;
            };
          };
          config.allSystems = lib.genAttrs config.systems config.perSystem;
          config._module.args = {
            inherit getSystem withSystem;
            getSystemIgnoreWarning = getSystem;
            # The arguments of the module decide which of the system it gets.
            moduleWithSystem = module: { pkgs, ... }: {
              imports = [
                (module (lib.mapAttrs (name: _: withSystem pkgs.stdenv.hostPlatform.system (all: all.\${name}))
                  (lib.functionArgs module)))
              ];
            };
          };
        };

      perSystem = top: self: { config, options, specialArgs, system, inputs', lib, ... }: {
        options = {
          formatter = option (types.nullOr types.raw) null;
          allModuleArgs = mkOption { type = types.lazyAttrsOf types.raw; };
        };
        config = {
          allModuleArgs = config._module.args // specialArgs // { inherit config options; };
          _module.args = {
            inputs' = lib.mapAttrs (_: top.perInput system) self.inputs;
            self' = top.perInput system self;
            pkgs = lib.mkOptionDefault self.inputs.nixpkgs.legacyPackages.\${system};
          };
        };
      };

      partitions = settings: { config, lib, ... }:
        let
          partition = { config, options, name, ... }: {
            options = {
              extraInputsFlake = mkOption { type = types.raw; };
              extraInputs = option (types.lazyAttrsOf types.raw) { };
              module = mkOption {
                type = types.deferredModule;
                default = { };
                apply = module:
                  let
                    self = settings.self // { inherit inputs; };
                    inputs = settings.inputs // config.extraInputs // { inherit self; };
                  in
                  (evaluate (settings // {
                    inherit inputs self;
                    modules = settings.modules ++ [ module ];
                    stack = settings.stack ++ [ name ];
                  })).config;
              };
            };
            config.extraInputs = lib.mkIf options.extraInputsFlake.isDefined (inputsOf config.extraInputsFlake);
          };
        in
        {
          options.partitionedAttrs = option (types.attrsOf types.str) { };
          options.partitions = option (types.attrsOf (types.submodule partition)) { };
          config.flake = lib.optionalAttrs (settings.stack == [ ]) (lib.mapAttrs
            (name: partition: lib.mkForce config.partitions.\${partition}.module.flake.\${name})
            (ours config.partitionedAttrs));
        };

      # Modules that a flake may import beside those of the core.
      published = {
        options.flake.modules = option (types.lazyAttrsOf (types.lazyAttrsOf types.deferredModule)) { };
      };
      flakeModules = {
        options.flake.flakeModules = option (types.lazyAttrsOf types.deferredModule) { };
        options.flake.flakeModule = option types.deferredModule { };
      };
      easyOverlay = { getSystem, ... }: {
        config.flake.overlays.default = _final: prev: (getSystem prev.stdenv.hostPlatform.system).overlayAttrs;
        options.perSystem = library.mkPerSystemOption ({ pkgs, ... }: {
          options.overlayAttrs = option (types.lazyAttrsOf types.raw) { };
          config._module.args.final = pkgs;
        });
      };
    in
    {
      lib = library;
      flakeModules = upstream.flakeModules // {
        inherit flakeModules easyOverlay;
        modules = published;
        partitions = { };
      };
    }
  `),
};
