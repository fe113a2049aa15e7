import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { factsOf } from './support/picture.ts';

const test = suite('platforms');

/** The options of a machine with one module, as `path=value`; a value that is not known is `?`. */
function options(module: string): string[] {
  const facts = factsOf(`
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.web = nixpkgs.lib.nixosSystem { modules = [ ./web.nix ]; };
  };
}
-- web.nix --
${module}
`);
  return facts
    .table('option')
    .rows.map(({ path, value }) => `${path}=${typeof value === 'object' ? '?' : value}`);
}

test('modules read a platform where a system was written', () => {
  const module = `{ config, pkgs, lib, ... }: let platform = config.nixpkgs.hostPlatform; in {
    nixpkgs.hostPlatform = lib.mkDefault "aarch64-linux";
    a.system = platform.system;
    b.linux = platform.isLinux;
    c.other = platform.isx86_64 || platform.isDarwin;
    d.cpu = platform.parsed.cpu.name;
    e.triple = platform.config;
    f.names = "\${platform.linuxArch} \${platform.uname.processor} \${platform.go.GOARCH}";
    g.built = config.nixpkgs.buildPlatform.system;
    h.packages = pkgs.stdenv.hostPlatform.parsed.kernel.name;
    i.isText = platform == "aarch64-linux";
    j.unknown = platform.gcc.arch;
  }`;
  assert.equal(options(module), [
    'a.system=aarch64-linux',
    'b.linux=true',
    'c.other=false',
    'd.cpu=aarch64',
    'e.triple=aarch64-unknown-linux-gnu',
    'f.names=arm64 aarch64 arm64',
    'g.built=aarch64-linux',
    'h.packages=linux',
    'i.isText=false',
    'j.unknown=?',
    'nixpkgs.hostPlatform=aarch64-linux',
  ]);
});

test('packages may be built elsewhere than they run', () => {
  const module = `{ config, pkgs, ... }: {
    nixpkgs.hostPlatform = "aarch64-linux";
    nixpkgs.buildPlatform = "x86_64-linux";
    a.built = pkgs.stdenv.buildPlatform.system;
    b.runs = pkgs.stdenv.hostPlatform.system;
    c.system = pkgs.system;
    d.arm = pkgs.stdenv.isAarch64;
    e.built = config.nixpkgs.buildPlatform.isx86_64;
  }`;
  assert.equal(options(module), [
    'a.built=x86_64-linux',
    'b.runs=aarch64-linux',
    'c.system=aarch64-linux',
    'd.arm=true',
    'e.built=true',
    'nixpkgs.buildPlatform=x86_64-linux',
    'nixpkgs.hostPlatform=aarch64-linux',
  ]);
});

test('a set says more of a platform than its system', () => {
  const module = `{ config, pkgs, lib, ... }: {
    nixpkgs.hostPlatform = { system = "x86_64-linux"; gcc.arch = "znver4"; };
    a.system = pkgs.stdenv.hostPlatform.system;
    b.x86 = config.nixpkgs.hostPlatform.isx86_64;
    c.arch = config.nixpkgs.hostPlatform.gcc.arch;
    d.again = (lib.systems.elaborate config.nixpkgs.hostPlatform).linuxArch;
  }`;
  assert.equal(options(module), [
    'a.system=x86_64-linux',
    'b.x86=true',
    'c.arch=znver4',
    'd.again=x86_64',
    'nixpkgs.hostPlatform.gcc.arch=znver4',
    'nixpkgs.hostPlatform.system=x86_64-linux',
  ]);
});

test('a platform that is told by its triple is unknown, and so is a system that is not told of', () => {
  const module = `{ config, lib, ... }: {
    nixpkgs.hostPlatform.config = "aarch64-unknown-linux-musl";
    a.linux = config.nixpkgs.hostPlatform.isLinux;
    b.triple = config.nixpkgs.hostPlatform.config;
    c.linux = (lib.systems.elaborate "mips64el-linux").isLinux;
    d.cpu = (lib.systems.elaborate "mips64el-linux").isx86_64;
    e.exposed = lib.elem "x86_64-linux" lib.systems.flakeExposed;
    f.exposed = lib.elem "sparc-linux" lib.systems.flakeExposed;
  }`;
  assert.equal(options(module), [
    'a.linux=?',
    'b.triple=aarch64-unknown-linux-musl',
    'c.linux=true',
    'd.cpu=?',
    'e.exposed=true',
    'f.exposed=?',
    'nixpkgs.hostPlatform.config=aarch64-unknown-linux-musl',
  ]);
});

test('a module of a Mac, and a condition that no platform meets', () => {
  const module = `{ config, lib, ... }: {
    nixpkgs.hostPlatform = "x86_64-darwin";
    a.mac = config.nixpkgs.hostPlatform.isDarwin && config.nixpkgs.hostPlatform.isMacOS;
    b.libc = config.nixpkgs.hostPlatform.libc;
    c = lib.mkIf (config.nixpkgs.hostPlatform == "x86_64-darwin") { never = true; };
  }`;
  assert.equal(options(module), [
    'a.mac=true',
    'b.libc=libSystem',
    'nixpkgs.hostPlatform=x86_64-darwin',
  ]);
});

test.run();
