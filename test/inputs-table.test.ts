import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { factsOf, picture } from './support/picture.ts';
import { writtenAt } from './support/written.ts';

const test = suite('table of inputs');

function inputs(source: string): string[] {
  return picture(factsOf(source), 'input').map((line) => line.replace('flake=flake.nix ', ''));
}

const lock = `-- flake.lock --
{
  "version": 7,
  "root": "root",
  "nodes": {
    "root": { "inputs": { "nixpkgs": "nixpkgs_2", "home": "home", "parts": "flake-parts", "dots": "dots" } },
    "nixpkgs_2": {
      "locked": { "type": "github", "owner": "NixOS", "repo": "nixpkgs", "rev": "aaaa", "lastModified": 1700000000 },
      "original": { "type": "github", "owner": "NixOS", "repo": "nixpkgs", "ref": "nixos-unstable" }
    },
    "home": {
      "inputs": { "nixpkgs": [ "nixpkgs" ], "other": "nixpkgs" },
      "locked": { "type": "github", "owner": "nix-community", "repo": "home-manager", "rev": "bbbb", "lastModified": 1 },
      "original": { "type": "github", "owner": "nix-community", "repo": "home-manager" }
    },
    "nixpkgs": {
      "locked": { "type": "github", "owner": "NixOS", "repo": "nixpkgs", "rev": "cccc", "lastModified": 2 },
      "original": { "type": "indirect", "id": "nixpkgs" }
    },
    "flake-parts": {
      "inputs": { "nixpkgs-lib": [ "home", "other" ] },
      "locked": { "type": "github", "owner": "hercules-ci", "repo": "flake-parts", "rev": "dddd", "lastModified": 3 },
      "original": { "type": "indirect", "id": "flake-parts" }
    },
    "dots": {
      "flake": false,
      "locked": { "type": "git", "url": "https://git.example.org/dots", "rev": "eeee", "lastModified": 4 },
      "original": { "type": "git", "url": "https://git.example.org/dots" }
    }
  }
}`;

test('what the flake says is joined with the lock file, through what inputs follow', () => {
  const source = `-- flake.nix --
{
  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    home = { url = "github:nix-community/home-manager"; inputs.nixpkgs.follows = "nixpkgs"; };
    parts = { url = "flake-parts"; inputs.nixpkgs-lib.follows = "home/other"; };
    dots = { type = "git"; url = "https://git.example.org/dots"; flake = false; };
  };
  outputs = { ... }: { };
}
${lock}`;
  assert.equal(inputs(source), [
    'name=dots declared=true is-flake=false type=git url=git+https://git.example.org/dots locked-node=dots locked-revision=eeee last-modified=4',
    'name=home declared=true is-flake=true type=github url=github:nix-community/home-manager owner=nix-community repository=home-manager locked-node=home locked-revision=bbbb last-modified=1',
    'name=home/nixpkgs declared=true is-flake=true follows=nixpkgs locked-node=nixpkgs_2 locked-revision=aaaa last-modified=1700000000',
    'name=nixpkgs declared=true is-flake=true type=github url=github:NixOS/nixpkgs/nixos-unstable owner=NixOS repository=nixpkgs ref=nixos-unstable locked-node=nixpkgs_2 locked-revision=aaaa last-modified=1700000000',
    'name=parts declared=true is-flake=true type=indirect url=flake:flake-parts owner=hercules-ci repository=flake-parts locked-node=flake-parts locked-revision=dddd last-modified=3',
    'name=parts/nixpkgs-lib declared=true is-flake=true follows=home/other locked-node=nixpkgs locked-revision=cccc last-modified=2',
  ]);
});

test('inputs without a lock file, by name, by path, from the registry, and none at all', () => {
  const source = `-- flake.nix --
{
  inputs = {
    self.submodules = true;
    local.url = "path:./local";
    folder.url = ./folder;
    nowhere = { url = "github:someone/thing"; inputs.nixpkgs.follows = ""; };
    same.follows = "local";
    unheard.url = "unheard-of";
  };
  outputs = { self, nixpkgs, ... }: { };
}`;
  assert.equal(inputs(source), [
    'name=folder declared=true is-flake=true type=path url=path:./folder',
    'name=local declared=true is-flake=true type=path url=path:./local',
    'name=nixpkgs declared=false is-flake=true type=indirect url=flake:nixpkgs owner=NixOS repository=nixpkgs',
    'name=nowhere declared=true is-flake=true type=github url=github:someone/thing owner=someone repository=thing',
    'name=nowhere/nixpkgs declared=true is-flake=true follows=',
    'name=same declared=true is-flake=true follows=local',
    'name=unheard declared=true is-flake=true type=indirect url=flake:unheard-of',
  ]);
});

test('a lock file that cannot be read leaves what is locked undecided', () => {
  const source = `-- flake.nix --
{ inputs.nixpkgs.url = "nixpkgs"; outputs = { ... }: { }; }
-- flake.lock --
{ "version": 7, "nodes": { }`;
  const [row] = factsOf(source).table('input').rows;
  assert.equal(row?.['locked-node'], { undecided: '`flake.lock` is no lock file' });
});

test('inputs that are computed are a gap', () => {
  const source = `-- flake.nix --
{ inputs = import ./inputs.nix; outputs = { nixpkgs, ... }: { }; }`;
  const [gap] = picture(factsOf(source), 'input').filter((line) => line.startsWith('?'));
  assert.match(gap ?? '', /^\? flake=flake.nix /);
});

/** Where inputs are used, as `input kind text`. */
function uses(source: string): string[] {
  const facts = factsOf(source);
  const { rows, gaps } = facts.table('input-use');
  return [
    ...rows.map(({ input, kind, at }) => `${input} ${kind} ${writtenAt(facts, at)}`).sort(),
    ...gaps.map(({ reason, at }) => `? ${reason}: ${at && writtenAt(facts, at)}`),
  ];
}

test('uses: formals and variables of the outputs, attributes of inputs, in any file below the flake', () => {
  const source = `-- flake.nix --
{
  inputs = {
    nixpkgs.url = "nixpkgs";
    disko.url = "github:nix-community/disko";
    sops.url = "github:Mic92/sops-nix";
    unused.url = "github:someone/unused";
  };
  outputs = { self, nixpkgs, ... }@inputs: {
    lib = nixpkgs.lib;
    other = { nixpkgs }: nixpkgs.lib;
  };
}
-- modules/web.nix --
{ inputs, pkgs, inputs', ... }: {
  imports = [ inputs.disko.nixosModules.disko inputs.elsewhere.x ];
  a = { inherit (inputs) sops; };
  b = inputs' ? sops;
  c = with inputs; disko;
}`;
  assert.equal(uses(source), [
    'disko attribute disko',
    'disko attribute inputs.disko.nixosModules.disko',
    'nixpkgs formal nixpkgs',
    'nixpkgs variable nixpkgs',
    "sops attribute inputs' ? sops",
    'sops attribute sops',
  ]);
});

test('uses: inputs that others follow, that frameworks take, and that commands name', () => {
  const source = `-- flake.nix --
{
  inputs = {
    nixpkgs.url = "nixpkgs";
    flake-parts.url = "github:hercules-ci/flake-parts";
    disko = { url = "github:nix-community/disko"; inputs.nixpkgs.follows = "nixpkgs"; };
  };
  outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } { };
}
-- update.sh --
nix flake update disko nothing
nix build .#x --override-input nixpkgs ../nixpkgs`;
  assert.equal(uses(source), [
    'disko command disko',
    'flake-parts attribute inputs.flake-parts.lib.mkFlake',
    'nixpkgs command nixpkgs',
    'nixpkgs follows "nixpkgs"',
    'nixpkgs framework flake-parts',
  ]);
});

test('uses: all inputs at once, and names that are computed, are gaps', () => {
  const source = `-- flake.nix --
{
  inputs.nixpkgs.url = "nixpkgs";
  outputs = all: {
    a = builtins.attrValues all;
    b = name: all.\${name};
    c = { inputs = all; };
    d = { arguments = all; };
    e = all // { x = 1; };
  };
}`;
  assert.equal(uses(source), [
    '? all inputs are given to a function: all',
    '? an input is chosen by a name that is computed: all.${name}',
    '? all inputs are called something else: all',
    '? all inputs are given to a function: all',
  ]);
});

test('uses: a file belongs to the nearest flake above it', () => {
  const source = `-- flake.nix --
{ inputs.nixpkgs.url = "nixpkgs"; outputs = { ... }: { }; }
-- sub/flake.nix --
{ inputs.disko.url = "github:nix-community/disko"; outputs = inputs: import ./deep/x.nix inputs; }
-- sub/deep/x.nix --
inputs: { a = inputs.disko; b = inputs.nixpkgs; }`;
  assert.equal(uses(source), [
    'disko attribute inputs.disko',
    '? all inputs are given to a function: inputs',
  ]);
});

test.run();
