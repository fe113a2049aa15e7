import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { machines } from './support/machines.ts';

const test = suite('flake-parts');

/** A flake of one module, with files beside it. */
function flake(module: string, files = ''): string {
  return `-- flake.nix --
{ inputs.flake-parts.url = "github:hercules-ci/flake-parts"; inputs.nixpkgs.url = "nixpkgs";
  outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } (${module}); }
${files}`;
}

/** A machine whose name an expression gives that sees arguments of the flake's modules. */
function named(name: string, rest = '', args = ''): string {
  return flake(`{ config, inputs, lib, self, withSystem, ${args} ... }: {
    systems = [ "x86_64-linux" "aarch64-linux" ];
    ${rest}
    flake.nixosConfigurations.web = lib.nixosSystem { modules = [ { networking.hostName = ${name}; } ]; };
  }`);
}

test('what perSystem defines is an output of each system', () => {
  const source = named(
    'self.legacyPackages.aarch64-linux.name',
    'perSystem = { system, ... }: { legacyPackages.name = "on-${system}"; };',
  );
  assert.equal(machines(source), ['nixos web on-aarch64-linux']);
});

test('modules see each other, and the flake, for their system', () => {
  const source = named(
    'withSystem "x86_64-linux" ({ config, ... }: config.legacyPackages.whole)',
    `perSystem = { config, self', lib, ... }: {
      legacyPackages.part = "part";
      legacyPackages.whole = lib.concatStringsSep "-" [ config.legacyPackages.part self'.legacyPackages.part ];
    };`,
  );
  assert.equal(machines(source), ['nixos web part-part']);
});

test('options of perSystem are declared by any module', () => {
  const source = named(
    'withSystem "x86_64-linux" ({ config, ... }: config.label)',
    `imports = [ ({ flake-parts-lib, lib, ... }: {
      options.perSystem = flake-parts-lib.mkPerSystemOption ({ config, ... }: {
        options.label = lib.mkOption { type = lib.types.str; default = "unlabelled"; };
        config.legacyPackages.label = config.label;
      });
    }) ];
    perSystem.label = "labelled";`,
  );
  assert.equal(machines(source), ['nixos web labelled']);
});

test('an attribute is transposed on demand', () => {
  const source = named(
    'self.names.x86_64-linux',
    `transposition.names.adHoc = true;
     perSystem = { system, ... }: { names = "named-\${system}"; };`,
  );
  assert.equal(machines(source), ['nixos web named-x86_64-linux']);
});

test('a module of a machine sees the system that it is for', () => {
  const source = flake(`{ inputs, lib, moduleWithSystem, ... }: {
    systems = [ "x86_64-linux" ];
    perSystem = { system, ... }: { legacyPackages.name = "on-\${system}"; };
    flake.nixosModules.named = moduleWithSystem (perSystem@{ config }: { lib, ... }: {
      networking.hostName = lib.mkDefault perSystem.config.legacyPackages.name;
    });
    flake.nixosConfigurations.web = lib.nixosSystem {
      modules = [ inputs.self.nixosModules.named { nixpkgs.hostPlatform = "x86_64-linux"; } ];
    };
  }`);
  assert.equal(machines(source), ['nixos web on-x86_64-linux']);
});

test('modules of one name are one module', () => {
  const source = flake(
    '{ imports = [ inputs.flake-parts.flakeModules.modules ./a.nix ./b.nix ./machine.nix ]; }',
    `-- a.nix --
{ flake.modules.nixos.base = { networking.hostName = "web1"; }; flake.nixosModules.other = { }; }
-- b.nix --
{ flake.modules.nixos.base = { lib, ... }: { networking.domain = "example.org"; }; }
-- machine.nix --
{ config, lib, ... }: {
  flake.nixosConfigurations.web = lib.nixosSystem {
    modules = [ config.flake.modules.nixos.base ({ config, ... }: { users.users.\${config.networking.domain} = { }; }) ];
  };
}`,
  );
  assert.equal(machines(source), ['nixos web web1']);
});

test('options may be declared below flake', () => {
  const source = flake(`{ config, lib, ... }: {
    options.flake.meta = lib.mkOption { type = lib.types.attrsOf lib.types.str; };
    config.flake = {
      meta.a = "a";
      nixosConfigurations.web = lib.nixosSystem {
        modules = [ { networking.hostName = lib.concatStrings (lib.attrValues config.flake.meta); } ];
      };
    };
    imports = [ { flake.meta.b = "b"; } ];
  }`);
  assert.equal(machines(source), ['nixos web ab']);
});

test('a partition gives outputs, and sees inputs of another flake', () => {
  const source = flake(
    `{ inputs, lib, ... }: {
      imports = [ inputs.flake-parts.flakeModules.partitions ];
      partitionedAttrs.nixosConfigurations = "machines";
      partitions.machines = {
        extraInputsFlake = ./machines;
        module = { inputs, ... }: {
          flake.nixosConfigurations.web = lib.nixosSystem {
            modules = [ { networking.hostName = inputs.names.lib.web; } ];
          };
        };
      };
    }`,
    `-- machines/flake.nix --
{ inputs.names.url = "path:./names"; outputs = _: { }; }
-- machines/names/flake.nix --
{ outputs = _: { lib.web = "web1"; }; }`,
  );
  assert.equal(machines(source), ['nixos web web1']);
});

test('packages of each system make an overlay', () => {
  const source = named(
    'lib.concatStringsSep "-" (builtins.attrNames self.overlays)',
    `imports = [ inputs.flake-parts.flakeModules.easyOverlay ];
    perSystem = { pkgs, ... }: { overlayAttrs.own = pkgs.hello; };`,
  );
  assert.equal(machines(source), ['nixos web default']);
});

test('a file gets arguments before it is a module', () => {
  const source = flake(
    `{ flake-parts-lib, lib, ... }: {
      imports = [ (flake-parts-lib.importApply ./machine.nix { name = "web1"; }) ];
    }`,
    `-- machine.nix --
{ name }: { lib, ... }: {
  flake.nixosConfigurations.web = lib.nixosSystem { modules = [ { networking.hostName = name; } ]; };
}`,
  );
  assert.equal(machines(source), ['nixos web web1']);
});

test('a module of an unknown input may add machines', () => {
  const source = named('"web1"', 'imports = [ inputs.mystery.flakeModule ];').replace(
    'inputs.nixpkgs.url',
    'inputs.mystery.url = "github:ada/mystery"; inputs.nixpkgs.url',
  );
  assert.equal(machines(source), [
    'nixos web web1',
    '? class=nixos depends on the input `mystery.flakeModule`',
    '? class=darwin depends on the input `mystery.flakeModule`',
    '? class=home depends on the input `mystery.flakeModule`',
  ]);
});

/** Inputs with these repositories, beside those of `flake`. */
function withInputs(source: string, repositories: { readonly [name: string]: string }): string {
  const declared = Object.entries(repositories).map(
    ([name, repository]) => `inputs.${name}.url = "github:${repository}"; `,
  );
  return source.replace('inputs.nixpkgs.url', `${declared.join('')}inputs.nixpkgs.url`);
}

test('well-known modules make no machines, and the flake gives their settings', () => {
  const source = named(
    '"web1"',
    `imports = [
      inputs.nix-topology.flakeModule inputs.files.flakeModules.default inputs.flat.flakeModules.flatFlake
      inputs.actions.flakeModules.default inputs.terranix.flakeModule inputs.compose.flakeModule
      inputs.control.flakeModule inputs.disko.flakeModules.disko
    ];
    flatFlake.config.allowed = [ ];
    flake.actions-nix.workflows = { };
    perSystem = { ... }: {
      topology.modules = [ ./topology.nix ];
      files.file.README.text = "";
      terranix.terranixConfigurations = { };
      mission-control.scripts = { };
    };`,
  );
  const repositories = {
    'nix-topology': 'oddlama/nix-topology',
    files: 'mightyiam/files',
    flat: 'linyinfeng/flat-flake',
    actions: 'nialov/actions.nix',
    terranix: 'terranix/terranix',
    compose: 'Platonic-Systems/process-compose-flake',
    control: 'Platonic-Systems/mission-control',
    disko: 'nix-community/disko',
  };
  assert.equal(machines(withInputs(source, repositories)), ['nixos web web1']);
});

test('a module of a well-known input that has another name may add machines', () => {
  const source = named('"web1"', 'imports = [ inputs.disko.flakeModules.other ];');
  assert.equal(machines(withInputs(source, { disko: 'nix-community/disko' })).slice(0, 2), [
    'nixos web web1',
    '? class=nixos depends on the input `disko.flakeModules.other`',
  ]);
});

test('a module of an unknown input leaves outputs alone that have other names', () => {
  const source = named(
    'self.lib.name self.modules.own',
    'imports = [ inputs.mystery.flakeModule ./lib.nix ]; ' +
      'flake.libs.name = modules: "${toString (lib.length modules)}-web"; flake.modules.own = [ ./lib.nix ];',
  ).replace('inputs.nixpkgs.url', 'inputs.mystery.url = "github:ada/mystery"; inputs.nixpkgs.url');
  const files = `-- lib.nix --
{ config, lib, ... }: {
  options.flake.libs = lib.mkOption { type = lib.types.attrsOf lib.types.raw; };
  config.flake.lib = config.flake.libs;
}`;
  assert.equal(machines(`${source}\n${files}`)[0], 'nixos web 1-web');
});

test('a module that cannot be read may declare what others define', () => {
  const source = flake(
    `{ config, inputs, lib, ... }: {
      imports = [ (inputs.nixpkgs + "/flake-module.nix") ];
      globals.modules = [ { networking.hostName = "named-elsewhere"; } ];
      flake.nixosConfigurations.web = lib.nixosSystem { modules = [ { } ] ++ config.globals.modules; };
    }`,
  );
  assert.equal(machines(source)[0], 'nixos web named-elsewhere');
});

test.run();
