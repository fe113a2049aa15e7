import { type Framework, fromNix } from './framework.ts';

/**
 * Well-known modules of flake-parts: which outputs they add, and that they
 * make no machines. What they build is unknown, and so is what of their
 * settings no module of the flake gives.
 */
export const flakeModules: readonly Framework[] = [
  {
    repository: /\/treefmt-nix$/,
    name: /^treefmt(-nix)?$/,
    outputs: moduleFromNix(`{
      perSystem = { config, lib, ... }: {
        options.treefmt = lib.mkOption {
          default = { };
          type = lib.types.submoduleWith {
            modules = [ {
              freeformType = lib.types.attrsOf lib.types.anything;
              options = {
                flakeFormatter = lib.mkOption { type = lib.types.bool; default = true; };
                flakeCheck = lib.mkOption { type = lib.types.bool; default = true; };
                build = lib.mkOption { type = lib.types.raw; default = upstream.build; };
              };
            } ];
          };
        };
        config.formatter = lib.mkIf config.treefmt.flakeFormatter (lib.mkDefault upstream.formatter);
        config.checks = lib.mkIf config.treefmt.flakeCheck { inherit (upstream.checks) treefmt; };
      };
    }`),
  },
  {
    repository: /\/(git-hooks|pre-commit-hooks)\.nix$/,
    name: /^(git|pre-commit)-hooks(-nix)?$/,
    outputs: moduleFromNix(`{
      perSystem = { config, lib, ... }: {
        options.pre-commit.check.enable = lib.mkOption { type = lib.types.bool; default = true; };
        config.pre-commit = upstream.settings;
        config.checks = lib.mkIf config.pre-commit.check.enable { inherit (upstream.checks) pre-commit; };
      };
    }`),
  },
  {
    repository: /\/devshell$/,
    name: /^devshell$/,
    outputs: moduleFromNix(`{
      perSystem = { config, lib, ... }: {
        options.devshells = lib.mkOption { type = lib.types.lazyAttrsOf lib.types.deferredModule; default = { }; };
        config.devShells = lib.mapAttrs (name: _: upstream.devShells.\${name}) config.devshells;
      };
    }`),
  },
  {
    repository: /\/make-shell$/,
    name: /^make-shell$/,
    outputs: moduleFromNix(`{
      perSystem = { config, lib, ... }: {
        options.make-shells = lib.mkOption { type = lib.types.lazyAttrsOf lib.types.deferredModule; default = { }; };
        config.devShells = lib.mapAttrs (name: _: upstream.devShells.\${name}) config.make-shells;
        config.checks = upstream.checks;
      };
    }`),
  },
  {
    repository: /\/flake-root$/,
    name: /^flake-root$/,
    outputs: moduleFromNix('{ perSystem.flake-root = upstream.settings; }'),
  },
  {
    repository: /\/flake-file$/,
    name: /^flake-file$/,
    outputs: moduleFromNix(`{
      options.flake.modules = lib.mkOption {
        type = lib.types.lazyAttrsOf (lib.types.lazyAttrsOf lib.types.deferredModule);
        default = { };
      };
      config.flake-file = upstream.settings;
      config.perSystem = {
        packages = upstream.packages // { inherit (upstream.packages) write-flake; };
        inherit (upstream) apps checks;
      };
    }`),
  },
  {
    repository: /\/pkgs-by-name-for-flake-parts$/,
    name: /^pkgs-by-name(-for-flake-parts)?$/,
    outputs: moduleFromNix('{ perSystem = { inherit (upstream) packages legacyPackages; }; }'),
  },
  {
    repository: /\/agenix-rekey$/,
    name: /^agenix-rekey$/,
    outputs: moduleFromNix(`{
      perSystem.agenix-rekey = upstream.settings;
      flake = { inherit (upstream) agenix-rekey; };
    }`),
  },
  {
    repository: /^nix-community\/disko$/,
    name: /^disko$/,
    outputs: moduleFromNix(`{
      options.flake.diskoConfigurations = lib.mkOption {
        type = lib.types.lazyAttrsOf lib.types.raw;
        default = { };
      };
    }`),
  },
  {
    repository: /\/nix-topology$/,
    name: /^nix-topology$/,
    outputs: moduleFromNix(`{
      perSystem.topology = upstream.settings;
      flake = { inherit (upstream) topology; };
    }`),
  },
  {
    repository: /^(mightyiam|sini|denful)\/files$/,
    name: /^files$/,
    outputs: moduleFromNix('{ perSystem = { inherit (upstream) files checks; }; }'),
  },
  {
    repository: /\/flat-flake$/,
    name: /^flat-flake$/,
    outputs: moduleFromNix(`{
      flatFlake = upstream.settings;
      perSystem = { inherit (upstream) flatFlake checks; };
      flake = { inherit (upstream) flatFlake; };
    }`),
  },
  {
    repository: /\/actions\.nix$/,
    name: /^actions-nix$/,
    outputs: moduleFromNix(`{
      flake = { inherit (upstream) actions-nix; };
      perSystem = {
        packages = { inherit (upstream.packages) render-workflows; };
        checks = { inherit (upstream.checks) pre-commit; };
        pre-commit = upstream.settings;
      };
    }`),
  },
  {
    repository: /\/terranix$/,
    name: /^terranix$/,
    outputs: moduleFromNix(`{
      perSystem = { inherit (upstream) terranix packages apps devShells; };
    }`),
  },
  {
    repository: /\/process-compose-flake$/,
    name: /^process-compose(-flake)?$/,
    outputs: moduleFromNix(
      '{ perSystem = { inherit (upstream) process-compose packages checks; }; }',
    ),
  },
  {
    repository: /\/mission-control$/,
    name: /^mission-control$/,
    outputs: moduleFromNix('{ perSystem.mission-control = upstream.settings; }'),
  },
  {
    repository: /\/hercules-ci-effects$/,
    name: /^hercules-ci-effects$/,
    outputs: moduleFromNix('{ flake = { inherit (upstream) herculesCI effects; }; }'),
  },
  {
    repository: /\/devenv$/,
    name: /^devenv$/,
    outputs: moduleFromNix(`{
      perSystem = { config, lib, ... }: {
        options.devenv.shells = lib.mkOption { type = lib.types.lazyAttrsOf lib.types.deferredModule; default = { }; };
        config.devShells = lib.mapAttrs (name: _: upstream.devShells.\${name}) config.devenv.shells;
        config.packages = upstream.packages;
      };
    }`),
  },
];

/** An input with one module, under whatever name it is imported. */
function moduleFromNix(module: string): Framework['outputs'] {
  return fromNix(`
    { lib, upstream, ... }:
    let
      flakeModule = ${module};
      names = [ "default" "dendritic" "allfollow" "nix-auto-follow" "lockfile" "disko" "flatFlake" "actions-nix" ];
    in
    {
      inherit flakeModule;
      flakeModules = upstream.flakeModules // lib.genAttrs names (_: flakeModule);
    }
  `);
}
