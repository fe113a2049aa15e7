import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { evaluateText, shown } from './support/evaluate.ts';
import { snapshotOf } from './support/fleet.ts';

const test = suite('choices that nobody knows');

function brief(text: string): string {
  const value = evaluateText(`let unknown = builtins.currentTime == 1; in ${text}`);
  return shown(value).replaceAll(/«(?!failure)[^»]*»/g, '?');
}

test('a choice between sets that are written out has only their names', () => {
  const choice = '(if unknown then { a = 1; c = 3; } else { b = 2; c = 4; })';
  const examples = [
    [`({ z = 1; } // ${choice}) ? z`, 'true'],
    [`(${choice} // { a = 5; }).a`, '5'],
    [`({ y = 1; z = 2; } // ${choice}).z`, '2'],
    [`({ a = 1; } // ${choice}).a`, '?'],
    [`${choice}.c`, '?'],
    [`${choice}.y or 6`, '6'],
    [`${choice}.a or 6`, '?'],
    [`${choice} ? c`, 'true'],
    [`${choice} ? a`, '?'],
    [`${choice} ? y`, 'false'],
    [`builtins.attrNames (removeAttrs ${choice} [ "a" "b" ])`, '[ "c" …? ]'],
    ['builtins.attrNames (if unknown then { a = 1; } else { a = 2; })', '[ "a" ]'],
    [
      'builtins.attrNames (if unknown then let b = 1; in { a = b; } else if unknown then { a = 2; } else { a = 3; })',
      '[ "a" ]',
    ],
    ['(if unknown then { ${throw "a"} = 1; } else { a = 2; }).a', '?'],
    ['({ y = 1; } // (if unknown then throw "a" else { })).y', '?'],
  ] as const;
  for (const [text, wanted] of examples) assert.is(brief(text), wanted, text);
});

test('a function that calls itself in a choice that nobody knows ends', () => {
  const calls = 'let f = n: if unknown && n > 1 then f (n + 1) else { a = f (n + 1); }; in f 0';
  assert.is(brief(`(${calls}) ? a`), '?');
});

/** The options of a machine whose one module has the configuration. */
function options(config: string, choice = '{ }'): readonly string[] {
  const files = {
    'flake.nix': `{
      inputs.nixpkgs.url = "github:NixOS/nixpkgs";
      inputs.mystery.url = "github:some/mystery";
      outputs = inputs: {
        nixosConfigurations.oak = inputs.nixpkgs.lib.nixosSystem {
          specialArgs = { inherit inputs; };
          modules = [ ./oak.nix ];
        };
      };
    }`,
    'oak.nix': `{ config, inputs, lib, ... }: let unknown = inputs.mystery ? nixosModules; in {
      imports = [ ./choice.nix ];
      options.own = lib.mkOption { default = 1; };
      config = ${config};
    }`,
    'choice.nix': choice,
    'more.nix': '{ d = 4; }',
  };
  const facts = snapshotOf(new Map(Object.entries(files)) as Map<FilePath, string>).facts();
  const { rows } = facts.table('option');
  return rows.map(({ path, value }) => `${path}=${typeof value === 'object' ? '?' : value}`);
}

test('as configuration, a choice between sets makes only what they hold unknown', () => {
  const choice = 'if unknown then { b.d = 2; } else { e = 3; }';
  const known = '{ a = config.own; b.c = 1; }';
  const examples = [
    [`lib.mkMerge [ ${known} (${choice}) ]`, ['a=1', 'b.c=1', 'b.d=?', 'e=?']],
    [`${known} // (${choice})`, ['a=1', 'b.c=?', 'b.d=?', 'e=?']],
    [`${known} // (if unknown then { b.d = 2; } else { b.e = 3; })`, ['a=1', 'b.d=?', 'b.e=?']],
    [`${known} // lib.optionalAttrs unknown { b.d = 2; }`, ['a=1', 'b.c=?', 'b.d=?']],
    [`(${choice}) // ${known}`, ['a=1', 'b.c=1', 'e=?']],
    ['if unknown then { a = config.own; } else { a = 1; }', ['a=?']],
    ['{ a = config.own; b = if unknown then { own = 2; } else { }; }', ['a=1', 'b.own=?']],
    ['{ a = config.own; } // (if unknown then { own = 2; } else { })', ['a=?', 'own=?']],
  ] as const;
  for (const [config, wanted] of examples) assert.equal(options(config), wanted, config);
});

test('a module that is a choice imports nothing where its sets do not', () => {
  const module = (more: string): string => `{ inputs, ... }:
    if inputs.mystery ? nixosModules then { b = 1; } else { c = 2; ${more} }`;
  const known = '{ a = config.own; }';
  assert.equal(options(known, module('')), ['a=1', 'b=?', 'c=?']);
  assert.equal(options(known, module('imports = [ ./more.nix ];')), ['a=?', 'b=?', 'c=?']);
});

test.run();
