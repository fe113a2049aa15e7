import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type OptionPath, optionEnd, optionPath } from '#analyzer/syntax/option-path.ts';
import { parse } from '#parser/parse.ts';
import { type Node, root } from '#parser/tree.ts';

const test = suite('option path');

/** The mark `$0` stands before the set or the list that is asked about. */
function check(source: string, expected: string): void {
  const offset = source.indexOf('$0');
  const tree = parse(source.replace('$0', ''), 'nix');
  assert.equal(tree.errors, [], source);
  const node = [...root(tree).descendants()].find((each) => each.start === offset && isAsked(each));
  assert.is(node ? printed(optionPath(node)) : 'no such node', expected, source);
}

function isAsked({ kind }: Node): boolean {
  return ['attrset_expression', 'rec_attrset_expression', 'list_expression'].includes(kind);
}

function printed(path: OptionPath): string {
  return path.map((name) => (name?.includes('.') ? `"${name}"` : (name ?? '?'))).join('.');
}

test('every nesting of one option gives the same path', () => {
  check('{ users = { users = { ada = $0{ }; }; }; }', 'users.users.ada');
  check('{ users.users.ada = $0{ }; }', 'users.users.ada');
  check('{ users = { users.ada = $0{ }; }; }', 'users.users.ada');
  check('{ users.users = { ada = $0{ }; }; }', 'users.users.ada');
  check(
    '{ networking.wg-quick = { interfaces.wg0 = $0{ }; }; }',
    'networking.wg-quick.interfaces.wg0',
  );
});

test('dots inside quotes are text', () => {
  check('{ users.users."eden.zimbelman" = $0{ }; }', 'users.users."eden.zimbelman"');
  check('{ "a\\"b".c = $0{ }; }', 'a"b.c');
  check(`{ \${"a.b"} = $0{ }; }`, '"a.b"');
});

test('a computed name is unknown', () => {
  check(`{ services.\${name}.x = $0{ }; }`, 'services.?.x');
  check(`{ "web-\${name}" = { x = $0{ }; }; }`, '?.x');
});

test('the functions of a module hand a path on', () => {
  check('{ lib, ... }: { a = lib.mkIf true { b = $0{ }; }; }', 'a.b');
  check('{ lib, ... }: with lib; { a = mkForce (mkDefault { b = $0{ }; }); }', 'a.b');
  check('{ lib, ... }: { a = lib.mkMerge [ { b = $0{ }; } ]; }', 'a.b');
  check('{ lib, ... }: { a = lib.mkMerge ([ { b = $0{ }; } ] ++ lib.optionals true [ ]); }', 'a.b');
  check('{ lib, ... }: { a = lib.mkMerge (lib.optionals true [ { b = $0{ }; } ]); }', 'a.b');
  check('{ lib, ... }: { a = lib.optionalAttrs true { b = $0{ }; }; }', 'a.b');
  check('{ lib, ... }: { a = lib.mkOverride 10 { b = $0{ }; }; }', 'a.b');
  check('{ lib, ... }: { imports = lib.optionals true $0[ ]; }', 'imports');
});

test('updates, choices and bodies hand a path on', () => {
  check('{ a = { } // { b = $0{ }; }; }', 'a.b');
  check('{ a = if true then { } else { b = $0{ }; }; }', 'a.b');
  check('{ a = let x = 1; in assert true; rec { b = $0{ }; }; }', 'a.b');
  check(
    '{ home-manager.users.ez = { pkgs, ... }: { imports = $0[ ]; }; }',
    'home-manager.users.ez.imports',
  );
});

test('the config of a module is not part of the path', () => {
  check('{ config, ... }: { config = { a = $0{ }; }; }', 'a');
  check('{ lib, ... }: { config = lib.mkMerge [ (lib.mkIf true { a = $0{ }; }) ]; }', 'a');
  check('{ containers.web.config.users = $0{ }; }', 'containers.web.config.users');
});

test('a path begins anew where the text does not say what a value is for', () => {
  check('{ a = let module = { lib, ... }: { b = $0{ }; }; in module; }', 'b');
  check('{ modules = [ ./x.nix { b = $0{ }; } ]; }', 'b');
  check('{ a = nixosSystem { modules = $0[ ]; }; }', 'modules');
  check('{ a = lib.mkIf { b = $0{ }; } { }; }', 'b');
  check('{ a = f: map f [ { b = $0{ }; } ]; }', 'b');
  check('{ imports = [ ] ++ $0[ ]; }', '');
  check('{ imports = map f $0[ ]; }', '');
  check('{ a ? { b = $0{ }; } }: a', 'b');
  check(`{ a = x.\${toString { b = $0{ }; }}; }`, 'b');
});

test('nesting that nobody writes keeps its innermost names', () => {
  const depth = 500;
  const source = `${'{ a = '.repeat(depth)}$0{ }${'; }'.repeat(depth)}`;
  check(source, Array(67).fill('a').join('.'));
});

test('an option is found where it first ends', () => {
  assert.is(optionEnd(['users', 'users', 'users'], ['users', 'users']), 2);
  assert.is(
    optionEnd(['a', 'services', 'nginx', 'virtualHosts'], ['services', '*', 'virtualHosts']),
    4,
  );
  assert.is(
    optionEnd(['services', undefined, 'virtualHosts'], ['services', '*', 'virtualHosts']),
    3,
  );
  assert.is(optionEnd([undefined, 'users'], ['users', 'users']), undefined);
});

test.run();
