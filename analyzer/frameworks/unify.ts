import { type Framework, fromNix } from './framework.ts';

/**
 * `quasigod/unify`: a module of flake-parts whose `unify.hosts` are machines,
 * made of parts that hold a module for each class.
 */
export const unify: Framework = {
  repository: /\/unify$/,
  name: /^unify$/,
  takes: ['nixpkgs', 'home-manager'],
  outputs: fromNix(`
    { lib, nixosSystem, darwinSystem, ... }:
    let
      flakeModule = { config, inputs, lib, ... }:
        let
          inherit (lib) types;
          option = type: default: lib.mkOption { inherit type default; };
          module = option types.deferredModule { };
          part.options = { nixos = module; darwin = module; home = module; };
          parts = option (types.listOf (types.submodule part)) [ ];

          hostOptions = class: { name, ... }: {
            options = config.unify.options // {
              name = option types.str name;
              modules = parts;
              users = option (types.lazyAttrsOf (types.submodule {
                options = { modules = parts; home = module; };
              })) { };
              args = option (types.lazyAttrsOf types.raw) { };
              home = module;
              \${class} = module;
            };
          };

          makeHost = class: maker: _: host:
            let
              specialArgs = { hostConfig = host; } // host.args;
              userModule = user: {
                imports = map (part: part.home) user.modules ++ [ user.home config.unify.home host.home ];
              };
            in
            maker {
              inherit specialArgs;
              modules = map (part: part.\${class}) host.modules ++ [
                config.unify.\${class}
                host.\${class}
                inputs.home-manager."\${class}Modules".default
                {
                  home-manager.extraSpecialArgs = specialArgs;
                  home-manager.users = lib.mapAttrs (_: userModule) host.users;
                }
              ];
            };
          published = class: lib.mapAttrs (_: part: part.\${class}) config.unify.modules
            // { default = config.unify.\${class}; };
        in
        {
          options.unify = {
            options = option (types.lazyAttrsOf types.raw) { };
            nixos = module;
            darwin = module;
            home = module;
            modules = option (types.lazyAttrsOf (types.submodule part)) { };
            hosts.nixos = option (types.attrsOf (types.submodule (hostOptions "nixos"))) { };
            hosts.darwin = option (types.attrsOf (types.submodule (hostOptions "darwin"))) { };
          };
          config.flake = {
            nixosConfigurations = lib.mapAttrs (makeHost "nixos" nixosSystem) config.unify.hosts.nixos;
            darwinConfigurations = lib.mapAttrs (makeHost "darwin" darwinSystem) config.unify.hosts.darwin;
            modules = { nixos = published "nixos"; darwin = published "darwin"; homeManager = published "home"; };
          };
        };
    in
    { flakeModule = flakeModule; flakeModules = { default = flakeModule; unify = flakeModule; }; }
  `),
};
