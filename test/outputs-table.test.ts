import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { factsOf, picture } from './support/picture.ts';

const test = suite('table of outputs');

/** Outputs as `path type system`, then what is not known of them. */
function outputs(source: string): string[] {
  const facts = factsOf(source);
  const rows = facts.table('output').rows.map(({ path, type, system }) => {
    return [path, type, ...(system === undefined ? [] : [system])].join(' ');
  });
  const gaps = picture(facts, 'output').filter((line) => line.startsWith('?'));
  return [...rows, ...gaps.map((line) => line.replace('flake=flake.nix ', ''))];
}

test('what Nix and well-known tools read, by type and system', () => {
  const source = `-- flake.nix --
{
  outputs = { self, nixpkgs, ... }: {
    packages.x86_64-linux = { default = 1; "a.b" = 2; };
    apps.x86_64-linux.deploy = { type = "app"; program = "x"; };
    checks.aarch64-linux.lint = 1;
    devShells.x86_64-linux.default = 1;
    formatter.x86_64-linux = nixpkgs.legacyPackages.x86_64-linux.nixfmt;
    devShell.x86_64-linux = 1;
    nixosConfigurations.web = nixpkgs.lib.nixosSystem { modules = [ ]; };
    homeConfigurations."me@web" = 1;
    nixosModules.default = { };
    homeManagerModules.shell = { };
    overlays.default = final: prev: { };
    overlay = self.overlays.default;
    templates.go = { path = ./.; description = ""; };
    lib.double = x: x + x;
    modules.flake.own = { };
    colmena = { meta = { }; defaults = { }; web = { }; };
    deploy = { sshUser = "x"; nodes.web = { }; };
    hydraJobs.web = 1;
    schemas = { };
  };
}`;
  assert.equal(outputs(source), [
    'apps.x86_64-linux.deploy app x86_64-linux',
    'checks.aarch64-linux.lint check aarch64-linux',
    'colmena.web hive',
    'deploy.nodes.web deployment',
    'devShell.x86_64-linux dev-shell x86_64-linux',
    'devShells.x86_64-linux.default dev-shell x86_64-linux',
    'formatter.x86_64-linux formatter x86_64-linux',
    'homeConfigurations."me@web" home',
    'homeManagerModules.shell home-module',
    'hydraJobs.web hydra-job',
    'lib.double library',
    'modules.flake.own module',
    'nixosConfigurations.web nixos-machine',
    'nixosModules.default nixos-module',
    'overlay overlay',
    'overlays.default overlay',
    'packages.x86_64-linux."a.b" package x86_64-linux',
    'packages.x86_64-linux.default package x86_64-linux',
    'schemas other',
    'templates.go template',
  ]);
});

test('flake-parts: what each system gives, and outputs that modules name only', () => {
  const source = `-- flake.nix --
{
  inputs.flake-parts.url = "github:hercules-ci/flake-parts";
  outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } {
    systems = [ "x86_64-linux" "aarch64-darwin" ];
    imports = [ ./shell.nix ];
    perSystem = { pkgs, lib, system, ... }: {
      packages = { tool = pkgs.hello; } // lib.optionalAttrs (system == "x86_64-linux") { vm = pkgs.hello; };
    };
    flake.nixosModules.web = { };
  };
}
-- shell.nix --
{ perSystem = { pkgs, ... }: { devShells.default = pkgs.mkShell { }; checks.ok = pkgs.hello; }; }`;
  const found = outputs(source).filter((line) => !line.startsWith('?'));
  assert.equal(found, [
    'checks.aarch64-darwin.ok check aarch64-darwin',
    'checks.x86_64-linux.ok check x86_64-linux',
    'devShells.aarch64-darwin.default dev-shell aarch64-darwin',
    'devShells.x86_64-linux.default dev-shell x86_64-linux',
    'nixosModules.web nixos-module',
    'packages.aarch64-darwin.tool package aarch64-darwin',
    'packages.x86_64-linux.tool package x86_64-linux',
    'packages.x86_64-linux.vm package x86_64-linux',
  ]);
});

test('what an input adds is a gap of what it adds to', () => {
  const source = `-- flake.nix --
{
  outputs = { self, nixpkgs, other, ... }: {
    packages.x86_64-linux = other.packages.x86_64-linux // { mine = 1; };
    checks = other.checks;
    lib = throw "nothing";
  };
}`;
  assert.equal(outputs(source), [
    'packages.x86_64-linux.mine package x86_64-linux',
    '? type=check depends on the input `other.checks`',
    '? type=library fails: nothing',
    '? type=package system=x86_64-linux depends on the input `other.packages.x86_64-linux`',
  ]);
});

test('outputs that are not known at all, and a package set as a whole', () => {
  const source = `-- flake.nix --
{ outputs = { self, nixpkgs, other, ... }: other.lib.outputs // { legacyPackages.x86_64-linux = nixpkgs.legacyPackages.x86_64-linux; }; }`;
  assert.equal(outputs(source), [
    '? depends on the input `other.lib.outputs`',
    '? type=legacy-package system=x86_64-linux depends on the package set at `pkgs`',
  ]);
});

test('every flake of the workspace has its own', () => {
  const source = `-- flake.nix --
{ inputs.sub.url = "./sub"; outputs = { sub, ... }: { inherit (sub) lib; }; }
-- sub/flake.nix --
{ outputs = { ... }: { lib.one = 1; }; }`;
  assert.equal(picture(factsOf(source), 'output'), [
    'flake=flake.nix path=lib.one type=library name=one',
    'flake=sub/flake.nix path=lib.one type=library name=one',
  ]);
});

test.run();
