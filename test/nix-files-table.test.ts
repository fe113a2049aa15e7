import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isUndecided } from '#analyzer/facts/cell.ts';
import { machine } from './support/limits.ts';
import { factsOf } from './support/picture.ts';

const test = suite('table of Nix files');

/** Whether something reads the files of these texts, for a fleet with one machine of this module. */
function reached(module: string, files: { readonly [file: string]: string }): string[] {
  const others = Object.entries(files).map(([file, text]) => `-- ${file} --\n${text}\n`);
  const { rows } = factsOf(machine(module, others.join(''))).table('nix-file');
  return rows
    .filter(({ file }) => file !== 'flake.nix')
    .map(({ file, reached: cell }) => `${file}: ${isUndecided(cell) ? '?' : cell}`);
}

test('what files import is reached with them, and what only unread files import is not', () => {
  const files = {
    'a/default.nix': '{ imports = [ ./b.nix ../c ]; }',
    'a/b.nix': 'import ./d.nix { }',
    'a/d.nix': '{ }: { }',
    'a/e.nix': '{ imports = [ ./f.nix ]; }',
    'a/f.nix': '{ imports = [ ./e.nix ]; }',
    'c/default.nix': '{ pkgs, ... }: { x = pkgs.callPackage ./package.nix { }; }',
    'c/package.nix': '{ stdenv }: stdenv.mkDerivation { }',
    'c/g.nix': '{ }',
  };
  assert.equal(reached('{ imports = [ ./a ]; }', files), [
    'a/b.nix: true',
    'a/d.nix: true',
    'a/default.nix: true',
    'a/e.nix: false',
    'a/f.nix: false',
    'c/default.nix: true',
    'c/g.nix: false',
    'c/package.nix: true',
  ]);
});

/** Ways to read `parts/web.nix` that leave no path of it behind. */
const hidden: readonly string[] = [
  '{ x = map import (listIn ./parts); }',
  '{ x = [ ./parts ]; }',
  '{ x = lib.path.append ./. "parts"; }',
  '{ imports = map (name: ./. + "/parts/${name}") [ "web.nix" ]; }',
  '{ x = ./parts + "/web" + ".nix"; }',
  '{ x = n: ./parts/${n}.nix; }',
  '{ x = n: ./${n}/web.nix; }',
  '{ self, ... }: { imports = [ "${self}/parts/web.nix" ]; }',
  '{ inputs, ... }: { imports = [ (inputs.self + "/parts/${inputs.x}.nix") ]; }',
  '{ inputs, ... }: { imports = [ "${inputs.self}/${inputs.x}" ]; }',
  '{ self, ... }: { imports = builtins.attrNames (builtins.readDir self); }',
  '{ self, ... }: { x = load { src = self; }; }',
  '{ self, ... }: { x = load "${self}"; }',
  '{ self, ... }: { x = load self.outPath; }',
  '{ lib, ... }: { imports = map lib.own.fromRoot [ "parts/web.nix" ]; }',
  '{ self, lib, ... }: { x = load (self + (if true then "/parts" else "/other")); }',
  '{ flake, ... }: { x = load (flake + "/${name}"); }',
  '{ x = ./. + name; }',
  '{ x = "see parts/web.nix:12"; y.url = "path:parts"; }',
  '{ lib, ... }: { imports = lib.own.below "/parts"; }',
  '{ x = import <nixos/parts/web.nix>; }',
  "{ x = ''nix-build /etc/nixos/parts/web.nix''; }",
  '{ x = "nixos-rebuild -I nixos-config=/etc/nixos/parts/web.nix"; }',
  '{ inputs, ... }: { x = inputs.blueprint; }',
  '{ inputs, ... }: { x = inputs.someone.lib.mkFlake { inherit inputs; }; }',
  '{ inputs, ... }: { imports = [ inputs.someone.flakeModules.default ]; }',
  '{ # imports = [ ./parts/web.nix ];\n }',
];

for (const module of hidden) {
  test(`may be read: ${module}`, () => {
    assert.not.equal(reached(module, { 'parts/web.nix': '{ }' }), ['parts/web.nix: false']);
  });
}

/** What looks like one of these and is none. */
const plain: readonly string[] = [
  '{ imports = [ ]; x = "web"; }',
  '{ fileSystems."/parts" = { }; x = [ "/parts" ]; y = lib.mkDefault "/parts"; }',
  '{ self, ... }: { x = self.packages; y = { inherit self; }; z = import ./other.nix self; }',
  '{ x = self: super: load self; }',
  '{ inputs, ... }: { x = inputs.flake-parts.lib.mkFlake { inherit inputs; }; }',
  '{ inputs, ... }: { imports = [ inputs.treefmt-nix.flakeModule ]; }',
  '{ inputs, ... }: { x = builtins.mapAttrs (name: _: name) inputs; }',
  '{ x = n: "${n}/default.nix"; y = "default.nix"; }',
  '{ x = n: ./other/${n}.nix; }',
  '{ x = ./web.nix; y = ./parts.nix; z = ../parts/web.nix; }',
];

for (const module of plain) {
  test(`is not read: ${module}`, () => {
    assert.equal(reached(module, { 'parts/web.nix': '{ }' }), ['parts/web.nix: false']);
  });
}

/** Files that are no Nix, and name `parts/web.nix`. */
const naming: readonly (readonly [string, string])[] = [
  ['justfile', 'build host:\n  nix build -f parts/{{host}}.nix'],
  ['deploy.sh', 'for part in parts/*; do nix-build $part; done'],
  [
    '.github/workflows/a.yml',
    'on: push\njobs: { a: { steps: [ { run: nix-build parts/web.nix } ] } }',
  ],
  ['docs/parts.md', 'What `parts/web.nix` does.'],
  ['settings.json', '{ "file": "./parts/web.nix" }'],
];

for (const [file, text] of naming) {
  test(`may be read: ${file} names it`, () => {
    assert.equal(reached('{ }', { 'parts/web.nix': '{ }', [file]: text }), ['parts/web.nix: ?']);
  });
}

test('documents name folders, and tools file names, without reading them', () => {
  const files = {
    'parts/web.nix': '{ }',
    'README.md': 'All parts are in `parts/`, as `parts/<name>.nix`.',
    '.editorconfig': '[*.nix]\nindent_size = 2',
    'treefmt.toml': 'includes = [ "*.nix" ]',
  };
  assert.equal(reached('{ }', files), ['parts/web.nix: false']);
});

test('what people give to Nix by name, and what lies among tests and templates, may be read', () => {
  const names = ['shell.nix', 'install.nix', 'parts/shell.nix', 'hosts/oak/configuration.nix'];
  const apart = [
    '.config/a.nix',
    'parts/tests/a.nix',
    'templates/x/module.nix',
    'npins/default.nix',
  ];
  const files = Object.fromEntries([...names, ...apart].map((file) => [file, '{ }']));
  assert.equal(
    reached('{ }', files).filter((line) => !line.endsWith(': ?')),
    [],
  );
});

test('a file that cannot be read may read all beside it', () => {
  const files = {
    'parts/web.nix': '{ }',
    'parts/all.nix': '{ imports = [ ./web',
    'other.nix': '{ }',
  };
  const lines = reached('{ imports = [ ./parts/all.nix ]; }', { ...files, 'a/b.nix': '{ }' });
  assert.equal(lines, [
    'a/b.nix: false',
    'other.nix: ?',
    'parts/all.nix: true',
    'parts/web.nix: ?',
  ]);
});

test('who imports a file is told of every file', () => {
  const files = `
-- a.nix --
{ imports = [ ./b.nix ]; }
-- parts/c.nix --
{ imports = [ ../b.nix ./c.nix ]; }
-- b.nix --
{ }
`;
  const { rows } = factsOf(machine('{ }', files)).table('nix-file');
  const importers = new Map(rows.map((row) => [row.file, row.importers]));
  assert.equal(importers.get('b.nix'), ['a.nix', 'parts/c.nix']);
  assert.equal(importers.get('parts/c.nix'), []);
});

test.run();
