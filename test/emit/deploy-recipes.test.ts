import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { emission } from '../support/emitting.ts';
import { textsBelow } from '../support/fleet.ts';

const test = suite('recipes that deploy');

const flake = (machines: string): string => `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, darwin, home-manager, ... }:
    let
      nixos = system: module: nixpkgs.lib.nixosSystem { inherit system; modules = [ module ]; };
      mac = module: darwin.lib.darwinSystem { system = "aarch64-darwin"; modules = [ module ]; };
    in
    { ${machines} };
}
`;

function deployOf(source: string, options: { readonly [name: string]: string } = {}) {
  const made = emission(source, { name: 'deploy-recipes', options });
  const text = made.files.get('deploy.just') ?? '';
  const deploy = text.split('\n').filter((line) => line.includes('switch'));
  return { ...made, text, deploy: deploy.map((line) => line.trim()) };
}

test('machines of one platform are built where the recipe is run', () => {
  const { text, problems } = deployOf(flake('nixosConfigurations.oak = nixos "x86_64-linux" { };'));
  assert.equal(problems, []);
  assert.is(
    text,
    `# Evaluate oak (x86_64-linux) without building it.
check-oak:
    nix eval --raw .#nixosConfigurations.oak.config.system.build.toplevel.drvPath

# Build and activate oak.
deploy-oak target="oak":
    nix run nixpkgs#nixos-rebuild -- switch --flake .#oak --target-host {{ quote(target) }} --sudo
`,
  );
});

const both = flake(`
  nixosConfigurations.ash = nixos "aarch64-linux" { };
  nixosConfigurations.oak = nixos "x86_64-linux" { };
`);

test('machines of another platform than the one that deploys build for themselves', () => {
  assert.equal(deployOf(both, { controller: 'oak' }).deploy, [
    'nix run nixpkgs#nixos-rebuild -- switch --flake .#ash --target-host {{ quote(target) }} --build-host {{ quote(target) }} --sudo',
    'nix run nixpkgs#nixos-rebuild -- switch --flake .#oak --target-host {{ quote(target) }} --sudo',
  ]);
});

test('just decides where nobody says what deploys', () => {
  const { text, deploy } = deployOf(both);
  assert.match(
    text,
    'this-platform := arch() + if os() == "macos" { "-darwin" } else { "-linux" }\n',
  );
  assert.match(
    deploy[0] ?? '',
    '{{ if this-platform == "aarch64-linux" { "" } else { "--build-host " + quote(target) } }}',
  );
});

test('a Mac and a home are activated where they are', () => {
  const { deploy } = deployOf(
    flake(`
      darwinConfigurations.elm = mac { };
      homeConfigurations."ada@oak" = home-manager.lib.homeManagerConfiguration { modules = [ ]; };
    `),
  );
  assert.equal(deploy, [
    'home-manager switch --flake .#ada@oak',
    'sudo darwin-rebuild switch --flake .#elm',
  ]);
});

test('darwin-rebuild takes no name with a point, so such a Mac is only checked', () => {
  const { text, problems } = deployOf(flake('darwinConfigurations."a.b" = mac { };'));
  assert.match(
    text,
    `check-a-b:\n    nix eval --raw '.#darwinConfigurations."a.b".system.drvPath'`,
  );
  assert.not.match(text, 'deploy-');
  assert.equal(problems, ['darwin-rebuild cannot be told of `a.b`']);
});

test('who may become root logs in, else the only person, else nobody is named', () => {
  const person = (name: string, groups: string): string =>
    `users.users.${name} = { isNormalUser = true; extraGroups = [ ${groups} ]; };`;
  const targets = (users: string): string | undefined => {
    const { text } = deployOf(
      flake(`nixosConfigurations.oak = nixos "x86_64-linux" { ${users} };`),
    );
    return /target="(.*)"/.exec(text)?.[1];
  };
  assert.is(targets(person('ada', '')), 'ada@oak');
  assert.is(targets(person('ada', '"wheel"') + person('bob', '')), 'ada@oak');
  assert.is(targets(person('ada', '') + person('bob', '')), 'oak');
});

test('a machine whose platform is not known is only checked', () => {
  const { text, problems } = deployOf(
    flake(`
      nixosConfigurations.ash = nixos (builtins.getEnv "SYSTEM") { };
      nixosConfigurations.oak = nixos "x86_64-linux" { };
    `),
  );
  assert.not.match(text, 'deploy-ash');
  assert.match(text, 'check-ash');
  assert.equal(problems, ['the platform of `ash` is not known']);
});

test('a recipe that people wrote is not written again', () => {
  const justfile = 'deploy-ash:\n    echo no\n';
  const region = emission(
    `${both}-- justfile --\n${justfile}
# flakewise:begin deploy-recipes
# flakewise:end deploy-recipes
`,
    { name: 'deploy-recipes', output: 'justfile' },
  );
  assert.not.match(region.files.get('justfile') ?? '', 'deploy-ash');
  assert.equal(region.problems, ['there is a recipe `deploy-ash` already']);
});

test('just reads the recipes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flakewise-'));
  const justfile = textsBelow('fixtures/fleets/rekeyed').get('justfile' as FilePath) ?? '';
  writeFileSync(join(folder, 'justfile'), justfile);
  const just = (...words: readonly string[]) =>
    spawnSync('just', words, { cwd: folder, encoding: 'utf8' });
  const summary = just('--summary');
  if (summary.error !== undefined) {
    process.stdout.write('skipped: no just\n');
    return;
  }
  const names = ['cove', 'pharos', 'skerry', 'tern'];
  const recipes = [
    ...names.map((name) => `check-${name}`),
    'default',
    ...names.map((name) => `deploy-${name}`),
    'format',
  ];
  assert.is(summary.stdout.trim(), recipes.join(' '));
  const run = just('--dry-run', 'deploy-cove', 'me; rm -rf /');
  assert.match(run.stderr, `--target-host 'me; rm -rf /'`);
});

test.run();
