import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { openSnapshot } from '#analyzer/workspace.ts';
import { parseExample, renderExample } from '#linter/example.ts';
import { only } from '#linter/example-run.ts';
import { fixAll } from '#linter/fix.ts';
import { type LintResult, lint } from '#linter/lint.ts';
import rule from '#rules/hosts/host-name-check.ts';
import { memoryFiles } from './support/fleet.ts';

const test = suite('identity fix');

/** Two machines whose shared module is `common.nix`. */
const fleet = `
-- flake.nix --
{
  inputs.os.url = "github:example/os";
  outputs = { os, ... }: {
    nixosConfigurations.ash = os.lib.nixosSystem { modules = [ ./ash.nix ./common.nix ]; };
    nixosConfigurations.elm = os.lib.nixosSystem { modules = [ ./elm.nix ./common.nix ]; };
  };
}
-- ash.nix --
{ networking.hostName = "ash"; }
-- elm.nix --
{ config, ... }:
{
  imports = [ ];
  config.networking.hostName = "elm";
}
`;

test('a check for all machines but one is a flag that is on by default', () =>
  fixes(
    `
-- common.nix --
{ config, lib, ... }:
{
  imports = [ ];

  # swap in memory
  zramSwap.enable = config.networking.hostName != "elm";
}
    `,
    `
-- elm.nix --
{ config, ... }:
{
  config.commonEnable = false;
  imports = [ ];
  config.networking.hostName = "elm";
}
-- common.nix --
{ config, lib, ... }:
{
  imports = [ ];
  options.commonEnable = lib.mkOption {
    type = lib.types.bool;
    default = true;
  };
  config = {

    # swap in memory
    zramSwap.enable = config.commonEnable;
  };
}
    `,
  ));

test('what is negated in parentheses loses them, and lines that a text holds stay', () =>
  fixes(
    `
-- common.nix --
{ config, lib, ... }:
{
  zramSwap.enable = !(config.networking.hostName == "ash");
  users.motd = "hello
  there";
}
    `,
    `
-- ash.nix --
{
  commonEnable = true;
  networking.hostName = "ash";
}
-- common.nix --
{ config, lib, ... }:
{
  options.commonEnable = lib.mkOption {
    type = lib.types.bool;
    default = false;
  };
  config = {
  zramSwap.enable = !config.commonEnable;
  users.motd = "hello
  there";
  };
}
    `,
  ));

test('a module with options keeps its shape', () =>
  fixes(
    `
-- common.nix --
{ config, lib, ... }:
let
  fast = lib.hasPrefix "as" config.networking.hostName;
in
{
  options.swap = lib.mkOption { };
  config = lib.mkIf fast { zramSwap.enable = true; };
}
    `,
    `
-- ash.nix --
{
  commonEnable = true;
  networking.hostName = "ash";
}
-- common.nix --
{ config, lib, ... }:
let
  fast = config.commonEnable;
in
{
  options.commonEnable = lib.mkOption {
    type = lib.types.bool;
    default = false;
  };
  options.swap = lib.mkOption { };
  config = lib.mkIf fast { zramSwap.enable = true; };
}
    `,
  ));

for (const [why, common] of Object.entries({
  'the library is not an argument': '{ config, ... }: { a = config.networking.hostName == "ash"; }',
  'another `config` is nearer':
    '{ config, lib, ... }: { a = { config, lib, ... }: config.networking.hostName == "ash"; }',
  'the module is not one set':
    '{ config, lib, ... }: lib.mkIf (config.networking.hostName == "ash") { }',
  'the set refers to itself':
    '{ config, lib, ... }: rec { a = config.networking.hostName == "ash"; }',
  'the name is a setting':
    '{ systemSettings, lib, ... }: { a = systemSettings.hostname == "ash"; }',
  'the check is a pattern':
    '{ config, lib, ... }: { a = builtins.match "as." config.networking.hostName != null; }',
  'no machine is asked for': '{ config, lib, ... }: { a = config.networking.hostName == "oak"; }',
  'a comment stands where the option would':
    '{ config, lib, ... }:\n{ # swap\n  a = config.networking.hostName == "ash";\n}',
  'the name of the option is taken':
    '{ config, lib, ... }: { a = config.networking.hostName == "ash"; b = "commonEnable"; }',
  'the file is broken': '{ config, lib, ... }: { a = config.networking.hostName == "ash"; b = ; }',
}))
  test(`no fix when ${why}`, () => {
    const texts = parseExample(`${fleet}-- common.nix --\n${common}\n`).files;
    const { diagnostics } = linted(texts);
    assert.is(diagnostics.filter(({ fixes: [fix] }) => fix !== undefined).length, 0);
    assert.is(diagnostics.length, 1, 'the check itself is found');
  });

test('no fix when the machine has no file of its own', () => {
  const inline = fleet.replace(
    './ash.nix ./common.nix',
    '{ networking.hostName = "ash"; } ./common.nix',
  );
  const common = '{ config, lib, ... }: { a = config.networking.hostName == "ash"; }';
  const [found] = linted(parseExample(`${inline}-- common.nix --\n${common}\n`).files).diagnostics;
  assert.equal(found?.fixes, []);
});

test.run();

function fixes(before: string, after: string): void {
  const texts = new Map([...parseExample(fleet).files, ...parseExample(before).files]);
  const { changed } = fixAll({
    safety: 'unsafe',
    read: (file) => {
      const text = texts.get(file);
      return text === undefined ? { kind: 'absent' } : { kind: 'text', text };
    },
    lint: (overlay) => linted(new Map([...texts, ...overlay])),
  });
  const expected = parseExample(after).files;
  const inOrder = [...expected.keys()].map((file) => [file, changed.get(file) ?? ''] as const);
  assert.fixture(renderExample(new Map(inOrder), []), renderExample(expected, []));
  assert.is(changed.size, expected.size, 'no other file changes');
}

function linted(texts: ReadonlyMap<FilePath, string>): LintResult {
  return lint(openSnapshot(memoryFiles(texts), [...texts.keys()]), [rule], only(rule));
}
