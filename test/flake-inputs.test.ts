import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { machines } from './support/machines.ts';

const test = suite('flake inputs');

/** A flake with one machine, whose name an expression gives. */
function named(inputs: string, name: string): string {
  return `-- flake.nix --
{ inputs = { ${inputs} }; outputs = { nixpkgs, ... }@inputs: {
  nixosConfigurations.web = nixpkgs.lib.nixosSystem { modules = [ { networking.hostName = ${name}; } ]; };
}; }`;
}

const commit = '0123456789abcdef0123456789abcdef01234567';

/** A lock file whose root has these inputs. */
function lock(inputs: object, nodes: object): string {
  const all = { root: { inputs }, ...nodes };
  return `-- flake.lock --\n${JSON.stringify({ nodes: all, root: 'root', version: 7 })}`;
}

function node(repo: string, inputs?: object): object {
  const source = { type: 'github', owner: 'Ada', repo };
  return {
    ...(inputs ? { inputs } : {}),
    locked: { ...source, rev: commit, narHash: 'sha256-AAAA', lastModified: 1_700_000_000 },
    original: source,
  };
}

test('a flake of the workspace is known as an input', () => {
  const source = `${named('names.url = "path:./names";', 'inputs.names.lib.web')}
-- names/flake.nix --
{ outputs = { self }: { lib.web = "web-of-\${self.lib.suffix}"; lib.suffix = "names"; }; }`;
  assert.equal(machines(source), ['nixos web web-of-names']);
});

test('a folder of the workspace that is no flake is a path', () => {
  const source = `${named(
    'names = { url = "path:./names"; flake = false; };',
    'import (inputs.names + "/web.nix")',
  )}
-- names/web.nix --
"web1"`;
  assert.equal(machines(source), ['nixos web web1']);
});

test('what an input is locked to is known', () => {
  const text = '"${inputs.tools.shortRev}-${toString inputs.tools.lastModified}"';
  const source = `${named('tools.url = "github:ada/tools";', text)}
${lock({ tools: 'tools_2' }, { tools_2: node('tools') })}`;
  assert.equal(machines(source), ['nixos web 0123456-1700000000']);
});

test('inputs of inputs are found by the lock file, whatever its nodes are called', () => {
  const source = `${named(
    'kit.url = "github:ada/kit"; kit.inputs.deep.follows = "";',
    'inputs.kit.inputs.tools.shortRev',
  )}
${lock(
  { kit: 'kit' },
  { kit: node('kit', { tools: ['kit', 'own'], own: 'tools_7' }), tools_7: node('tools') },
)}`;
  assert.equal(machines(source), ['nixos web 0123456']);
});

test('an input that follows an input of another is what the lock file says', () => {
  const source = `-- flake.nix --
{ inputs = { kit.url = "github:ada/kit"; packages.follows = "kit/packages"; };
  outputs = { packages, ... }: {
    nixosConfigurations.web = packages.lib.nixosSystem {
      modules = [ { networking.hostName = packages.lib.toLower "WEB"; } ];
    };
}; }
${lock(
  { kit: 'kit', packages: ['kit', 'packages'] },
  { kit: node('kit', { packages: 'nixpkgs' }), nixpkgs: node('nixpkgs') },
)}`;
  assert.equal(machines(source), ['nixos web web']);
});

test('a lock file that follows itself in a circle locks nothing', () => {
  const source = `${named('a.url = "github:ada/a";', 'inputs.a.shortRev')}
${lock({ a: ['b'], b: ['a'] }, {})}`;
  assert.match(machines(source).join(), /^nixos web \?$/);
});

test('a broken lock file is as good as none', () => {
  for (const text of ['{', '[]', '{ "nodes": {}, "root": "root", "version": 99 }']) {
    const source = `${named('', '"web1"')}\n-- flake.lock --\n${text}`;
    assert.equal(machines(source), ['nixos web web1']);
  }
});

test.run();
