import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { evaluateText, shown } from './support/evaluate.ts';
import { factsOf } from './support/picture.ts';

const test = suite('option types');

/** What a module system of these modules makes of its options. */
function config(...modules: readonly string[]): string {
  const list = modules.map((module) => `(${module})`).join(' ');
  return shown(evaluateText(`lib: with lib; (evalModules { modules = [ ${list} ]; }).config`));
}

/** One option `a` of a type, with definitions of it. */
function option(type: string, ...definitions: readonly string[]): string {
  const declared = `{ options.a = mkOption { type = with types; ${type}; }; }`;
  return config(declared, ...definitions.map((each) => `{ a = ${each}; }`));
}

test('lists are joined, the last module first, and by mkBefore and mkAfter', () => {
  assert.is(option('listOf int', '[ 1 ]', '[ 2 ]'), '{ a = [ 2 1 ]; }');
  assert.is(option('listOf int', 'mkAfter [ 1 ]', '[ 2 ]', 'mkBefore [ 3 ]'), '{ a = [ 3 2 1 ]; }');
});

test('elements under a condition that does not hold are left out', () => {
  assert.is(
    option('listOf str', '[ "x" (mkIf false "y") (mkIf true "z") ]'),
    '{ a = [ "x" "z" ]; }',
  );
});

test('texts of lines are joined', () => {
  assert.is(option('lines', '"one"', '"two"'), '{ a = "two\\none"; }');
  assert.is(option('separatedString ":"', '"one"', '"two"'), '{ a = "two:one"; }');
});

test('definitions of one value must agree', () => {
  assert.is(option('int', '1', '1'), '{ a = 1; }');
  assert.match(option('int', '1', '2'), 'contradict each other');
  assert.is(option('int', '1', 'mkForce 2', 'mkDefault 3'), '{ a = 2; }');
});

test('a value of another type is refused', () => {
  assert.match(option('str', '1'), 'is not of its type');
  assert.match(option('port', '70000'), 'is not of its type');
  assert.match(option('enum [ "x" "y" ]', '"z"'), 'is not of its type');
  assert.is(option('strMatching "[a-z]+"', '"abc"'), '{ a = "abc"; }');
  assert.match(option('strMatching "[a-z]+"', '"ABC"'), 'is not of its type');
});

test('an option without definitions has its default, or the nothing of its type', () => {
  assert.is(config('{ options.a = mkOption { type = types.int; default = 3; }; }'), '{ a = 3; }');
  assert.is(option('listOf int'), '{ a = [ ]; }');
  assert.is(option('attrsOf int'), '{ a = { }; }');
  assert.is(option('nullOr int'), '{ a = null; }');
  assert.match(option('int'), 'used but not defined');
});

test('a default is the weakest of definitions', () => {
  const declared = '{ options.a = mkOption { type = types.listOf types.int; default = [ 1 ]; }; }';
  assert.is(config(declared, '{ a = [ 2 ]; }'), '{ a = [ 2 ]; }');
  assert.is(config(declared, '{ a = mkOptionDefault [ 2 ]; }'), '{ a = [ 1 2 ]; }');
});

test('a submodule knows its name, its defaults and the rest of itself', () => {
  const type = `attrsOf (submodule ({ name, config, ... }: {
    options.title = mkOption { type = str; default = name; };
    options.shout = mkOption { type = str; default = toUpper config.title; };
  }))`;
  assert.is(
    option(type, '{ x = { }; y.title = "why"; }'),
    '{ a = { x = { shout = "X"; title = "x"; }; y = { shout = "WHY"; title = "why"; }; }; }',
  );
});

test('a submodule may be a function, and may be declared in parts', () => {
  const first =
    '{ options.a = mkOption { type = types.submodule { options.x = mkOption { }; }; }; }';
  const second =
    '{ options.a = mkOption { type = types.submodule { options.y = mkOption { default = 2; }; }; }; }';
  assert.is(
    config(first, second, '{ a = { config, ... }: { x = config.y; }; }'),
    '{ a = { x = 2; y = 2; }; }',
  );
});

test('what is under mkIf in a submodule follows the condition', () => {
  const type = 'attrsOf (submodule { options.on = mkOption { default = false; }; })';
  assert.is(
    option(type, '{ x = mkIf true { on = true; }; y = mkIf false { on = true; }; }'),
    '{ a = { x = { on = true; }; }; }',
  );
});

test('lazy sets have names whatever their conditions', () => {
  const names = (type: string) =>
    shown(
      evaluateText(`lib: with lib; attrNames (evalModules { modules = [
        { options.a = mkOption { type = with types; ${type} int; }; }
        { a.x = mkIf false 1; }
      ]; }).config.a`),
    );
  assert.is(names('attrsOf'), '[ ]');
  assert.is(names('lazyAttrsOf'), '[ "x" ]');
});

test('alternatives and coercions are decided by the definitions', () => {
  assert.is(option('either int (listOf int)', '[ 1 ]', '[ 2 ]'), '{ a = [ 2 1 ]; }');
  assert.is(option('coercedTo int toString str', '5'), '{ a = "5"; }');
  assert.is(option('oneOf [ bool str ]', '"x"'), '{ a = "x"; }');
});

test('anything merges sets deeply and wants everything else to be equal', () => {
  assert.is(
    option('anything', '{ x.y = 1; }', '{ x.z = 2; }'),
    '{ a = { x = { y = 1; z = 2; }; }; }',
  );
  assert.match(option('anything', '[ 1 ]', '[ 2 ]'), 'contradict each other');
});

test('the names that nobody declares have the type of freeformType', () => {
  const module =
    '{ freeformType = with types; attrsOf (listOf int); options.a = mkOption { default = 1; }; }';
  assert.is(config(module, '{ b = [ 1 ]; }', '{ b = [ 2 ]; }'), '{ a = 1; b = [ 2 1 ]; }');
});

test('what is declared nowhere does not exist where all is declared', () => {
  assert.match(config('{ a = 1; }'), 'does not exist');
});

test('a type of its own merges by its own function', () => {
  const type =
    'mkOptionType { name = "sum"; merge = _: defs: foldl add 0 (map (d: d.value) defs); }';
  assert.is(option(type, '1', '2', '4'), '{ a = 7; }');
});

test('apply makes the value that others see', () => {
  const declared = '{ options.a = mkOption { type = types.int; apply = x: x + 1; }; }';
  assert.is(config(declared, '{ a = 1; }'), '{ a = 2; }');
});

test('a renamed option passes its definitions on, with their conditions and priorities', () => {
  const declared = '{ options.b.c = mkOption { type = types.listOf types.int; default = [ ]; }; }';
  const renamed = 'mkRenamedOptionModule [ "a" ] [ "b" "c" ]';
  const modules = [declared, renamed, '{ a = mkIf true [ 1 ]; }', '{ a = mkIf false [ 2 ]; }'];
  assert.is(config(...modules), '{ a = [ 1 ]; b = { c = [ 1 ]; }; }');
});

test('a name of a part of an option passes definitions on into the option', () => {
  const declared = `{ options.users = mkOption { default = { }; type = types.attrsOf (types.submodule {
    options.mail = mkOption { type = types.str; };
    options.keys = mkOption { type = types.listOf types.int; default = [ ]; };
  }); }; }`;
  const alias = 'mkAliasOptionModule [ "me" ] [ "users" "ada" ]';
  const passed = [
    '{ me.mail = "a"; }',
    '{ me.mail = mkDefault "b"; }',
    '{ me.keys = mkIf false [ 2 ]; }',
    '{ me = mkIf true { keys = mkAfter [ 3 ]; }; }',
  ];
  const own = [
    '{ users.ada.keys = [ 1 ]; }',
    '{ config, ... }: { users.bob.mail = config.me.mail; }',
  ];
  const ada = '{ keys = [ 1 3 ]; mail = "a"; }';
  assert.is(
    config(declared, alias, ...passed, ...own),
    `{ me = ${ada}; users = { ada = ${ada}; bob = { keys = [ ]; mail = "a"; }; }; }`,
  );
  assert.is(
    config(declared, alias, ...passed),
    `{ me = { keys = [ 3 ]; mail = "a"; }; users = { ada = { keys = [ 3 ]; mail = "a"; }; }; }`,
  );
});

test('a changed option is made from the configuration', () => {
  const declared = '{ options.b = mkOption { type = types.str; default = "none"; }; }';
  const changed = 'mkChangedOptionModule [ "a" ] [ "b" ] (config: toString config.a)';
  assert.is(config(declared, changed, '{ a = 5; }'), '{ a = 5; b = "5"; }');
  assert.match(config(declared, 'mkRemovedOptionModule [ "a" ] "use b"'), 'use b');
});

test('modules see what is declared and how it is defined', () => {
  const module = `{ options, ... }: {
    options.a = mkOption { type = types.int; default = 1; };
    options.b = mkOption { default = [
      (options ? a) (options ? z) options.a.isDefined options.a.highestPrio options.a.definitions
    ]; };
  }`;
  assert.match(config(module, '{ a = mkForce 2; }'), 'b = [ true false true 50 [ 2 ] ]');
});

test('a module with options cannot define others beside config', () => {
  const module = '{ options.a = mkOption { default = 1; }; b = 2; }';
  assert.match(config(module, '{ }'), 'has an unsupported attribute `b`');
});

test('a disabled module takes with it what only it imports', () => {
  const files = new Map([
    ['a.nix', '{ imports = [ ./b.nix ]; n = [ "a" ]; }'],
    ['b.nix', '{ n = [ "b" ]; }'],
  ]);
  const value = evaluateText(
    `lib: (lib.evalModules { modules = [
      { options.n = lib.mkOption { type = lib.types.listOf lib.types.str; }; }
      ./a.nix { disabledModules = [ ./a.nix ]; n = [ "c" ]; }
    ]; }).config.n`,
    { files },
  );
  assert.is(shown(value), '[ "c" ]');
});

test('a module system may be evaluated again with more modules', () => {
  const value = evaluateText(`lib: with lib; ((evalModules { modules = [
    { options.a = mkOption { type = types.listOf types.int; }; } { a = [ 1 ]; }
  ]; }).extendModules { modules = [ { a = [ 2 ]; } ]; }).config.a`);
  assert.is(shown(value), '[ 2 1 ]');
});

/** A machine that imports a module of another flake beside these. */
function settings(input: string, ...modules: readonly string[]): string[] {
  const { rows } = factsOf(`
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.other.url = "${input}";
  outputs = { nixpkgs, other, ... }: {
    nixosConfigurations.web = nixpkgs.lib.nixosSystem {
      modules = [ other.nixosModules.default ${modules.map((module) => `(${module})`).join(' ')} ];
    };
  };
}
`).table('option');
  return rows.map(({ path, value }) => `${path}=${typeof value === 'object' ? '?' : value}`);
}

const own = `{ lib, config, ... }: {
  options.our.port = lib.mkOption { type = lib.types.port; default = 80; };
  config.services.x.port = config.our.port;
}`;

test('public inputs know nothing of options that the repository declares', () => {
  assert.equal(settings('github:someone/else', own), ['services.x.port=80']);
});

test('an input of the owner may define any option', () => {
  assert.equal(settings('git+ssh://git@example.org/me/modules', own), ['services.x.port=?']);
  assert.equal(settings('github:me/secrets', own), ['services.x.port=?']);
});

test('what upstream declares at the top is known by name', () => {
  const module = `{ options, lib, ... }: { config = lib.optionalAttrs (options ? wsl) { a = 1; }
    // lib.optionalAttrs (options ? networking) { b = 2; }
    // lib.optionalAttrs (options ? homebrew) { c = 3; }; }`;
  assert.equal(settings('github:someone/else', module), ['b=2']);
  assert.equal(
    settings(
      'github:someone/else',
      module.replaceAll('(options ?', '(config ?').replace('options, ', 'config, '),
    ),
    ['b=2'],
  );
});

test('what a module of a well-known input declares is there in the configuration', () => {
  const module = `{ config, lib, ... }: { config = lib.mkMerge [
    (lib.mkIf (config ? home-manager) { a = 1; })
    (lib.mkIf (config.home-manager.users ? ada) { b = 2; })
    (lib.mkIf (lib.hasAttr "sops" config) { c = 3; })
    (lib.mkIf (config ? ours) { d = 4; })
  ]; }`;
  assert.equal(settings('github:nix-community/home-manager', module), ['a=1', 'b=?', 'd=?']);
  assert.equal(settings('github:me/secrets', module), ['a=?', 'b=?', 'c=?', 'd=?']);
});

test.run();
