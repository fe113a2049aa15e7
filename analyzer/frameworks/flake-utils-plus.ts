import { flakeUtils } from './flake-utils.ts';
import { type Framework, fromNix } from './framework.ts';

/**
 * `gytis-ivaskevicius/flake-utils-plus`: machines that are the attributes of
 * `hosts`, each joined with `hostDefaults`, beside whatever else `mkFlake` is
 * given. A name with dots gives the domain as well.
 */
export const flakeUtilsPlus: Framework = {
  repository: /^gytis-ivaskevicius\/flake-utils-plus$/,
  name: /^(flake-?utils-?plus|fup)$/i,
  takes: ['nixpkgs'],
  outputs: fromNix(
    `
    { lib, upstream, flakeUtils, nixosSystem, ... }:
    let
      # Sets and lists are joined one level deep, all else is replaced.
      mergeAny = left: right: left // lib.mapAttrs
        (name: value:
          if lib.isAttrs value then left.\${name} or { } // value
          else if lib.isList value then left.\${name} or [ ] ++ value
          else value)
        right;

      settings = [
        "inputs" "hosts" "hostDefaults" "nixosProfiles" "channels" "channelsConfig"
        "self" "sharedOverlays" "supportedSystems" "outputsBuilder"
      ];

      mkFlake =
        { self, inputs
        , supportedSystems ? flakeUtils.lib.defaultSystems
        , channels ? { }
        , hosts ? { }
        , hostDefaults ? { }
        , outputsBuilder ? _: { }
        , ...
        }@given:
        let
          inputsOf = lib.filterAttrs (_: input: input ? legacyPackages) inputs;
          channelsFor = system: lib.mapAttrs
            (name: channel: import (channel.input or inputs.\${name}) { inherit system; }
              // { inherit name; input = channel.input or inputs.\${name}; })
            (lib.mapAttrs (_: input: { inherit input; }) inputsOf // channels);
          perSystem = flakeUtils.lib.eachSystem supportedSystems (system:
            { pkgs = channelsFor system; } // outputsBuilder (channelsFor system));
          machines = lib.mapAttrsToList (makeHost { inherit inputs hostDefaults; }) hosts;
        in
        mergeAny (removeAttrs given settings) (perSystem // lib.foldl' mergeAny { } machines);

      makeHost = { inputs, hostDefaults }: name: host:
        let
          labels = lib.reverseList (lib.splitString "." name);
          domain = lib.concatStringsSep "." (lib.tail labels);
          both = name: nothing: join: join (hostDefaults.\${name} or nothing) (host.\${name} or nothing);
          merged = { system = "x86_64-linux"; output = "nixosConfigurations"; builder = nixosSystem; }
            // hostDefaults // host // {
              modules = both "modules" [ ] (left: right: left ++ right);
              extraArgs = both "extraArgs" { } (left: right: left // right);
              specialArgs = both "specialArgs" { } (left: right: left // right);
            };
          isNixos = merged.output == "nixosConfigurations";
          isDarwin = merged.output == "darwinConfigurations";
          base = { lib, ... }: {
            config = lib.mkMerge [
              (lib.mkIf (isNixos || isDarwin) { networking.hostName = lib.head labels; })
              (lib.mkIf isNixos { networking.domain = if domain == "" then lib.mkDefault null else domain; })
              (lib.mkIf (isNixos || isDarwin) {
                nixpkgs.config = lib.mkForce { };
                nix.extraOptions = "extra-experimental-features = nix-command flakes";
              })
            ];
          };
          # Arguments are asked for before there is any configuration.
          arguments = { _module.args = lib.optionalAttrs (!isDarwin) { inherit inputs; } // merged.extraArgs; };
        in
        {
          \${merged.output}.\${name} = merged.builder ({
            inherit (merged) system;
            modules = [ base arguments ] ++ merged.modules;
            inherit (merged) specialArgs;
          } // lib.optionalAttrs isDarwin { inherit inputs; });
        };

      exportModules = modules: lib.listToAttrs (map
        (module: {
          name = lib.removeSuffix ".toml" (lib.removeSuffix ".nix"
            (baseNameOf (if builtins.isPath module then module else (module { })._file or module._file)));
          value = if builtins.isPath module then import module else module;
        })
        modules);
    in
    { lib = upstream.lib // flakeUtils.lib // { inherit mkFlake mergeAny exportModules; }; }
  `,
    { flakeUtils },
  ),
};
