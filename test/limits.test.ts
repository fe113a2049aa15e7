import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { describe } from '#analyzer/evaluate/value.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import { evaluateText, shown } from './support/evaluate.ts';
import { factsOf } from './support/picture.ts';

const test = suite('limits');

const page = readFileSync('docs/limits.md', 'utf8');

/** What the page says, an expression, and why its value is unknown. */
const expressions: readonly (readonly [said: string, expression: string, why: string])[] = [
  ['`currentTime`', 'builtins.currentTime', '`currentTime` depends on where it is evaluated'],
  ['`getEnv`', 'builtins.getEnv "HOME"', '`getEnv` depends on where it is evaluated'],
  ['`fetchurl`', 'builtins.fetchurl "https://x"', '`fetchurl` depends on where it is evaluated'],
  ['derivations', '(derivation { name = "x"; }).outPath', 'depends on where it is evaluated'],
  ['Deep recursion', 'let f = n: 1 + f (n + 1); in f 0', 'takes too many steps'],
  [
    'types that inputs make',
    'lib: (lib.types.submodule { }).getSubOptions',
    '`lib.types.submodule.getSubOptions` is not evaluated',
  ],
];

for (const [said, expression, why] of expressions) {
  test(`${said}: unknown`, () => {
    assert.ok(page.includes(said), `docs/limits.md does not say “${said}”`);
    const value = evaluateText(expression);
    const text = value.kind === 'unknown' ? describe(value.reason) : shown(value);
    assert.ok(text.includes(why), text);
  });
}

/** What the page says, a module, and the options that it leaves unknown, with the reason. */
const modules: readonly (readonly [said: string, module: string, option: string, why: string])[] = [
  [
    'Options of nixpkgs have no defaults here',
    '{ config, ... }: { a = config.services.nginx.defaultHTTPListenPort; }',
    'a',
    'is not defined in this repository',
  ],
  [
    'Different scalars are unknown',
    '{ imports = [ { a = "x"; } ]; a = "y"; }',
    'a',
    'merge by a type declared upstream',
  ],
  [
    'deeper ones are unknown',
    '{ options, ... }: { a = options.services ? nginx; }',
    'a',
    '`options.services` is not declared in this repository',
  ],
  [
    'is unknown where a module that cannot be read might add to it',
    `{ lib, private, config, ... }: {
      imports = [ private.nixosModules.x ];
      options.text = lib.mkOption { type = lib.types.lines; };
      config = { text = "x"; a = config.text; };
    }`,
    'a',
    'depends on the input `private.nixosModules.x`',
  ],
  [
    'Inputs that git fetches',
    `{ lib, private, config, ... }: {
      imports = [ private.nixosModules.x ];
      options.on = lib.mkEnableOption "it";
      config.a = config.on;
    }`,
    'a',
    'depends on the input `private.nixosModules.x`',
  ],
  ['`import` of a text', '{ a = import ./notes.txt; }', 'a', 'import of `notes.txt`'],
  [
    'Packages and inputs keep their names',
    '{ pkgs, ... }: { a = pkgs.nginx.version; }',
    'a',
    'depends on the package set at `pkgs.nginx.version`',
  ],
];

for (const [said, module, option, why] of modules) {
  test(`${said}: unknown on a machine`, () => {
    assert.ok(page.includes(said), `docs/limits.md does not say “${said}”`);
    const { rows } = factsOf(machine(module)).table('option');
    const value = rows.find(({ path }) => path === option)?.value;
    assert.ok(isUndecided(value), `\`${option}\` is ${String(value)}`);
    assert.ok(value.undecided.includes(why), value.undecided);
  });
}

/** What the page says, a module, and the table that it leaves incomplete. */
const gaps: readonly (readonly [said: string, module: string, table: TableName])[] = [
  [
    'Modules of inputs are not in the repository',
    '{ other, ... }: { imports = [ other.nixosModules.x ]; }',
    'user',
  ],
  [
    'opens what upstream decides',
    '{ services.jotter = { enable = true; openFirewall = true; }; }',
    'open-port',
  ],
  [
    '`networking.firewall.extraCommands`',
    '{ networking.firewall.extraCommands = "iptables -A nixos-fw -p tcp --dport 80 -j ACCEPT"; }',
    'open-port',
  ],
  ['A module that Nix would refuse', '{ options = { }; a = 1; }', 'user'],
];

for (const [said, module, table] of gaps) {
  test(`${said}: a gap`, () => {
    assert.ok(page.includes(said), `docs/limits.md does not say “${said}”`);
    assert.ok(factsOf(machine(module)).table(table).gaps.length > 0);
  });
}

function machine(module: string): string {
  return `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.other.url = "github:someone/else";
  inputs.private.url = "git+ssh://git@example.org/me/modules";
  outputs = { nixpkgs, other, private, ... }: {
    nixosConfigurations.web = nixpkgs.lib.nixosSystem {
      specialArgs = { inherit other private; };
      modules = [ (${module}) ];
    };
  };
}
-- notes.txt --
1
`;
}

test('what is said of the evaluator is said of functions that are there', () => {
  const names = [...page.matchAll(/`lib\.([\w.]+)`/g)].map(([, name = '']) => name);
  for (const name of names) {
    const value = evaluateText(`lib: lib.${name}`);
    assert.not.equal(value.kind, 'failure', `lib.${name}`);
  }
});

test.run();
