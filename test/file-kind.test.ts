import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { analyzeText } from '#analyzer/file-analysis.ts';
import { fileKind, isModuleOrFlake } from '#analyzer/syntax/file-kind.ts';

const test = suite('kinds of files');

const kinds: { readonly [kind: string]: readonly string[] } = {
  module: [
    '{ imports = [ ./a.nix ]; }',
    '{ config, lib, ... }: lib.mkIf config.a.enable { own.b = 1; }',
    '({ config, ... }@args: (let a = args; in (with a; assert b; (rec { own.b = c; }))))',
    '{ config, lib, ... }: { own.b = lib; } // { }',
    '{ pkgs, ... }: { environment.systemPackages = [ pkgs.hello ]; }',
    '{ lib, ... }: let a = 1; in with lib; { programs.git = { }; }',
    '{ lib, ... }: lib.mkMerge [ { boot.a = 1; } (lib.mkIf true { own = 1; }) ]',
    '{ pkgs, ... }: { own.a = 1; } // { systemd.b = 2; }',
    '_: { services.nginx.virtualHosts = { }; }',
    '{ services.openssh.settings = { }; }',
    '{ users.users.ada = { }; nix.settings = { }; }',
    '{ own.machines.web.enable = true; }',
    '{ inputs, ... }: { perSystem = { pkgs, ... }: { }; }',
  ],
  package: [
    '{ stdenv, fetchurl }: stdenv.mkDerivation { pname = "a"; }',
    '{ lib, buildGoModule, ... }: let a = 1; in buildGoModule { }',
    '{ pkgs, ... }: pkgs.writeShellScriptBin "a" "run"',
  ],
  overlay: ['final: prev: { hello = prev.hello; }', 'self: super: { meta = 1; }'],
  data: [
    '{ ada = { uid = 1000; }; bob.uid = 1001; }',
    '[ "a" "b" ]',
    '{ users = [ "ada" "bob" ]; }',
    '{ system = "x86_64-linux"; host = "oak"; }',
  ],
  library: [
    '{ lib }: { twice = x: x + x; }',
    '{ config }: { twice = x: x + x; }',
    '{ config, ... }: x: x + x',
    '{ config, ... }: let { body = { own.b = 1; }; }',
    '{ config ? 1, ... }: if config then { own.b = 1; } else { }',
    '{ lib, ... }: { greet = name: "hello ${name}"; meta = { }; }',
    'x: x + 1',
    '{ enable = x: x; on = { enabled = true; }; }',
    'import ./a.nix',
  ],
};

for (const [kind, texts] of Object.entries(kinds)) {
  for (const text of texts) {
    test(`${kind}: ${text}`, () => {
      const file = 'a.nix' as FilePath;
      assert.is(fileKind(file, analyzeText(text, 'nix')), kind);
      assert.is(isModuleOrFlake(file, analyzeText(text, 'nix')), kind === 'module');
    });
  }
}

test('a flake is told by its name and its outputs', () => {
  const kindOf = (file: string, text: string): string =>
    fileKind(file as FilePath, analyzeText(text, 'nix'));
  assert.ok(isModuleOrFlake('flake.nix' as FilePath, analyzeText('{ outputs = 1; }', 'nix')));
  assert.is(kindOf('a/flake.nix', '{ outputs = _: { }; }'), 'flake');
  assert.is(kindOf('a/flake.nix', '{ services.a = 1; }'), 'module');
  assert.is(kindOf('a.nix', '{ outputs = _: { }; }'), 'library');
});

test.run();
