import { flakeUtils } from './flake-utils.ts';
import { type Framework, fromNix } from './framework.ts';

/**
 * `Mic92/adios-flake`: outputs joined from modules that are functions. Those
 * that ask for a system or its packages are called for each system, the others
 * give outputs that have none. Modules of the adios module system are unknown.
 */
export const adiosFlake: Framework = {
  repository: /^mic92\/adios-flake$/,
  name: /^adios-flake$/,
  takes: ['nixpkgs'],
  outputs: fromNix(
    `
    { lib, upstream, flakeUtils, ... }:
    let
      mkFlake = { inputs, systems, modules ? [ ], perSystem ? null, flake ? { }, self ? inputs.self, ... }:
        let
          others = removeAttrs inputs [ "self" ];
          argumentsOf = system: {
            inherit lib self system withSystem;
            pkgs = import inputs.nixpkgs { inherit system; };
            inputs' = lib.mapAttrs
              (_: input: input.packages.\${system} or { } // input.legacyPackages.\${system} or { } // removeAttrs input [ "packages" "legacyPackages" ])
              others;
            self' = lib.genAttrs systemOutputs (name: self.\${name}.\${system});
          };
          withSystem = system: fn: fn (lib.intersectAttrs (lib.functionArgs fn) (argumentsOf system));

          parts = map (part: if builtins.isPath part then import part else part) modules
            ++ lib.optional (perSystem != null) perSystem;
          needsSystem = part: lib.isFunction part
            && lib.any (name: (lib.functionArgs part) ? \${name}) [ "pkgs" "system" "inputs'" "self'" ];
          isNative = part: lib.isAttrs part
            && lib.any (name: part ? \${name}) [ "options" "inputs" "impl" "modules" "outputs" ];
          outputsOf = system: part:
            if isNative part then upstream.native
            else if lib.isFunction part then withSystem system part
            else part;

          bySystem = flakeUtils.lib.eachSystem systems (system:
            removeAttrs (lib.foldl' join { } (map (outputsOf system) parts)) flakeOutputs);
          common = lib.foldl' join { } (map (outputsOf "none") (lib.filter (part: !needsSystem part) parts));
          given = if lib.isFunction flake then flake { inherit withSystem; } else flake;
        in
        lib.foldl' join { } [ bySystem (lib.getAttrs (lib.filter (name: common ? \${name}) flakeOutputs) common) given ];

      systemOutputs = [ "packages" "legacyPackages" "checks" "devShells" "apps" "formatter" ];
      flakeOutputs = [
        "nixosConfigurations" "darwinConfigurations" "nixosModules" "darwinModules" "homeModules"
        "modules" "overlays" "templates" "lib"
      ];
      join = left: right: left // lib.mapAttrs
        (name: value: if left ? \${name} && lib.isAttrs value then left.\${name} // value else value)
        right;
    in
    { lib = upstream.lib // { inherit mkFlake; }; }
  `,
    { flakeUtils },
  ),
};
