import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import undeclaredReference from '#rules/secrets/undeclared-reference.ts';
import { lintWith, type Texts } from './support/lint-example.ts';

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

test.run();

/** A fleet of one machine, and its file. */
function machine(module: string): Texts {
  const flake = `{
    inputs.nixpkgs.url = "github:NixOS/nixpkgs";
    outputs = { nixpkgs, ... }: {
      nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
    };
  }`;
  return new Map([
    ['flake.nix' as FilePath, flake],
    ['oak.nix' as FilePath, module],
  ]);
}
