import { type Framework, fromNix } from './framework.ts';

/**
 * `tgirlcloud/easy-hosts`: a module of flake-parts whose `easy-hosts.hosts`
 * are machines. With `autoConstruct` they are the folders below `path`, by
 * platform unless `onlySystem` says that all are of one.
 */
export const easyHosts: Framework = {
  repository: /^(tgirlcloud|isabelroses)\/easy-hosts$/,
  name: /^easy-hosts$/,
  takes: ['nixpkgs', 'darwin', 'nix-darwin'],
  outputs: fromNix(`
    { lib, nixosSystem, darwinSystem, ... }:
    let
      flakeModule = { config, inputs, lib, withSystem, ... }:
        let
          cfg = config.easy-hosts;
          option = type: default: lib.mkOption { inherit type default; };
          inherit (lib) types;
          parts = {
            modules = option (types.listOf types.deferredModule) [ ];
            specialArgs = option (types.lazyAttrsOf types.raw) { };
          };
          perName = option (types.functionTo (types.submodule { options = parts; })) (_: { });

          realClass = class: ({ linux = "nixos"; } // cfg.additionalClasses).\${class} or class;
          systemOf = arch: class: "\${arch}-\${if realClass class == "darwin" then "darwin" else "linux"}";

          hostOptions = { name, config, ... }: {
            options = {
              nixpkgs = option types.anything inputs.nixpkgs;
              nix-darwin = option types.anything (inputs.darwin or inputs.nix-darwin or null);
              arch = option types.str "x86_64";
              class = option types.str "nixos";
              tags = option (types.listOf types.str) [ ];
              system = option types.str (systemOf config.arch config.class);
              path = option (types.nullOr types.path) null;
              deployable = option types.bool false;
            } // parts;
          };

          foldersIn = folder: lib.attrNames (lib.filterAttrs (_: type: type == "directory") (builtins.readDir folder));
          hostAt = platform: path:
            let names = lib.splitString "-" platform;
            in rec {
              arch = lib.head names;
              class = lib.last names;
              system = systemOf arch class;
              inherit path;
            };
          found =
            if cfg.onlySystem != null
            then lib.mapAttrs (name: _: hostAt cfg.onlySystem (cfg.path + "/\${name}")) (builtins.readDir cfg.path)
            else lib.foldl' lib.mergeAttrs { } (map
              (platform: lib.mapAttrs (name: _: hostAt platform (cfg.path + "/\${platform}/\${name}")) (builtins.readDir (cfg.path + "/\${platform}")))
              (foldersIn cfg.path));

          makeHost = name: host:
            let
              class = realClass host.class;
              sources = [ cfg.shared host ] ++ map cfg.perTag host.tags ++ [ (cfg.perClass host.class) (cfg.perArch host.arch) ];
              # Without a path, the folders that machines are mostly in are tried.
              usual = lib.filter lib.pathExists (map (folder: inputs.self + "/\${folder}/\${name}/default.nix") [ "hosts" "systems" ]);
              base = { lib, ... }: {
                networking.hostName = lib.mkDefault name;
                nixpkgs.hostPlatform = lib.mkDefault host.system;
                nixpkgs.flake.source = host.nixpkgs.outPath;
              };
              # Arguments need no modules, so that modules may choose their imports by them.
              arguments._module.args = withSystem host.system ({ self', inputs', ... }: { inherit self' inputs'; });
            in
            (if class == "darwin" then darwinSystem else nixosSystem) {
              specialArgs = lib.foldl' lib.recursiveUpdate { inherit inputs; inherit (inputs) self; }
                (map (source: source.specialArgs) sources);
              modules = (if host.path != null then [ host.path ] else usual) ++ [ arguments base ]
                ++ lib.optional (class == "iso") "\${host.nixpkgs}/nixos/modules/installer/cd-dvd/installation-cd-minimal-new-kernel.nix"
                ++ lib.optional (class == "darwin") { nixpkgs.source = lib.mkDefault host.nixpkgs; }
                ++ lib.concatMap (source: source.modules) sources;
            };
          isDarwin = host: realClass host.class == "darwin";
        in
        {
          options.easy-hosts = {
            autoConstruct = option types.bool false;
            path = option (types.nullOr types.path) null;
            onlySystem = option (types.nullOr types.str) null;
            shared = parts;
            perClass = perName;
            perArch = perName;
            perTag = perName;
            additionalClasses = option (types.attrsOf types.str) { };
            hosts = option (types.attrsOf (types.submodule hostOptions)) { };
          };
          config.easy-hosts.hosts = lib.mkIf cfg.autoConstruct found;
          config.flake = {
            nixosConfigurations = lib.mapAttrs makeHost (lib.filterAttrs (_: host: !isDarwin host) cfg.hosts);
            darwinConfigurations = lib.mapAttrs makeHost (lib.filterAttrs (_: isDarwin) cfg.hosts);
          };
        };
    in
    { inherit flakeModule; flakeModules.default = flakeModule; }
  `),
};
