import { flakeUtilsPlus } from './flake-utils-plus.ts';
import { type Framework, fromNix } from './framework.ts';
import { snowfallLibrary } from './snowfall-library.ts';

/**
 * `snowfallorg/lib`: outputs by folders. `systems/PLATFORM/NAME` is a machine,
 * `homes/PLATFORM/USER@HOST` a home, `modules/CLASS/NAME` a module of all of
 * that class, and `lib`, `packages`, `shells`, `overlays`, `checks` and
 * `templates` hold what they say.
 */
export const snowfall: Framework = {
  repository: /^snowfallorg\/lib$|\/snowfall-lib$/,
  name: /^snowfall(-lib)?$/,
  takes: ['nixpkgs', 'darwin', 'home-manager', 'nixos-generators'],
  outputs: fromNix(
    `
    { lib, upstream, flakeUtilsPlus, darwinSystem, homeManagerConfiguration, ... }:
    let
      snowfallLibrary = ${snowfallLibrary};
      mkFlake = { inputs, src, snowfall ? { }, ... }@given:
        makeFlake (settingsOf { inherit inputs src snowfall; }) (removeAttrs given [ "inputs" "src" ]);
      mkLib = { inputs, src, snowfall ? { } }@given:
        let settings = settingsOf ({ snowfall = { }; } // given);
        in lib.recursiveUpdate settings.lib settings.own // { mkFlake = makeFlake settings; };

      settingsOf = { inputs, src, snowfall }: lib.fix (settings: {
        inherit inputs;
        root = snowfall.root or src;
        namespace = snowfall.namespace or "internal";
        own = ownLibrary settings src;
        lib = settings.base // { \${settings.namespace} = settings.own; };
        # The library of nixpkgs, and those of inputs by their names.
        base = lib
          // lib.mapAttrs (_: input: input.lib) (removeAttrs inputs ([ "self" ] ++ namespaces))
          // { snowfall = lib.recursiveUpdate upstream.snowfall.internal-lib (snowfallLibrary lib src settings.root); };
      });

      # Inputs of these names mostly have no library that would hide the one of nixpkgs.
      namespaces = [
        "attrsets" "cli" "customisation" "debug" "derivations" "fileset" "filesystem" "gvariant" "kernel" "licenses"
        "lists" "maintainers" "meta" "modules" "network" "options" "path" "platforms" "sources" "strings" "systems"
        "teams" "trivial" "types" "versions"
      ];

      # What the files below \`lib\` give together.
      ownLibrary = settings: src: lib.foldl' lib.recursiveUpdate { } (map
        (path: callFile path {
          inherit (settings) inputs namespace lib;
          snowfall-inputs = upstream.inputs;
        })
        (defaultsBelow (src + "/lib")));

      callFile = path: arguments:
        let content = import path;
        in if lib.isFunction content then content (lib.intersectAttrs (lib.functionArgs content) arguments) else content;

      # Folders and files, where there are any.
      entries = folder: if lib.pathExists folder then builtins.readDir folder else { };
      foldersIn = folder: lib.attrNames (lib.filterAttrs (_: kind: kind == "directory") (entries folder));
      defaultsBelow = folder: lib.concatMap
        (name:
          let kind = (entries folder).\${name};
          in
          if kind == "directory" then defaultsBelow (folder + "/\${name}")
          else if kind == "regular" && name == "default.nix" then [ (folder + "/\${name}") ]
          else [ ])
        (lib.attrNames (entries folder));
      # Files \`default.nix\` below a folder, by the name of the folder they are in.
      byFolder = folder: lib.listToAttrs
        (map (path: lib.nameValuePair (baseNameOf (dirOf path)) path) (defaultsBelow folder));
      byPath = folder: lib.listToAttrs (map
        (path: lib.nameValuePair
          (lib.removePrefix "/" (lib.removeSuffix "/default.nix" (lib.removePrefix (toString folder) (toString path))))
          path)
        (defaultsBelow folder));
      placed = folder: lib.concatMap
        (platform: map (name: { inherit platform name; path = folder + "/\${platform}/\${name}/default.nix"; })
          (lib.filter (name: lib.pathExists (folder + "/\${platform}/\${name}/default.nix")) (foldersIn (folder + "/\${platform}"))))
        (foldersIn folder);

      # Platforms such as \`x86_64-iso\` are images of Linux.
      imageFormats = [
        "amazon" "azure" "cloudstack" "docker" "do" "gce" "install-iso-hyperv" "hyperv" "install-iso" "iso"
        "kexec" "kexec-bundle" "kubevirt" "proxmox-lxc" "lxc-metadata" "lxc" "openstack" "proxmox" "qcow"
        "raw-efi" "raw" "sd-aarch64-installer" "sd-aarch64" "vagrant-virtualbox" "virtualbox"
        "vm-bootloader" "vm-nogui" "vmware" "vm"
      ];
      formatOf = platform: lib.findFirst (format: lib.hasInfix format platform) null imageFormats;
      isDarwin = lib.hasInfix "darwin";

      machineOf = settings: given: machines: { platform, name, path }:
        let
          format = formatOf platform;
          system = if format == null then platform else lib.replaceStrings [ format ] [ "linux" ] platform;
          class = if isDarwin platform then "darwin" else "nixos";
          own = given.systems.hosts.\${name} or { };
          specialArgs = own.specialArgs or { } // {
            inherit system;
            inherit (settings) lib inputs namespace;
            target = platform;
            host = name;
            virtual = format != null;
            systems = machines;
            format = if format != null then format else if class == "darwin" then "darwin" else "linux";
          };
          homes = lib.optionals (settings.inputs ? home-manager) (homeModules settings given { inherit name system class; });
        in
        own // {
          inherit system;
          channelName = own.channelName or "nixpkgs";
          output =
            if format != null then "\${format}Configurations"
            else if class == "darwin" then "darwinConfigurations" else "nixosConfigurations";
          modules = [ path ] ++ lib.attrValues (byPath (settings.root + "/modules/\${class}"))
            ++ own.modules or [ ] ++ given.systems.modules.\${class} or [ ] ++ homes ++ [ (usersModule class) ];
          inherit specialArgs;
        }
        // lib.optionalAttrs (format != null) {
          builder = arguments: settings.inputs.nixos-generators.nixosGenerate (arguments // { inherit format; });
        }
        // lib.optionalAttrs (class == "darwin") {
          builder = arguments: darwinSystem (removeAttrs arguments [ "system" ]);
        };

      option = type: default: lib.mkOption { inherit type default; };

      # Users that homes of the flake give to a machine are made there.
      usersModule = class: { config, lib, ... }: {
        options.snowfallorg.users = with lib.types; option (attrsOf (submodule ({ name, ... }: {
          options = {
            create = option bool true;
            admin = option bool true;
            home.enable = option bool true;
            home.path = option str (if class == "darwin" then "/Users/\${name}" else "/home/\${name}");
            home.config = option deferredModule { };
          };
        }))) { };
        config.users.users = lib.mapAttrs
          (name: user:
            if class == "darwin" then { home = lib.mkDefault user.home.path; isHidden = lib.mkDefault false; }
            else {
              isNormalUser = lib.mkDefault true;
              name = lib.mkDefault name;
              home = lib.mkDefault user.home.path;
              group = lib.mkDefault "users";
              extraGroups = lib.optional user.admin "wheel";
            })
          (lib.filterAttrs (_: user: user.create) config.snowfallorg.users);
      };

      userModule = { config, lib, pkgs, ... }:
        let cfg = config.snowfallorg.user;
        in {
          options.snowfallorg.user = with lib.types; {
            enable = option bool false;
            name = lib.mkOption { type = str; };
            home.directory = option str (if pkgs.stdenv.isDarwin then "/Users/\${cfg.name}" else "/home/\${cfg.name}");
          };
          config.home = lib.mkIf cfg.enable {
            username = lib.mkDefault cfg.name;
            homeDirectory = lib.mkDefault cfg.home.directory;
          };
        };

      homeArguments = settings: { inherit (settings) inputs namespace lib; };
      homeOf = settings: given: { platform, name, path }:
        let
          parts = lib.splitString "@" name;
          own = given.homes.users.\${name} or { };
          user = lib.head parts;
          host = if lib.length parts > 1 then lib.elemAt parts 1 else "";
        in
        homeManagerConfiguration {
          pkgs = settings.inputs.nixpkgs.legacyPackages.\${platform};
          modules = [ path userModule ] ++ lib.attrValues (byPath (settings.root + "/modules/home"))
            ++ own.modules or [ ] ++ given.homes.modules or [ ]
            ++ [ { snowfallorg.user = { enable = lib.mkDefault true; name = lib.mkDefault user; }; } ];
          extraSpecialArgs = own.specialArgs or { } // homeArguments settings
            // { inherit name user host; system = platform; format = "home"; };
        };

      # The homes that a machine has: those of its name, and those of its platform that name no machine.
      homeModules = settings: given: machine:
        let
          belongs = home:
            let parts = lib.splitString "@" home.name;
            in if lib.length parts > 1 then lib.elemAt parts 1 == machine.name else home.platform == machine.system;
          homes = lib.filter belongs (placed (settings.root + "/homes"));
          shared = [ userModule ] ++ given.homes.modules or [ ] ++ lib.attrValues (byPath (settings.root + "/modules/home"));
          moduleOf = home: { config, lib, ... }:
            let user = lib.head (lib.splitString "@" home.name);
            in {
              snowfallorg.users.\${user} = { };
              home-manager.users.\${user} = lib.mkIf config.snowfallorg.users.\${user}.home.enable {
                imports = [ home.path config.snowfallorg.users.\${user}.home.config ]
                  ++ given.homes.users.\${home.name}.modules or [ ];
                config = {
                  snowfallorg.user = { enable = lib.mkDefault true; name = lib.mkDefault user; };
                  _module.args = given.homes.users.\${home.name}.specialArgs or { } // { inherit (settings) namespace; };
                };
              };
            };
        in
        [ settings.inputs.home-manager."\${machine.class}Modules".home-manager {
          home-manager.sharedModules = shared;
          home-manager.useGlobalPkgs = lib.mkDefault true;
          home-manager.extraSpecialArgs = homeArguments settings // {
            inherit (machine) system;
            host = machine.name;
            target = machine.system;
            format = "home";
            virtual = false;
          };
        } ]
        ++ map moduleOf homes;

      makeFlake = settings: given:
        let
          root = settings.root;
          machines = lib.listToAttrs (map (place: lib.nameValuePair place.name (machineOf settings given machines place))
            (placed (root + "/systems")));
          homes = lib.listToAttrs (map (place: lib.nameValuePair place.name (homeOf settings given place))
            (placed (root + "/homes")));
          aliased = kind: found: found // lib.mapAttrs (_: name: found.\${name}) (given.alias.\${kind} or { });
          modulesOf = class: byPath (root + "/modules/\${class}") // given.modules.\${class} or { };
          built = folder: system: lib.mapAttrs (_: path: upstream.built path) (byFolder (root + "/\${folder}"));
          fromUser = given.outputs-builder or given.outputsBuilder or (_: { });
          perSystem = channels:
            let
              user = fromUser channels;
              system = channels.nixpkgs.stdenv.hostPlatform.system;
            in
            user // {
              packages = user.packages or { } // given.packages or { } // aliased "packages" (built "packages" system);
              devShells = user.devShells or { } // given.shells or { } // aliased "shells" (built "shells" system);
              checks = user.checks or { } // given.checks or { } // aliased "checks" (built "checks" system);
            };
          rest = removeAttrs given [
            "systems" "modules" "overlays" "packages" "outputs-builder" "outputsBuilder" "packagesPrefix" "hosts"
            "homes" "channels-config" "templates" "checks" "shells" "alias" "snowfall" "extra-exported-overlays"
          ];
        in
        flakeUtilsPlus.lib.mkFlake (rest // {
          inherit (settings) inputs;
          inherit (settings.inputs) self;
          hosts = given.systems.hosts or { } // machines;
          outputsBuilder = perSystem;
        }) // {
          homeConfigurations = homes;
          nixosModules = modulesOf "nixos";
          darwinModules = modulesOf "darwin";
          homeModules = modulesOf "home";
          overlays = lib.mapAttrs (_: upstream.built) (byFolder (root + "/overlays"))
            // lib.mapAttrs' (name: path: lib.nameValuePair "package/\${name}" (upstream.built path)) (byFolder (root + "/packages"))
            // { default = upstream.built; } // given.extra-exported-overlays or { };
          templates = lib.listToAttrs (map
            (name: lib.nameValuePair name (given.templates.\${name} or { } // { path = root + "/templates/\${name}"; }))
            (foldersIn (root + "/templates"))) // given.templates or { };
          lib = settings.own;
        };
    in
    { inherit mkFlake mkLib; }
  `,
    { flakeUtilsPlus },
  ),
};
