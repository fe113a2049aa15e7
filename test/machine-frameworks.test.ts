import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { flake, parts, web } from './support/framework-flakes.ts';
import { machines } from './support/machines.ts';

const test = suite('frameworks that make machines');

test('flake-utils-plus: hosts joined with their defaults', () => {
  const source = flake(
    'fup.url = "github:gytis-ivaskevicius/flake-utils-plus"; darwin.url = "github:nix-darwin/nix-darwin";',
    `{ self, fup, darwin, ... }@inputs: fup.lib.mkFlake {
      inherit self inputs;
      hostDefaults.modules = [ ({ config, ... }: { users.users.\${config.networking.domain} = { }; }) ];
      hosts."org.example.web".modules = [ ];
      hosts.mac = { system = "aarch64-darwin"; output = "darwinConfigurations"; builder = darwin.lib.darwinSystem; };
    }`,
  );
  assert.equal(machines(source), ['nixos org.example.web web', 'darwin mac mac']);
});

test('snowfall: systems, homes and modules by their folders', () => {
  const source = flake(
    'snowfall-lib.url = "github:snowfallorg/lib"; home-manager.url = "github:nix-community/home-manager";',
    `inputs: inputs.snowfall-lib.mkFlake { inherit inputs; src = ./.; snowfall.namespace = "own"; }`,
    `-- systems/x86_64-linux/web/default.nix --
{ lib, host, namespace, system, ... }: { own.name = lib.own.named host; users.users.\${namespace} = { }; }
-- systems/aarch64-darwin/mac/default.nix --
{ format, lib, ... }: { networking.hostName = lib.mkForce format; }
-- modules/nixos/name/default.nix --
{ config, lib, ... }: { options.own.name = lib.mkOption { type = lib.types.str; };
  config.networking.hostName = lib.mkForce config.own.name; }
-- lib/names/default.nix --
{ lib, ... }: { named = name: lib.toLower "THE-\${name}"; }
-- homes/x86_64-linux/ada@web/default.nix --
{ user, ... }: { home.username = user; }`,
  );
  assert.equal(machines(source), ['nixos web the-web', 'darwin mac darwin', 'home ada@web ?']);
});

test('snowfall: a copy under its own name is the same library', () => {
  const source = flake(
    'snowfall.url = "github:ada/snowfall-lib";',
    `inputs: (inputs.snowfall.mkLib { inherit inputs; src = ./.; }).mkFlake { inherit inputs; src = ./.; }`,
    `-- systems/x86_64-linux/web/default.nix --
{ host, ... }: { networking.hostName = host; }`,
  );
  assert.equal(machines(source), ['nixos web web']);
});

test('snowfall: modules are found by what its library lists', () => {
  const source = flake(
    'snowfall-lib.url = "github:snowfallorg/lib";',
    `inputs: inputs.snowfall-lib.mkFlake { inherit inputs; src = ./.; }`,
    `-- systems/x86_64-linux/web/default.nix --
{ lib, ... }: {
  imports = lib.snowfall.fs.get-non-default-nix-files ./. ++ [ (lib.snowfall.fs.get-file "shared/name.nix") ]
    ++ lib.snowfall.fs.get-nix-files-recursive ./parts ++ lib.snowfall.fs.get-files ./absent;
}
-- systems/x86_64-linux/web/user.nix --
{ lib, ... }: { own.parts = [ (lib.snowfall.home.split-user-and-host "ada@web").user ]; }
-- systems/x86_64-linux/web/notes.txt --
no module
-- systems/x86_64-linux/web/parts/deep/default.nix --
{ lib, ... }: { own.parts = [ (lib.snowfall.path.get-file-name-without-extension ./deep.tar.gz) ]; }
-- shared/name.nix --
{ config, lib, ... }: {
  options.own.parts = lib.mkOption { type = lib.types.listOf lib.types.str; };
  config.networking.hostName = lib.mkForce (lib.concatStringsSep "-" (lib.sort lib.lessThan config.own.parts));
}`,
  );
  assert.equal(machines(source), ['nixos web ada-deep.tar']);
});

test('blueprint: hosts by the files in their folders', () => {
  const source = flake(
    'blueprint.url = "github:numtide/blueprint"; home-manager.url = "github:nix-community/home-manager";',
    'inputs: inputs.blueprint { inherit inputs; prefix = "nix"; systems = [ "x86_64-linux" ]; }',
    `-- nix/hosts/web/configuration.nix --
{ flake, hostName, ... }: { imports = [ flake.nixosModules.base ]; networking.hostName = "\${hostName}1"; }
-- nix/hosts/mac/darwin-configuration.nix --
{ hostName, ... }: { networking.hostName = hostName; }
-- nix/hosts/own/default.nix --
{ inputs, hostName, ... }: { class = "nixos"; value = inputs.nixpkgs.lib.nixosSystem {
  modules = [ { networking.hostName = "own-\${hostName}"; } ]; }; }
-- nix/hosts/web/users/ada.nix --
{ }
-- nix/modules/nixos/base.nix --
{ inputs }: { users.users.ada = { }; }`,
  );
  assert.equal(machines(source), [
    'nixos own own-own',
    'nixos web web1',
    'darwin mac mac',
    'home ada@web ?',
  ]);
});

test('clan: machines by their folders, and those of the inventory', () => {
  const source = flake(
    'clan-core.url = "https://git.clan.lol/clan/clan-core/archive/main.tar.gz";',
    `{ self, clan-core, ... }: { inherit ((clan-core.lib.clan {
      inherit self;
      specialArgs.suffix = "1";
      inventory.machines.mail.tags = [ "servers" ];
      inventory.machines.mac.machineClass = "darwin";
      machines.proxy = { suffix, ... }: { networking.hostName = "proxy\${suffix}"; };
    }).config) nixosConfigurations darwinConfigurations nixosModules; }`,
    `-- machines/web/configuration.nix --
{ lib, suffix, ... }: { networking.hostName = lib.mkForce "web\${suffix}"; }`,
  );
  assert.equal(machines(source), [
    'nixos mail mail',
    'nixos proxy proxy1',
    'nixos web web1',
    'darwin mac mac',
  ]);
});

test('clan: modules know the flake as `self`, and the settings of their machine', () => {
  const source = flake(
    'clan-core.url = "https://git.clan.lol/clan/clan-core/archive/main.tar.gz";',
    `{ self, clan-core, ... }: {
      inherit ((clan-core.lib.clan { inherit self; meta.domain = "example"; specialArgs.suffix = "1"; }).config) nixosConfigurations;
      nixosModules.web = ./web.nix;
    }`,
    `-- machines/web/configuration.nix --
{ self, ... }: { imports = [ self.nixosModules.web ]; }
-- web.nix --
{ config, lib, suffix, ... }: let inherit (config.clan.core) settings; in {
  networking.hostName = lib.mkForce "\${settings.machine.name}\${suffix}-\${settings.domain}";
}`,
  );
  assert.equal(machines(source), ['nixos web web1-example']);
});

test('clan: as a module of flake-parts, with the inventory in a file', () => {
  const source = parts(
    'clan-core.url = "https://git.clan.lol/clan/clan-core/archive/main.tar.gz";',
    '{ inputs, ... }: { imports = [ inputs.clan-core.flakeModules.default ]; clan.meta.name = "own"; }',
    `-- inventory.json --
{ "machines": { "web": { "tags": ["servers"] } } }`,
  );
  assert.equal(machines(source), ['nixos web web']);
});

test('easy-hosts: machines by name, or by the folders of their platforms', () => {
  const module = `{ inputs, ... }: {
    imports = [ inputs.easy-hosts.flakeModule ];
    systems = [ "x86_64-linux" ];
    easy-hosts = {
      autoConstruct = true;
      path = ./machines;
      perClass = class: { modules = [ { users.groups.\${class} = { }; } ]; };
      hosts.mail = { arch = "aarch64"; path = ./web.nix; };
      hosts.mac.class = "darwin";
    };
  }`;
  const files = `${web}
-- machines/x86_64-nixos/proxy/default.nix --
{ }`;
  assert.equal(machines(parts('easy-hosts.url = "github:tgirlcloud/easy-hosts";', module, files)), [
    'nixos mail web1',
    'nixos proxy proxy',
    'darwin mac mac',
  ]);
});

test('nixos-unified: configurations by their folders', () => {
  const module = `{ inputs, ... }: {
    systems = [ "x86_64-linux" ];
    imports = with inputs.nixos-unified.flakeModules; [ default autoWire ];
  }`;
  const files = `-- configurations/nixos/web/default.nix --
{ flake, ... }: { imports = [ flake.self.nixosModules.base ]; }
-- configurations/darwin/mac.nix --
{ networking.hostName = "mac"; }
-- configurations/home/ada.nix --
{ home.username = "ada"; }
-- modules/nixos/base.nix --
{ networking.hostName = "based"; }`;
  const input = 'nixos-unified.url = "github:srid/nixos-unified";';
  assert.equal(machines(parts(input, module, files)), [
    'nixos web based',
    'darwin mac mac',
    'home ada ?',
  ]);
});

test('ez-configs: configurations and modules by their folders', () => {
  const module = `{ inputs, ... }: {
    systems = [ "x86_64-linux" ];
    imports = [ inputs.ez-configs.flakeModule ];
    ezConfigs = { root = ./.; globalArgs.suffix = "1"; nixos.hosts.web.userHomeModules = [ "ada" ]; };
  }`;
  const files = `-- nixos-configurations/web.nix --
{ ezModules, suffix, ... }: { imports = [ ezModules.named ]; }
-- nixos-modules/named.nix --
{ suffix, ... }: { networking.hostName = "web\${suffix}"; }
-- home-configurations/ada/default.nix --
{ osConfig, ... }: { home.username = osConfig.networking.hostName; }`;
  const input =
    'ez-configs.url = "github:ehllie/ez-configs"; home-manager.url = "github:nix-community/home-manager";';
  assert.equal(machines(parts(input, module, files)), ['nixos web web1', 'home ada@web ?']);
});

test('unify: machines of parts that hold a module for each class', () => {
  const module = `{ config, inputs, ... }: {
    systems = [ "x86_64-linux" ];
    imports = [ inputs.unify.flakeModule ];
    unify.nixos = { hostConfig, lib, ... }: { networking.hostName = lib.mkDefault hostConfig.name; };
    unify.modules.mail.nixos = { networking.hostName = "mailer"; };
    unify.hosts.nixos.web = { };
    unify.hosts.nixos.mail.modules = [ config.unify.modules.mail ];
  }`;
  const input =
    'unify.url = "git+https://codeberg.org/quasigod/unify"; home-manager.url = "github:nix-community/home-manager";';
  assert.equal(machines(parts(input, module)), ['nixos mail mailer', 'nixos web web']);
});

test('lite-config: hosts by their folders', () => {
  const module = `{ inputs, ... }: {
    imports = [ inputs.lite-config.flakeModule ];
    lite-config.hosts = { web.system = "x86_64-linux"; mac.system = "aarch64-darwin"; };
    lite-config.hostModuleDir = ./machines;
    lite-config.systemModules = [
      ({ hostPlatform, lib, ... }: { networking.hostName = lib.mkForce hostPlatform.system; })
    ];
  }`;
  const files = '-- machines/web/default.nix --\n{ }\n-- machines/mac/default.nix --\n{ }';
  assert.equal(machines(parts('lite-config.url = "github:yelite/lite-config";', module, files)), [
    'nixos web x86_64-linux',
    'darwin mac aarch64-darwin',
  ]);
});

test('lite-config: modules and arguments of hosts, and homes on them', () => {
  const module = `{ inputs, ... }: {
    imports = [ inputs.lite-config.flakeModule ];
    lite-config = {
      nixpkgs.nixpkgs = inputs.nixpkgs;
      hosts.web = { system = "x86_64-linux"; hostModule = { lib, tag, ... }: { networking.domain = tag; }; };
      hosts.mail = { system = "x86_64-linux"; useHomeManager = false; };
      hostModuleDir = ./machines;
      importDummyHomeManager = true;
      extraSpecialArgs.tag = "example";
      homeModules = [ ./home.nix ];
      systemModules = [
        ({ config, lib, options, useHomeManager, ... }: {
          home-manager = lib.mkIf useHomeManager { users.ada = { }; };
          networking.hostName = lib.mkForce "\${config.networking.domain or "none"}-\${lib.boolToString useHomeManager}";
        })
      ];
    };
  }`;
  const files =
    '-- machines/mail/default.nix --\n{ networking.domain = "mail"; }\n-- home.nix --\n{ }';
  const input =
    'lite-config.url = "github:ataraxiasjel/lite-config/v0.10.0"; home-manager.url = "github:nix-community/home-manager";';
  assert.equal(machines(parts(input, module, files)), [
    'nixos mail mail-false',
    'nixos web example-true',
  ]);
});

test('flocken: modules of a folder', () => {
  const module = `{ inputs, lib, ... }: {
    imports = inputs.flocken.lib.getModules ./parts;
    flake.nixosConfigurations = inputs.nixpkgs.lib.genAttrs
      (inputs.flocken.lib.optionalPath ./gone ++ [ "web" ])
      (name: inputs.nixpkgs.lib.nixosSystem {
        modules = inputs.flocken.lib.getModules ./modules;
      });
  }`;
  const files = [
    '-- parts/a.nix --\n{ systems = [ "x86_64-linux" ]; }',
    '-- parts/_no.nix --\nthrow "no"',
    '-- modules/default.nix --\nthrow "no"',
    '-- modules/web.nix --\n{ networking.domain = "example"; }',
    '-- modules/named/default.nix --\n{ config, ... }: { networking.hostName = "web-${config.networking.domain}"; }',
    '-- modules/data/a.nix --\nthrow "no"',
  ].join('\n');
  assert.equal(machines(parts('flocken.url = "github:mirkolenz/flocken/v2";', module, files)), [
    'nixos web web-example',
  ]);
});

test('adios-flake: outputs joined from functions', () => {
  const source = flake(
    'adios-flake.url = "github:Mic92/adios-flake";',
    `{ self, adios-flake, nixpkgs, ... }@inputs: adios-flake.lib.mkFlake {
      inherit inputs self;
      systems = [ "x86_64-linux" ];
      modules = [ ({ system, ... }: { legacyPackages.name = "on-\${system}"; }) ./machines.nix ];
      flake = { withSystem }: { nixosModules.base = { networking.hostName = self.legacyPackages.x86_64-linux.name; }; };
    }`,
    `-- machines.nix --
{ lib, self, ... }: { nixosConfigurations.web = lib.nixosSystem { modules = [ self.nixosModules.base ]; }; }`,
  );
  assert.equal(machines(source), ['nixos web on-x86_64-linux']);
});

test('patched inputs are known as the inputs that they are', () => {
  const source = flake(
    'flake-input-patcher.url = "github:jfly/flake-input-patcher";',
    `unpatched:
      let inputs = unpatched.flake-input-patcher.lib.x86_64-linux.patch unpatched { nixpkgs.patches = [ ]; };
      in { nixosConfigurations.web = inputs.nixpkgs.lib.nixosSystem { modules = [ ./web.nix ]; }; }`,
    web,
  );
  assert.equal(machines(source), ['nixos web web1']);
});

test.run();
