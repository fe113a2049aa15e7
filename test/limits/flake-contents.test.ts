import * as assert from 'uvu/assert';
import { flake, limitsBelow, table } from '../support/limits.ts';

const limits = limitsBelow('What flakes take and give');
const { say } = limits;

const system = 'nixpkgs.lib.nixosSystem { modules = [ ]; }';

const lock = `-- flake.lock --
{ "version": 7, "root": "root", "nodes": {
  "root": { "inputs": { "other": "o" } },
  "o": { "inputs": { "deep": "d" }, "locked": { "type": "github", "owner": "someone", "repo": "x", "rev": "abc123", "narHash": "sha256-x", "lastModified": 1700000000 } },
  "d": { "locked": { "type": "github", "owner": "someone", "repo": "deep", "rev": "def456", "lastModified": 2 } }
} }
`;

say(
  'Of an input, `flake.lock` gives the commit, the hash, the time and the inputs of its own.',
  () => {
    const outputs = `{ nixpkgs, other, ... }: { nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [ {
      rev = other.rev; hash = other.narHash; time = other.lastModified; deep = other.inputs.deep.rev;
    } ]; }; }`;
    const options = table(flake('other.url = "github:someone/x";', outputs, lock), 'option');
    assert.match(options, /path=rev value=abc123/);
    assert.match(options, /path=hash value=sha256-x/);
    assert.match(options, /path=time value=1700000000/);
    assert.match(options, /path=deep value=def456/);
  },
);

say(
  'Whether the lock file agrees with the flake is told of repositories of forges and names of the registry; addresses of git and of archives are taken to agree.',
  () => {
    const locked = lock.replace('"inputs": { "deep": "d" }, ', '');
    const original = (type: string): string =>
      locked.replace('"o": { ', `"o": { "original": ${type}, `);
    const judged = (url: string, from: string): string =>
      table(flake(`other.url = "${url}";`, '{ other, ... }: { }', original(from)), 'input');
    const forge = '{ "type": "github", "owner": "someone", "repo": "x" }';
    assert.match(judged('github:someone/y', forge), /name=other .*lock-problem=differs/);
    assert.not.match(judged('github:someone/x', forge), /name=other .*lock-problem/);
    const git = '{ "type": "git", "url": "https://example.org/x.git" }';
    assert.not.match(judged('git+https://example.org/y.git', git), /name=other .*lock-problem/);
  },
);

say(
  'The outputs of an input are not in the repository, so they are unknown, except for a flake of the repository that another one names by a relative path.',
  () => {
    const outputs = `{ nixpkgs, other, ... }: { nixosConfigurations.a = nixpkgs.lib.nixosSystem {
      modules = [ { x = other.y; } ];
    }; }`;
    const own = '-- sub/flake.nix --\n{ outputs = { ... }: { y = 7; }; }\n';
    assert.match(table(flake('other.url = "github:someone/x";', outputs), 'option'), /value=\?/);
    assert.match(table(flake('other.url = "path:./sub";', outputs, own), 'option'), /value=7/);
  },
);

say(
  'Sources that npins, lon or `fetchTarball` fetch are known by their repository, as inputs are.',
  () => {
    const outputs = `{ ... }: let nixpkgs = builtins.fetchTarball "https://github.com/NixOS/nixpkgs/archive/master.tar.gz"; in {
      nixosConfigurations.a = import (nixpkgs + "/nixos/lib/eval-config.nix") { modules = [ ]; };
    }`;
    assert.match(table(flake('', outputs), 'host'), /^name=a /);
  },
);

say('A source that `applyPatches` of nixpkgs patches is taken to be what it was.', () => {
  const patched = (source: string): string => `{ self, nixpkgs, ... }: let
    patched = nixpkgs.legacyPackages.x86_64-linux.applyPatches { name = "patched"; src = ${source}; patches = [ ./a.patch ]; };
    kept = (import nixpkgs { system = "x86_64-linux"; }).applyPatches { src = ${source}; };
  in {
    nixosConfigurations.a = import "\${patched}/nixos/lib/eval-config.nix" { modules = [ ]; };
    nixosConfigurations.b = import ((kept.overrideAttrs (old: { })) + "/nixos/lib/eval-config.nix") { modules = [ ]; };
  }`;
  const hosts = (source: string): readonly string[] =>
    [...table(flake('', patched(source)), 'host').matchAll(/^name=(\S+)/gm)].map(
      ([, name]) => `${name}`,
    );
  assert.equal(hosts('nixpkgs'), ['a', 'b']);
  assert.equal(hosts('self'), []);
});

say(
  'Modules of public inputs are taken not to set options that only this repository or a framework it uses declares, and to declare none below a name at the top level that is this repository’s own, nor in submodules there: one that is no name of upstream’s, nor like that of an input.',
  () => {
    const outputs = `{ nixpkgs, other, ... }: { nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [
      other.nixosModules.x
      ({ lib, config, ... }: { options.own.on = lib.mkEnableOption "it"; config.b = config.own.on; })
      ({ config, ... }: { c = config.own.off or true; })
      ({ lib, ... }: { options.own.job = lib.mkOption {
        type = lib.types.submodule { options.keep.days = lib.mkOption { default = 7; }; };
        default = { };
      }; })
      ({ config, ... }: { d = toString (with config.own; [ (job.keep.days or 1) (job.keep.on or 2) (job.off or 3) ]); })
    ]; }; }`;
    const optionsWith = (name: string): string =>
      table(flake(`other.url = "github:someone/${name}";`, outputs), 'option');
    assert.match(optionsWith('x'), /path=b value=false/);
    assert.match(optionsWith('x'), /path=c value=true/);
    assert.match(optionsWith('x'), /path=d value=7 2 3/);
    assert.not.match(optionsWith('our-own'), /path=d value=7 2 3/);
    assert.not.match(optionsWith('our-own'), /path=c value=true/);
  },
);

say(
  'An overlay of `lib` that is a set of an input, and not known, is taken to add names and to change none.',
  () => {
    const outputs = `{ nixpkgs, other, ... }:
    let
      lib = (nixpkgs.lib.makeExtensible (self: { mine = { name }: self.nixosSystem { modules = [ { networking.hostName = name; } ]; }; })).extend (
        nixpkgs.lib.composeManyExtensions [ (_: _: nixpkgs.lib) (_: _: { other = 1; }) (_: _: other.lib) ]
      );
    in
    { nixosConfigurations.a = lib.mine { name = lib.toUpper "web"; }; }`;
    const hosts = table(flake('other.url = "github:someone/x";', outputs), 'host');
    assert.match(hosts, /host-name=WEB/);
  },
);

say(
  'Outputs are told down to their names, and the packages of a whole package set not at all.',
  () => {
    const outputs = `{ nixpkgs, ... }: {
      packages.x86_64-linux.x = { y = 1; };
      legacyPackages.x86_64-linux = nixpkgs.legacyPackages.x86_64-linux;
    }`;
    const rows = table(flake('', outputs), 'output');
    assert.match(rows, /path=packages\.x86_64-linux\.x /);
    assert.not.match(rows, /\.x\.y|path=legacyPackages\.x86_64-linux\./);
  },
);

say('What one system alone gives is told by the names of the systems that the flake lists.', () => {
  const outputs = `inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } {
      systems = [ "x86_64-linux" "aarch64-linux" ];
      perSystem = { ... }: { packages.x = 1; };
    }`;
  const rows = table(
    flake('flake-parts.url = "github:hercules-ci/flake-parts";', outputs),
    'output',
  );
  assert.match(rows, /path=packages\.aarch64-linux\.x/);
  assert.match(rows, /path=packages\.x86_64-linux\.x/);
});

const uses = (outputs: string, files = ''): string =>
  table(
    flake('other.url = "github:someone/x"; idle.url = "github:someone/idle";', outputs, files),
    'input-use',
  );

say('Uses of inputs are what files call `inputs`, and the arguments of `outputs`.', () => {
  const found = uses(
    '{ other, ... }: { x = other.y; z = import ./a.nix; }',
    '-- a.nix --\n{ inputs, ... }: inputs.idle.z\n',
  );
  assert.match(found, /input=other/);
  assert.match(found, /input=idle/);
});

say(
  'Where all inputs are handed to a function, joined with other sets, or called something else, any of them may be used.',
  () => {
    assert.match(
      uses('inputs: { x = import ./a.nix (inputs // { }); }', '-- a.nix --\nall: all.idle\n'),
      /^\? /m,
    );
  },
);

say('A framework uses those that it takes by their names.', () => {
  const outputs = 'inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } { }';
  const found = table(
    flake('flake-parts.url = "github:hercules-ci/flake-parts";', outputs),
    'input-use',
  );
  assert.match(found, /input=nixpkgs .*kind=framework/);
});

const references = (files: string): string =>
  table(`\n-- flake.nix --\n{ outputs = { ... }: { }; }\n${files}`, 'output-reference');

say(
  'References to outputs are read in scripts, justfiles, makefiles, Taskfiles, workflows, code in documents, and strings of Nix, by the commands of Nix, nh, colmena, deploy-rs and those that build or install machines.',
  () => {
    const found = references(`-- justfile --
a:
  nix build .#just
-- Makefile --
a:
\tnix build .#make
-- Taskfile.yml --
version: 3
tasks: { a: { cmds: ["nix build .#task"] } }
-- run.sh --
#!/bin/sh
nixos-rebuild switch --flake .#shell
-- README.md --
\`\`\`sh
nix build .#readme
\`\`\`
`);
    for (const name of ['just', 'make', 'task', 'shell', 'readme'])
      assert.match(found, new RegExp(`attribute=${name}`));
  },
);

say('Comments are not read, and neither are aliases and variables.', () => {
  const found = references(`-- run.sh --
#!/bin/sh
# nix build .#comment
alias b="nix build"
b .#alias
T=.#variable; nix build $T
`);
  assert.not.match(found, /attribute=(comment|alias|variable)/);
});

say(
  'A relative address counts from the folder of the flake above the file; where there are two, it could be either.',
  () => {
    const found = references(`-- sub/flake.nix --
{ outputs = { ... }: { }; }
-- sub/run.sh --
#!/bin/sh
nix build .#x
-- other/run.sh --
#!/bin/sh
nix build .#y
`);
    assert.match(found, /file=other\/run\.sh .*directory= .*attribute=y/);
    assert.match(found, /file=sub\/run\.sh (?!.*directory=).*attribute=x/);
  },
);

say('Tags that colmena chooses machines by are no references.', () => {
  const found = references('-- run.sh --\n#!/bin/sh\ncolmena apply --on @web,db\n');
  assert.not.match(found, /web/);
});

say('What deploys machines is known for clan, colmena, deploy-rs and nixos-unified.', () => {
  const outputs = (name: string): string =>
    `{ nixpkgs, ... }: { nixosConfigurations.a = ${system}; ${name}.a = { deployment.targetHost = "192.0.2.1"; }; }`;
  assert.match(table(flake('', outputs('colmena')), 'deployment'), /tool=colmena .*192\.0\.2\.1/);
  assert.is(table(flake('', outputs('morph')), 'deployment'), '');
});

say(
  'A profile of deploy-rs is joined with a machine where an activation of deploy-rs is called with it.',
  () => {
    const outputs = (path: string): string => `{ self, nixpkgs, deploy-rs, ... }: {
      nixosConfigurations.a = ${system};
      deploy.nodes.n = { hostname = "n"; profiles.system.path = ${path}; };
    }`;
    const joined = 'deploy-rs.lib.x86_64-linux.activate.nixos self.nixosConfigurations.a';
    assert.match(table(flake('', outputs(joined)), 'deployment'), /^a tool=deploy-rs/);
    assert.match(table(flake('', outputs('"/nix/x"')), 'deployment'), /^\? tool=deploy-rs/);
  },
);

limits.run();
