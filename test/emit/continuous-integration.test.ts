import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { emission } from '../support/emitting.ts';

const test = suite('what is written for continuous integration');

const flake = `
-- flake.nix --
{
  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs";
    other = { url = "github:somebody/other"; inputs.nixpkgs.follows = "nixpkgs"; };
    same.follows = "nixpkgs";
    private = { url = "git+ssh://git@git.example/secrets.git"; flake = false; };
    beside.url = "path:./beside";
    heavy.url = "github:somebody/heavy";
  };
  outputs = { nixpkgs, darwin, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { system = "x86_64-linux"; modules = [ ]; };
    nixosConfigurations."a.b" = nixpkgs.lib.nixosSystem { system = "riscv64-linux"; modules = [ ]; };
    darwinConfigurations.elm = darwin.lib.darwinSystem { system = "aarch64-darwin"; modules = [ ]; };
    checks.x86_64-linux.tests = nixpkgs.legacyPackages.x86_64-linux.hello;
  };
}
`;

test('machines are in the matrix with what is built and who builds it', () => {
  const { files, problems } = emission(flake, { name: 'evaluation-matrix' });
  assert.equal(JSON.parse(files.get('.github/matrix.json') ?? ''), {
    include: [
      {
        name: 'elm',
        system: 'aarch64-darwin',
        attribute: 'darwinConfigurations.elm.system',
        'runs-on': 'macos-latest',
      },
      {
        name: 'oak',
        system: 'x86_64-linux',
        attribute: 'nixosConfigurations.oak.config.system.build.toplevel',
        'runs-on': 'ubuntu-latest',
      },
    ],
  });
  assert.equal(problems, [
    '`nixosConfigurations."a.b"` is left out: `runners` has no label for `riscv64-linux`',
  ]);
});

test('other outputs are in it where they are asked for, without runners', () => {
  const { files, problems } = emission(flake, {
    name: 'evaluation-matrix',
    output: 'matrix.yaml',
    options: { outputs: ['check', 'nixos-machine'], columns: ['kind', 'attribute'] },
  });
  assert.equal(problems, []);
  assert.is(
    files.get('matrix.yaml'),
    `include:
  - kind: check
    attribute: checks.x86_64-linux.tests
  - kind: nixos-machine
    attribute: nixosConfigurations."a.b".config.system.build.toplevel
  - kind: nixos-machine
    attribute: nixosConfigurations.oak.config.system.build.toplevel
`,
  );
});

test('only machines that are asked for are in it', () => {
  const { files } = emission(flake, { name: 'evaluation-matrix', hosts: ['elm'] });
  assert.is(JSON.parse(files.get('.github/matrix.json') ?? '').include.length, 1);
});

test('a bot updates what it can fetch', () => {
  const asked = { name: 'update-inputs', options: { private: ['heavy'] } };
  const { files, problems } = emission(flake, asked);
  assert.equal(problems, []);
  assert.is(files.get('.github/update-inputs.json'), '[\n  "nixpkgs",\n  "other"\n]\n');
  const text = emission(flake, { ...asked, output: 'update.txt' });
  assert.is(text.files.get('update.txt'), 'nixpkgs\nother\n');
  const options = { private: ['heavy'], style: 'command' };
  const command = emission(flake, { ...asked, output: 'update.txt', options });
  assert.is(command.files.get('update.txt'), 'nix flake update nixpkgs other\n');
});

test.run();
