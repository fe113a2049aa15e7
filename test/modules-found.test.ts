import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { snapshotOf } from './support/fleet.ts';

const test = suite('modules that machines are made of');

function factsOf(texts: { readonly [file: string]: string }): Facts {
  return snapshotOf(new Map(Object.entries(texts)) as Map<FilePath, string>).facts();
}

test('a module that code imports is the file that it is all of', () => {
  const facts = factsOf({
    'flake.nix': `{
      inputs.nixpkgs.url = "github:NixOS/nixpkgs";
      outputs = { nixpkgs, ... }: {
        nixosConfigurations.oak = nixpkgs.lib.nixosSystem {
          modules = [ ./oak.nix ] ++ import ./all.nix [ ./a.nix ./b.nix ];
        };
      };
    }`,
    'all.nix': 'files: map import files',
    'oak.nix': '{ imports = map (import ./made.nix) [ 1 2 ]; }',
    'a.nix': '{ lib, ... }: { networking.hostName = lib.mkDefault "a"; }',
    'b.nix': 'import ./c.nix',
    'c.nix': '{ networking.domain = "c"; }',
    'made.nix': 'port: { networking.firewall.allowedTCPPorts = [ port ]; }',
  });
  assert.equal(
    facts.table('module').rows.map(({ file }) => file),
    ['a.nix', 'c.nix', 'made.nix', 'oak.nix'],
  );
  assert.is(facts.table('open-port').rows.length, 2);
});

test('a module that Nix copies into the store is the file that it copies', () => {
  const facts = factsOf({
    'flake.nix': `{
      inputs.nixpkgs.url = "github:NixOS/nixpkgs";
      outputs = { nixpkgs, ... }: {
        nixosConfigurations.oak = nixpkgs.lib.nixosSystem {
          modules = [ (builtins.path { path = ./oak.nix; name = "oak"; }) ];
        };
      };
    }`,
    'oak.nix': '{ networking.hostName = "oak"; }',
  });
  assert.equal(
    facts.table('module').rows.map(({ file }) => file),
    ['oak.nix'],
  );
  assert.equal(facts.table('module').gaps, []);
});

test('of a machine whose list of modules fails, nothing is taken to be known', () => {
  const facts = factsOf({
    'flake.nix': `{
      inputs.nixpkgs.url = "github:NixOS/nixpkgs";
      outputs = { nixpkgs, ... }: {
        nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ { } ] ++ (throw "no list"); };
      };
    }`,
  });
  const reasons = facts.table('open-port').gaps.map(({ reason }) => reason);
  assert.equal([...new Set(reasons)], ['a module fails: no list']);
});

test('a submodule that adds to one of upstream knows what that has by default', () => {
  const facts = factsOf({
    'flake.nix': `{
      inputs.nixpkgs.url = "github:NixOS/nixpkgs";
      outputs = { nixpkgs, ... }: {
        nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
      };
    }`,
    'oak.nix': `{ lib, ... }: {
      options.users.users = lib.mkOption {
        type = lib.types.attrsOf (lib.types.submodule ({ config, ... }: {
          config.hashedPasswordFile = "/run/keys/\${config.name}";
        }));
      };
      config.users.users.ada.isNormalUser = true;
    }`,
  });
  assert.equal(
    facts.table('user').rows.map((row) => row['hashed-password-file']),
    ['/run/keys/ada'],
  );
});

test('outputs that may have more names have no machines that they certainly do not name', () => {
  const facts = factsOf({
    'flake.nix': `{
      inputs.nixpkgs.url = "github:NixOS/nixpkgs";
      outputs = { nixpkgs, ... }: {
        nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ { } ]; };
      } // nixpkgs.lib.filterAttrs (_: _: builtins.currentTime == 1) { packages = { }; };
    }`,
  });
  const { rows, gaps } = facts.table('host');
  assert.equal(
    rows.map(({ name }) => name),
    ['oak'],
  );
  assert.equal(gaps, []);
});

test('a set that inputs extend again and again ends in what is not known', () => {
  const facts = factsOf({
    'flake.nix': `{
      inputs.nixpkgs.url = "github:NixOS/nixpkgs";
      inputs.other.url = "github:somebody/other";
      outputs = { nixpkgs, other, ... }: let
        inherit (nixpkgs) lib;
        extend = set: n: lib.extends (_: _: other.lib // { last = n; }) (_: set) { };
        extended = builtins.foldl' extend { first = 1; } (builtins.genList (n: n) 30000);
      in {
        nixosConfigurations.oak = lib.nixosSystem {
          modules = [ { networking.hostName = toString extended.first; } ];
        };
      };
    }`,
  });
  assert.equal(
    facts.table('host').rows.map((row) => row['host-name']),
    [{ undecided: 'depends on the input `other.lib.first`' }],
  );
});

test('names that may be there are followed through many sets', () => {
  const made = (step: string): Facts =>
    factsOf({
      'flake.nix': `{
        inputs.nixpkgs.url = "github:NixOS/nixpkgs";
        outputs = { nixpkgs, ... }: let
          inherit (nixpkgs) lib;
          unknown = builtins.currentTime == 1;
          sets = builtins.foldl' (set: _: ${step}) { other = 1; } (builtins.genList (n: n) 30000);
        in {
          nixosConfigurations.oak = lib.nixosSystem {
            modules = [ { networking.hostName = ({ name = "oak"; } // sets).name; } ];
          };
        };
      }`,
    });
  for (const step of [
    'lib.optionalAttrs unknown set',
    'lib.filterAttrs (_: _: unknown) set',
    'lib.zipAttrsWith (_: builtins.head) [ (lib.optionalAttrs unknown set) ]',
  ])
    assert.is(made(step).table('host').rows.length, 1, step);
});

/** A machine whose only module is made by a function that knows the configuration, as frameworks of one repository do. */
function wrapped(module: string, inputs = 'inputs.pond.url = "github:some/pond";'): Facts {
  return factsOf({
    'flake.nix': `{
      inputs.nixpkgs.url = "github:NixOS/nixpkgs";
      ${inputs}
      outputs = inputs: {
        nixosConfigurations.oak = inputs.nixpkgs.lib.nixosSystem {
          specialArgs = { inherit inputs; };
          modules = [ ./wrapped.nix ./own.nix ];
        };
      };
    }`,
    'own.nix': `{ lib, ... }: {
      options.grove.web.port = lib.mkOption { type = lib.types.port; default = 80; };
      options.grove.owner = lib.mkOption { type = lib.types.str; };
      config.grove.owner = "ada";
      config._module.args.gardener = "ada";
    }`,
    'wrapped.nix': module,
  });
}

test('modules of inputs are not those that functions of the repository make, also in a list without duplicates', () => {
  const facts = wrapped(
    `{ lib, inputs, ... }: {
    imports = lib.unique [
      inputs.hardware.nixosModules.thinkpad
      (lib.mkAliasOptionModule [ "shop" ] [ "networking" "hostName" ])
      (lib.mkAliasOptionModule [ "trade" ] [ "networking" "search" ])
      ({ ... }: { shop = "acorn"; })
    ];
  }`,
    'inputs.hardware.url = "github:NixOS/nixos-hardware";',
  );
  assert.equal(
    facts.table('host').rows.map((row) => row['host-name']),
    ['acorn'],
  );
});

test('the configuration may give names of the path that an option is an alias of', () => {
  const facts = wrapped(`{ config, gardener, lib, ... }: {
    imports = [
      (lib.mkAliasOptionModule [ "me" ] [ "users" "users" gardener ])
      { config = lib.setAttrByPath [ "users" "users" config.grove.owner "uid" ] 1001; }
    ];
    me.extraGroups = [ "wheel" ];
  }`);
  assert.equal(
    facts.table('user').rows.map(({ name, uid, ...row }) => [name, uid, row['extra-groups']]),
    [['ada', 1001, ['wheel']]],
  );
});

test('what an alias with an unknown name passes on may be of any name there', () => {
  const facts = wrapped(`{ config, inputs, lib, ... }: {
    imports = [ (lib.mkAliasOptionModule [ "me" ] [ "users" "users" inputs.pond.name ]) ];
    me.uid = 1000;
    users.users.eve = { };
    networking.hostName = config.users.users.bob.description or "nobody";
  }`);
  assert.equal(
    facts.table('user').rows.map(({ key }) => key),
    ['eve'],
  );
  assert.equal(
    [...new Set(facts.table('user').gaps.map(({ reason }) => reason))],
    ['depends on the input `pond.name`'],
  );
  assert.equal(
    facts.table('host').rows.map((row) => row['host-name']),
    [{ undecided: 'depends on the input `pond.name.description`' }],
  );
});

test('below names that only the repository declares options under there are no others', () => {
  const asked = (inputs?: string): Facts =>
    wrapped(
      `{ config, lib, inputs, ... }: {
        imports = [ inputs.pond.nixosModules.default ];
        networking.firewall.allowedTCPPorts =
          lib.mkIf (config.grove.web.enable or true) [ config.grove.web.port ];
      }`,
      inputs,
    );
  const portsOf = (facts: Facts) => facts.table('open-port').rows.map(({ port }) => port);
  assert.equal(portsOf(asked()), [80]);
  assert.equal(portsOf(asked('inputs.pond.url = "github:some/nixos-grove";')), []);
  assert.equal(portsOf(asked('inputs.pond.url = "git+ssh://git@example.org/pond";')), []);
});

test('what the repository takes from an input for its own options may set each of them', () => {
  const taken = (own: string): Facts =>
    wrapped(`{ config, inputs, ... }: {
      ${own}
      networking.firewall.allowedTCPPorts = [ config.grove.web.port ];
    }`);
  assert.equal(
    taken('')
      .table('open-port')
      .rows.map(({ port }) => port),
    [80],
  );
  for (const own of [
    'grove.web = inputs.pond.lib.settings;',
    'grove.web = { } // inputs.pond.lib.settings;',
    'grove = inputs.pond.lib.settings // { owner = "eve"; };',
    'grove = inputs.nixpkgs.lib.genAttrs [ inputs.pond.name ] (_: { port = 81; });',
  ])
    assert.equal(taken(own).table('open-port').rows, [], own);
});

test.run();
