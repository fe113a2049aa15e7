import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Texts } from '#linter/example-run.ts';
import explicitOwner from '#rules/secrets/explicit-owner.ts';
import rootOwner from '#rules/secrets/root-owner.ts';
import undeclaredReference from '#rules/secrets/undeclared-reference.ts';
import { fixWith, lintWith } from './support/lint-example.ts';

const test = suite('secrets and what reads them');

test('names that differ in most of their letters are not close', () => {
  const module = (names: readonly string[], read: string): string =>
    `{ config, ... }: {
      ${names.map((name) => `sops.secrets."${name}" = { };`).join(' ')}
      services.a.file = ${read};
    }`;
  const note = (names: readonly string[], read: string): string[] =>
    lintWith(undeclaredReference, machine(module(names, read))).diagnostics.flatMap(({ related }) =>
      related.map(({ message }) => message),
    );
  assert.equal(note(['a'], 'config.sops.secrets.b.path'), ['`oak` declares its secrets here']);
  assert.equal(note(['db'], '"/run/secrets/wg"'), ['`oak` declares its secrets here']);
  assert.equal(note(['env'], 'config.sops.secrets.enw.path'), [
    'the closest declared secret is `env`',
  ]);
});

const ofRoot = 'secret `a` belongs to root, which is meant for names like `tailscale/*` only';

/** What is said of a secret of root, with these attributes, that is read in this way. */
function saidOf(attributes: string, read: string): string[] {
  const module = `{ config, lib, inputs, ... }: {
    sops.secrets.a = { owner = "root"; group = "root"; ${attributes} };
    ${read}
  }`;
  const { diagnostics, coverage } = lintWith(rootOwner, machine(module));
  const undecided = coverage.flatMap((each) => each.undecided.map(() => 'undecided'));
  return [...diagnostics.map(({ message }) => message), ...undecided];
}

function unit(name: string, user: string): string {
  return `systemd.services.${name}.serviceConfig = {
    EnvironmentFile = config.sops.secrets.a.path;
    ${user}
  };`;
}

test('a secret may belong to root when root alone reads it', () => {
  const template = `sops.templates.t.content = "x=\${config.sops.placeholder.a}";`;
  assert.equal(saidOf('', unit('x', 'User = "root";')), []);
  assert.equal(saidOf('', template), []);
  assert.equal(saidOf('', unit('x', 'User = "root";') + template), []);
  assert.equal(saidOf('', ''), [ofRoot]);
  assert.equal(saidOf('', unit('x', 'User = "ada";')), [ofRoot]);
  assert.equal(saidOf('', unit('x', 'User = inputs.x.y;')), [ofRoot]);
  assert.equal(saidOf('', template + unit('x', 'User = "ada";')), [ofRoot]);
  assert.equal(saidOf('', unit('x', 'User = "root";') + unit('y', 'User = "ada";')), [ofRoot]);
});

test('whose a secret is does not matter when everybody may read it', () => {
  for (const mode of ['444', '0444', '0644', '0755'])
    assert.equal(saidOf(`mode = "${mode}";`, ''), [], mode);
  for (const mode of ['0400', '0440', '0641', '0'])
    assert.equal(saidOf(`mode = "${mode}";`, ''), [ofRoot], mode);
  assert.equal(saidOf('mode = inputs.x.y;', ''), ['undecided']);
});

test('the owner that one rule writes down is one that the other accepts', () => {
  for (const read of [
    'systemd.services.x.serviceConfig = { A = config.sops.secrets.a.path; User = "root"; };',
    `sops.templates.t.content = "x=\${config.sops.placeholder.a}";`,
  ]) {
    const before = machine(`{ config, ... }: { sops.secrets.a = { }; ${read} }`);
    const after = fixWith(explicitOwner, before);
    assert.match(after.get('oak.nix' as FilePath) ?? '', /owner = "root"/);
    assert.equal(lintWith(rootOwner, after).diagnostics, []);
  }
});

test.run();

/** A fleet of one machine, and its file. */
function machine(module: string): Texts {
  const flake = `{
    inputs.nixpkgs.url = "github:NixOS/nixpkgs";
    inputs.x.url = "github:x/x";
    outputs = { nixpkgs, ... }@inputs: {
      nixosConfigurations.oak = nixpkgs.lib.nixosSystem {
        specialArgs = { inherit inputs; };
        modules = [ ./oak.nix ];
      };
    };
  }`;
  return new Map([
    ['flake.nix' as FilePath, flake],
    ['oak.nix' as FilePath, module],
  ]);
}
