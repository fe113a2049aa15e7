import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { factsOf, picture } from './support/picture.ts';

const test = suite('deployments');

function deployments(source: string): string[] {
  return picture(factsOf(source), 'deployment');
}

test('deploy-rs: a profile is joined with the machine that it activates', () => {
  const source = `-- flake.nix --
{
  inputs.deploy-rs.url = "github:serokell/deploy-rs";
  outputs = { self, nixpkgs, deploy-rs, ... }:
    let activate = deploy-rs.lib.x86_64-linux.activate; in {
      nixosConfigurations.web = nixpkgs.lib.nixosSystem { modules = [ ]; };
      nixosConfigurations.mail = nixpkgs.lib.nixosSystem { modules = [ ]; };
      deploy = {
        sshUser = "root";
        nodes.front = {
          hostname = "web.example.org";
          sshOpts = [ "-A" "-p" "2222" ];
          profiles.system.path = activate.nixos self.nixosConfigurations.web;
          profiles.site = { sshUser = "www"; path = activate.custom self.packages.x "./run"; };
        };
        nodes.mail = {
          hostname = "192.0.2.1";
          profiles.system.path = activate.nixos self.nixosConfigurations.mail;
        };
      };
    };
}`;
  assert.equal(deployments(source), [
    '? tool=deploy-rs node=front profile=site address=web.example.org user=www port=2222 tags=[]',
    'web tool=deploy-rs node=front profile=system address=web.example.org user=root port=2222 tags=[]',
    'mail tool=deploy-rs node=mail profile=system address=192.0.2.1 user=root tags=[]',
  ]);
});

test('deploy-rs: nodes that an input makes are a gap, and what a variable decides is undecided', () => {
  const source = `-- flake.nix --
{
  outputs = { self, nixpkgs, deploy-rs, other, ... }: {
    deploy.nodes = other.nodes // {
      web = { hostname = other.name; profiles = { inherit (other) system; }; };
    };
  };
}`;
  assert.equal(deployments(source), [
    '? tool=deploy-rs node=web profile=system address=? user=? port=? tags=[]',
    '? tool=deploy-rs depends on the input `other.nodes`',
  ]);
});

test('colmena: nodes say how they are reached', () => {
  const source = `-- flake.nix --
{
  inputs.colmena.url = "github:zhaofengli/colmena";
  outputs = { self, nixpkgs, colmena, ... }: {
    nixosConfigurations.web = nixpkgs.lib.nixosSystem { modules = [ ]; };
    colmenaHive = colmena.lib.makeHive {
      meta.nixpkgs = import nixpkgs { system = "x86_64-linux"; };
      defaults.deployment.targetUser = "deploy";
      web.deployment = { targetHost = "192.0.2.1"; tags = [ "front" ]; };
      mail.deployment = { targetHost = "mail.example.org"; targetPort = 2222; };
      local.deployment = { targetHost = null; allowLocalDeployment = true; };
      plain = { };
    };
  };
}`;
  assert.equal(deployments(source), [
    'local tool=colmena node=local user=deploy tags=[]',
    'mail tool=colmena node=mail address=mail.example.org user=deploy port=2222 tags=[]',
    'plain tool=colmena node=plain address=plain user=deploy tags=[]',
    'web tool=colmena node=web address=192.0.2.1 user=deploy tags=["front"]',
  ]);
});

test('clan: the inventory goes before the machine', () => {
  const source = `-- flake.nix --
{
  inputs.clan-core.url = "github:clan-lol/clan-core";
  outputs = { self, clan-core, ... }:
    let
      clan = clan-core.lib.clan {
        inherit self;
        inventory.machines.mail.deploy.targetHost = "root@[2001:db8::1]:2222?IdentityFile=/x";
        machines.web.clan.core.networking.targetHost = "root@web.example.org";
        machines.mail.clan.core.networking.targetHost = "elsewhere";
        machines.bare = { };
      };
    in { inherit (clan.config) nixosConfigurations clanInternals; };
}`;
  assert.equal(deployments(source), [
    'web tool=clan node=web address=web.example.org user=root tags=[]',
    'mail tool=clan node=mail address=2001:db8::1 user=root port=2222 tags=[]',
  ]);
});

test('nixos-unified: the target of a machine', () => {
  const source = `-- flake.nix --
{
  inputs.flake-parts.url = "github:hercules-ci/flake-parts";
  inputs.nixos-unified.url = "github:srid/nixos-unified";
  outputs = inputs@{ self, ... }: inputs.flake-parts.lib.mkFlake { inherit inputs; } {
    systems = [ "x86_64-linux" ];
    imports = [ inputs.nixos-unified.flakeModules.default ];
    flake.nixosConfigurations.web = self.nixos-unified.lib.mkLinuxSystem { home-manager = false; } {
      nixos-unified.sshTarget = "ada@web.example.org";
    };
    flake.nixosConfigurations.local = self.nixos-unified.lib.mkLinuxSystem { home-manager = false; } { };
  };
}`;
  assert.equal(deployments(source), [
    'web tool=nixos-unified node=web address=web.example.org user=ada tags=[]',
  ]);
});

test.run();
