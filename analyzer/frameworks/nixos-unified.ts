import { type Framework, fromNix } from './framework.ts';

/**
 * `srid/nixos-unified`: a module of flake-parts with makers of machines and
 * homes, and one that makes them of the files below `configurations` and
 * `modules`.
 */
export const nixosUnified: Framework = {
  repository: /^srid\/(nixos-unified|nixos-flake)$/,
  name: /^nixos-(unified|flake)$/,
  takes: ['nixpkgs', 'nix-darwin', 'home-manager'],
  outputs: fromNix(`
    { lib, upstream, nixosSystem, darwinSystem, homeManagerConfiguration, ... }:
    let
      makers = { self, inputs, config, lib, ... }:
        let
          common.flake = { inherit self inputs config; };
          specialArgsFor = {
            inherit common;
            nixos = common;
            darwin = common // { rosettaPkgs = import inputs.nixpkgs { system = "x86_64-darwin"; }; };
          };
          homeModule = { config, pkgs, lib, ... }: {
            home.homeDirectory = lib.mkDefault "/\${if pkgs.stdenv.isDarwin then "Users" else "home"}/\${config.home.username}";
            home.sessionPath = lib.mkIf pkgs.stdenv.isDarwin [
              "/etc/profiles/per-user/$USER/bin"
              "/nix/var/nix/profiles/system/sw/bin"
              "/usr/local/bin"
            ];
          };
          homeManager = class: {
            imports = [ inputs.home-manager."\${class}Modules".home-manager ];
            home-manager = {
              useGlobalPkgs = true;
              useUserPackages = true;
              extraSpecialArgs = specialArgsFor.\${class};
              sharedModules = [ homeModule ];
            };
          };
          nixSettings = { lib, ... }: {
            nix.settings.max-jobs = lib.mkDefault "auto";
            nix.settings.experimental-features = lib.mkDefault "nix-command flakes";
          };
          systemOptions = { config, lib, ... }: {
            options.nixos-unified = with lib; {
              sshTarget = mkOption { type = types.nullOr types.str; default = null; };
              overrideInputs = mkOption { type = types.listOf types.str; default = [ ]; };
            };
          };
          systemOf = maker: class: { home-manager ? false }: module: maker {
            specialArgs = specialArgsFor.\${class};
            modules = [ systemOptions nixSettings module ] ++ lib.optional home-manager (homeManager class);
          };
        in
        {
          flake.nixos-unified.lib = {
            inherit specialArgsFor;
            mkLinuxSystem = systemOf nixosSystem "nixos";
            mkMacosSystem = systemOf darwinSystem "darwin";
            mkHomeConfiguration = pkgs: module: homeManagerConfiguration {
              inherit pkgs;
              extraSpecialArgs = common;
              modules = [ homeModule module ];
            };
          };
          perSystem.packages = { inherit (upstream.packages) update activate; };
        };

      autoWire = { self, lib, ... }:
        let
          # Files by their names without the ending, and folders that hold a \`default.nix\`.
          forAllNixFiles = folder: fn:
            let
              entries = lib.optionalAttrs (lib.pathExists folder) (builtins.readDir folder);
              files = lib.filterAttrs (name: type: type == "regular" && lib.hasSuffix ".nix" name) entries;
              folders = lib.filterAttrs
                (name: type: type == "directory" && lib.pathExists (folder + "/\${name}/default.nix"))
                entries;
              at = name: fn (folder + "/\${name}");
            in
            lib.mapAttrs' (name: _: lib.nameValuePair (lib.removeSuffix ".nix" name) (at name)) files
            // lib.mapAttrs (name: _: at name) folders;
          inherit (self.nixos-unified.lib) mkMacosSystem mkLinuxSystem mkHomeConfiguration specialArgsFor;
        in
        {
          flake = {
            darwinConfigurations = forAllNixFiles (self + "/configurations/darwin") (mkMacosSystem { home-manager = true; });
            nixosConfigurations = forAllNixFiles (self + "/configurations/nixos") (mkLinuxSystem { home-manager = true; });
            darwinModules = forAllNixFiles (self + "/modules/darwin") (file: file);
            nixosModules = forAllNixFiles (self + "/modules/nixos") (file: file);
            homeModules = forAllNixFiles (self + "/modules/home") (file: file);
            overlays = forAllNixFiles (self + "/overlays") (file: import file specialArgsFor.common);
          };
          perSystem = { pkgs, ... }: {
            legacyPackages.homeConfigurations = forAllNixFiles (self + "/configurations/home") (mkHomeConfiguration pkgs);
          };
        };
    in
    {
      # Takes the modules of the first of these folders that there is.
      lib.mkFlake = { inputs, root, systems ? [ "x86_64-linux" "x86_64-darwin" "aarch64-linux" "aarch64-darwin" ], specialArgs ? { } }:
        let
          usual = [ "nix/modules/flake" "modules/flake" "nix/modules/flake-parts" "modules/flake-parts" ];
          folder = root + "/\${lib.findFirst (name: lib.pathExists (root + "/\${name}")) (throw "there are no modules of flake-parts") usual}";
        in
        inputs.flake-parts.lib.mkFlake { inherit inputs specialArgs; } {
          inherit systems;
          _module.args = { inherit root; };
          imports = map (name: folder + "/\${name}") (lib.attrNames (builtins.readDir folder));
        };
      flakeModule = makers;
      flakeModules = { default = makers; inherit autoWire; };
    }
  `),
};
