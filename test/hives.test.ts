import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { flake, web } from './support/framework-flakes.ts';
import { machines } from './support/machines.ts';
import { factsOf } from './support/picture.ts';

const test = suite('hives of colmena');

test('colmena: the nodes of a hive that a flake makes', () => {
  const source = flake(
    'colmena.url = "github:zhaofengli/colmena";',
    `{ self, colmena, nixpkgs, ... }: {
      colmenaHive = colmena.lib.makeHive {
        meta = {
          nixpkgs = import nixpkgs { system = "x86_64-linux"; };
          specialArgs.suffix = "1";
          nodeSpecialArgs.mail.suffix = "2";
        };
        defaults = { name, lib, ... }: { networking.hostName = lib.mkDefault name; };
        web = { suffix, ... }: { networking.hostName = "web\${suffix}"; };
        mail = [ ({ suffix, nodes, ... }: { networking.domain = nodes.web.config.networking.hostName + suffix; }) ];
      };
      nixosConfigurations = self.colmenaHive.nodes;
    }`,
  );
  assert.equal(machines(source), ['nixos mail mail', 'nixos web web1']);
});

test('colmena: a hive that is an output as it is written', () => {
  const source = flake(
    '',
    `{ nixpkgs, ... }: {
      colmena = import ./hive.nix { inherit nixpkgs; };
      nixosConfigurations.web = nixpkgs.lib.nixosSystem { modules = [ ./web.nix ]; };
    }`,
    `${web}
-- hive.nix --
{ nixpkgs }: {
  meta.nixpkgs = import nixpkgs { system = "x86_64-linux"; };
  web = { networking.hostName = "the same machine"; };
  mail = { networking.hostName = "mail1"; };
}`,
  );
  assert.equal(machines(source), ['nixos web web1', 'nixos mail mail1']);
});

test('colmena: a hive without a flake', () => {
  const source = `-- hive.nix --
{ meta.nixpkgs = import (fetchTarball "https://github.com/NixOS/nixpkgs/archive/nixos-unstable.tar.gz") { };
  defaults = { name, ... }: { networking.hostName = name; };
  mail = { name, ... }: { deployment.targetHost = "\${name}.example.org"; };
  web = import ./web.nix; }
${web}`;
  assert.equal(machines(source), ['nixos mail mail', 'nixos web web1']);
});

test('colmena: a hive of sources that are pinned in a file, with the system in a module', () => {
  const source = `-- pins.json --
{ "nixpkgs": { "url": "https://github.com/NixOS/nixpkgs.git" } }
-- hive.nix --
let
  pins = builtins.mapAttrs (_: pin: builtins.fetchGit { inherit (pin) url; }) (builtins.fromJSON (builtins.readFile ./pins.json));
in {
  meta.nixpkgs = import pins.nixpkgs;
  web = { lib, ... }: { nixpkgs.system = "x86_64-linux"; networking.hostName = lib.toLower "WEB"; };
}`;
  const facts = factsOf(source);
  assert.equal(
    facts.table('host').rows.map((row) => [row.name, row.system, row['host-name']]),
    [['web', 'x86_64-linux', 'web']],
  );
});

test.run();
