import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { factsOf } from './support/picture.ts';

const test = suite('what modules are given');

/** What `seen` is on each machine of a flake with these outputs, as `machine: value`. */
function seen(outputs: string, files: { readonly [file: string]: string } = {}): string[] {
  const others = Object.entries(files).map(([file, text]) => `-- ${file} --\n${text}`);
  const facts = factsOf(`
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.home-manager.url = "github:nix-community/home-manager";
  outputs = { nixpkgs, home-manager, ... }: ${outputs};
}
${others.join('\n')}
`);
  return facts
    .table('option')
    .rows.filter(({ path }) => /(^|\.)seen/.test(path))
    .map(({ host, path, value }) => `${host} ${path}: ${typeof value === 'object' ? '?' : value}`);
}

test('machines that an extended lib makes are given that lib', () => {
  const outputs = `let
    lib = nixpkgs.lib.extend (final: prev: {
      own = { name = "oak-\${final.size}"; make = modules: final.nixosSystem { inherit modules; }; };
      size = "small";
    });
    taller = lib.extend (final: prev: { size = "tall"; before = prev.size; });
    own = nixpkgs.lib.extend (final: prev: { nixosSystem = given: prev.nixosSystem (given // { lib = { own.name = "elm"; }; }); });
    modules = [ ({ lib, ... }: { seen = lib.own.name; }) ];
  in {
    nixosConfigurations = {
      a = lib.nixosSystem { inherit modules; };
      b = lib.own.make modules;
      c = taller.nixosSystem { inherit modules; };
      d = taller.own.make [ ({ lib, ... }: { seen = "\${lib.own.name}, once \${lib.before}"; }) ];
      e = own.nixosSystem { inherit modules; };
      f = nixpkgs.lib.nixosSystem { inherit lib modules; };
      g = nixpkgs.lib.nixosSystem { specialArgs.lib = lib; inherit modules; };
    };
  }`;
  assert.equal(seen(outputs), [
    'a seen: oak-small',
    'b seen: oak-small',
    'c seen: oak-tall',
    'd seen: oak-tall, once small',
    'e seen: elm',
    'f seen: oak-small',
    'g seen: oak-small',
  ]);
});

test('NixOS is given further modules and arguments beside those of a machine', () => {
  const outputs = `let
    shared = { lib, port, ... }: { seen = lib.mkDefault port; };
    make = given: nixpkgs.lib.nixosSystem ({ extraModules = [ shared ]; extraArgs.port = 80; } // given);
  in {
    nixosConfigurations = {
      a = make { modules = [ ]; };
      b = make { modules = [ { seen = 81; } ]; };
      c = make { extraArgs.port = 82; modules = [ ]; };
    };
  }`;
  assert.equal(seen(outputs), ['a seen: 80', 'b seen: 81', 'c seen: 82']);
});

test('lists have what the modules of a machine say before what further modules say', () => {
  const outputs = `{
    nixosConfigurations.a = nixpkgs.lib.nixosSystem {
      extraModules = [ { words = [ "further" ]; } ];
      modules = [ { words = [ "own" ]; } ({ config, ... }: { seen = toString config.words; }) ];
    };
  }`;
  assert.equal(seen(outputs), ['a seen: own further']);
});

test('where further arguments are not known, a module may be given any', () => {
  const outputs = `{
    nixosConfigurations.a = nixpkgs.lib.nixosSystem {
      extraArgs = home-manager.mystery;
      modules = [ ({ port, ... }: { seen = port; }) ];
    };
  }`;
  assert.equal(seen(outputs), ['a seen: ?']);
});

test('where further modules are not known, options may have any value', () => {
  const outputs = `{
    nixosConfigurations.a = nixpkgs.lib.nixosSystem {
      extraModules = home-manager.mystery;
      modules = [ ({ config, ... }: { seen = config.name; }) ];
    };
  }`;
  assert.equal(seen(outputs), ['a seen: ?']);
});

test('homes are given the lib of their machine, their name, and what Home Manager adds', () => {
  const outputs = `let
    lib = nixpkgs.lib.extend (final: prev: { own = "oak"; });
    home = { lib, ... }: {
      seen = lib.own;
      seen-entry = lib.hm.dag.isEntry (lib.hm.dag.entryAfter [ "writeBoundary" ] "true");
      seen-order = map (each: each.name) (lib.hm.dag.topoSort {
        b = lib.hm.dag.entryAnywhere 1;
        a = lib.hm.dag.entryAfter [ "b" ] 2;
        c = lib.hm.dag.entryBefore [ "b" ] 3;
      }).result == [ "c" "b" "a" ];
    };
  in {
    nixosConfigurations.web = lib.nixosSystem {
      modules = [ { home-manager.users.ada = { name, osClass, ... }: { imports = [ home ]; seen-name = "\${name} \${osClass}"; }; }
        ({ config, ... }: let ada = config.home-manager.users.ada; in { seen = "\${ada.seen} \${ada.seen-name}"; seen-order = ada.seen-order; })
      ];
    };
    homeConfigurations.eve = home-manager.lib.homeManagerConfiguration {
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
      inherit lib;
      modules = [ home ];
    };
  }`;
  assert.equal(seen(outputs), [
    'web seen: oak ada nixos',
    'web seen-order: true',
    'eve seen: oak',
    'eve seen-entry: true',
    'eve seen-order: true',
  ]);
});

test('a machine sees of a home what all modules of the home make together', () => {
  const outputs = `{
    nixosConfigurations.web = nixpkgs.lib.nixosSystem {
      modules = [
        {
          home-manager.users.ada = { imports = [ ./home.nix ]; git.on = false; };
          home-manager.sharedModules = [ { shell.name = "fish"; } ];
          home-manager.users.bob = ./home.nix;
        }
        ({ config, lib, ... }: {
          home-manager.users.cleo = lib.mkIf false { git.on = false; };
          home-manager.users.dora = lib.mkIf true { git.on = false; };
          home-manager.users.eve = lib.mkMerge [ { git.on = false; } (lib.mkForce { git.on = true; }) ];
          seen-ada = config.home-manager.users.ada.git.on;
          seen-shell = config.home-manager.users.ada.shell.name;
          seen-bob = config.home-manager.users.bob.git.on;
          seen-dora = config.home-manager.users.dora.git.on;
          seen-eve = config.home-manager.users.eve.git.on;
        })
      ];
    };
  }`;
  const files = { 'home.nix': '{ lib, ... }: { git.on = lib.mkForce true; }' };
  assert.equal(seen(outputs, files), [
    'web seen-ada: true',
    'web seen-bob: true',
    'web seen-dora: false',
    'web seen-eve: true',
    'web seen-shell: fish',
  ]);
});

test('the folders of a home follow from where it is', () => {
  const outputs = `let
    home = { config, ... }: {
      seen-home = "\${config.home.username} \${config.xdg.dataHome} \${config.xdg.configHome}";
      sops.secrets.key.sopsFile = ./a.yaml;
      sops.templates."a.env".content = "";
      seen-secret = config.sops.secrets.key.path;
      seen-template = config.sops.templates."a.env".path;
    };
    own = { home.homeDirectory = "/srv/eve"; home.username = "eve"; };
    make = module: home-manager.lib.homeManagerConfiguration {
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
      modules = [ home own module ];
    };
  in {
    nixosConfigurations.web = nixpkgs.lib.nixosSystem {
      modules = [
        { users.users.ada.isNormalUser = true; home-manager.users.ada = home; age.secrets.token.file = ./token.age; }
        ({ config, ... }: {
          seen-group = config.users.users.ada.group;
          seen-home = config.home-manager.users.ada.seen-home;
          seen-folder = config.age.secretsDir;
        })
      ];
    };
    homeConfigurations.eve = make { };
    homeConfigurations.kept = make { xdg.configHome = "/srv/config"; };
    homeConfigurations.old = make { home.stateVersion = "20.03"; };
  }`;
  assert.equal(seen(outputs), [
    'web seen-folder: /run/agenix',
    'web seen-group: users',
    'web seen-home: ada /home/ada/.local/share /home/ada/.config',
    'eve seen-home: eve /srv/eve/.local/share /srv/eve/.config',
    'eve seen-secret: /srv/eve/.config/sops-nix/secrets/key',
    'eve seen-template: /srv/eve/.config/sops-nix/secrets/rendered/a.env',
    'kept seen-home: eve /srv/eve/.local/share /srv/config',
    'kept seen-secret: /srv/config/sops-nix/secrets/key',
    'kept seen-template: /srv/config/sops-nix/secrets/rendered/a.env',
    'old seen-home: ?',
    'old seen-secret: ?',
    'old seen-template: ?',
  ]);
});

test('what an alias passes into a home is part of it', () => {
  const outputs = `{
    nixosConfigurations.web = nixpkgs.lib.nixosSystem {
      modules = [ ({ lib, config, ... }: {
        imports = [
          (lib.mkAliasOptionModule [ "hm" ] [ "home-manager" "users" "ada" ])
          (lib.mkAliasOptionModule [ "git" ] [ "home-manager" "users" "ada" "programs" "git" ])
        ];
        hm.shell = "fish";
        git.name = "Ada";
        seen = "\${config.home-manager.users.ada.shell} \${config.home-manager.users.ada.programs.git.name} \${config.hm.shell}";
      }) ];
    };
  }`;
  assert.equal(seen(outputs), ['web seen: fish Ada fish']);
});

test('a machine says which modules it was made of, and what they were given', () => {
  const outputs = `let
    first = nixpkgs.lib.nixosSystem {
      system = "x86_64-linux";
      specialArgs.size = 3;
      modules = [ ({ size, ... }: { seen = size; _module.args.more = "x"; }) ];
    };
  in {
    nixosConfigurations.first = first;
    nixosConfigurations.second = nixpkgs.lib.nixosSystem {
      specialArgs = first._module.specialArgs // { size = 4; };
      modules = first._module.args.modules ++ [ { seen-more = first._module.args.more; } ];
    };
  }`;
  assert.equal(seen(outputs), ['first seen: 3', 'second seen: 4', 'second seen-more: x']);
});

test('a machine sees of a container what its modules make, and nothing of itself in it', () => {
  const outputs = `{
    nixosConfigurations.web = nixpkgs.lib.nixosSystem {
      modules = [ ({ config, ... }: let inside = config.containers.db.config; in {
        role = "outer";
        containers.db = {
          autoStart = true;
          specialArgs.port = 5432;
          config = { config, port, ... }: { imports = [ ./db.nix ]; role = "inner"; own = config.role; at = port; };
        };
        seen-host-name = inside.networking.hostName;
        seen-own = inside.own;
        seen-port = inside.at;
        seen-forced = inside.kind;
        specialisation.slow.configuration = { imports = [ ./db.nix ]; role = "slow"; };
        seen-special = config.specialisation.slow.configuration.role;
      }) ];
    };
  }`;
  const files = { 'db.nix': '{ lib, ... }: { kind = lib.mkForce "database"; role = "inner"; }' };
  assert.equal(seen(outputs, files), [
    'web seen-forced: database',
    'web seen-host-name: db',
    'web seen-own: inner',
    'web seen-port: 5432',
    'web seen-special: ?',
  ]);
});

test('a home under a condition that does not hold is none', () => {
  const facts = factsOf(`
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.web = nixpkgs.lib.nixosSystem {
      modules = [ ({ lib, config, ... }: {
        home-manager.users.ada = lib.mkIf config.desk { home.stateVersion = "25.11"; };
        home-manager.users.bob = lib.mkIf (!config.desk) { home.stateVersion = "25.11"; };
        desk = false;
      }) ];
    };
  };
}
`);
  assert.equal(
    facts.table('host').rows.map(({ homes }) => homes),
    [['bob']],
  );
});

test.run();
