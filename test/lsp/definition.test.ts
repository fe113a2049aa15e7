import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Location } from 'vscode-languageserver/node';
import { openAtCursor, spansOf, withSpans } from '../support/navigation.ts';

const test = suite('definitions');

/*
 * These cases cover what the tests of nil and nixd cover for definitions, references, highlights,
 * renames and the resolution of names. Where answers differ on purpose:
 *
 * - Inputs lead to where the flake declares them, not into the store: nothing is fetched for an answer.
 * - Packages and options lead to where the repository defines them; nixpkgs is not evaluated.
 * - References hold the declaration where the editor asks for it, and lie in all files.
 * - A name that is inherited is about what it inherits as well.
 * - What nothing is known of has no highlights at all, so that editors look for equal words.
 * - Names of a set that was written out are followed through selections, calls and files.
 * - Renaming refuses what collides, or has it confirmed, and leaves no doubled spaces in an `inherit`.
 */

/** One source for each case: `$0` asks, and `⟦…⟧` are the answers; none where nothing can be told. */
const cases: Readonly<Record<string, string>> = {
  'a name that nothing gives': '$0a',
  'a name that only another function would give': 'b: $0a',
  'an operator': '1 $0+ 2',
  'inside of a keyword': 'wi$0th { }; 1',
  'the nearest parameter': 'a: (⟦a⟧: (a $0a)) 1',
  'a parameter further out': '⟦x⟧: (a: (a $0x)) 1',
  'the name of a whole argument before its pattern': 'a: (⟦a⟧@{ x }: (a $0a)) 1',
  'the name of a whole argument behind its pattern': '{ x ? $0a }@⟦a⟧: a',
  'a default that mentions its own name': '{ ⟦x⟧ ? $0x }@a: a',
  'a name of a pattern': '{ a, ⟦b⟧ ? 1, ... }: a + $0b',
  'a let inside of a with': 'with 1; let ⟦a⟧ = 1; in with 2; $0a',
  'a name that only withs can give': '⟦with⟧ 1; let a = 1; in ⟦with⟧ 2; $0b',
  'an inherited name of a recursive set': 'let a = a; in rec { inherit ⟦a⟧; b = $0a; }',
  'the name that is inherited': 'let ⟦a⟧ = a; in rec { inherit $0a; b = a; }',
  'a name within its own value': 'let ⟦a⟧ = $0a; in rec { inherit a; b = a; }',
  'left of a name': 'let ⟦a⟧ = 1; in $0a ',
  'right of a name': 'let ⟦a⟧ = 1; in a$0 ',
  'a name behind an operator': 'let ⟦a⟧ = 1; in 0+$0a+0',
  'a name before an operator': 'let ⟦a⟧ = 1; in 0+a$0+0',
  'every piece of a merged name': 'let ⟦a⟧.a = 1; ⟦a⟧.b = 2; ⟦a⟧ = { c = 3; }; in $0a',
  'an input that a framework gives to a module': `
    { inputs, ... }: { x = inputs.$0nixpkgs; }
    -- flake.nix --
    {
      inputs.⟦nixpkgs⟧.url = "a";
      outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } { imports = [ ./. ]; };
    }
  `,
  'an input of the flake that a framework gives to a module': `
    { self, ... }: { x = self.inputs.$0nixpkgs; }
    -- flake.nix --
    {
      inputs.⟦nixpkgs⟧.url = "a";
      outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } { imports = [ ./. ]; };
    }
  `,
  'a name in a second binding': 'let ⟦a⟧ = 1; in { b = 1; b = [ $0a ]; }',
  'a name within the value of a second binding': '{ b = 1; b = let ⟦a⟧ = 1; in $0a; }',
  'a name in a set that is no part of the first one': '{ b = 1; b = { c = { ⟦a⟧ = 1; }.$0a; }; }',
  'a name in a path below a name that is no set': 'let ⟦a⟧ = 1; in { b = 1; b.c = $0a; }',
  'both bindings of a name': 'let ⟦a⟧ = 1; ⟦a⟧ = 2; in $0a',
  'an attribute of the second binding of a name': 'let b = 1; b = { ⟦a⟧ = 1; }; in b.$0a',
  'an attribute of a set that is written in two pieces':
    'let b = { c = 1; }; b = { ⟦a⟧ = 1; }; in b.$0a',
  'a name of a set that only becomes recursive later':
    'let ⟦b⟧ = 1; in { a.c = $0b; a = rec { b = 1; }; }',
  'a name of a recursive set that is gone on with':
    'let b = 1; in { a = rec { ⟦b⟧ = 1; }; a.c = $0b; }',
  'what a second piece inherits':
    'let x = { y = 1; ⟦z⟧ = 2; }; in { a = { inherit (x) y; }; a = { inherit (x) $0z; }; }',
  'merged sets': 'rec { b = $0a; ⟦a⟧ = { a = 1; }; ⟦a⟧ = { a = 2; }; }',
  'a builtin that a let hides': 'let ⟦true⟧ = 1; in $0true && false',
  'a builtin': 'let true = 1; in true && $0false',
  'the set of builtins': '$0builtins',
  'an attribute of builtins': 'builtins.$0map',
  'the name of a let itself': 'let ⟦$0a⟧ = 1; in a',
  'a name in quotes': 'let ⟦"a b"⟧ = 1; in { inherit $0"a b"; }',
  'a text in braces that is a name': 'let ⟦${"a"}⟧ = 1; in $0a',
  'a name that a computed one mentions': 'let ⟦a⟧ = 1; in { ${$0a} = a; a = 2; }',
  'a name that a computed one mentions in the middle of a path':
    'let ⟦a⟧ = 1; in { b.${$0a}.c = 1; b.${a}.d = 2; }',
  'a name that a computed one of a recursive set mentions':
    'let a = 1; in rec { ${$0a} = a; ⟦a⟧ = 2; }',
  'an inner let': 'let a = 1; b = 2; in let ⟦a⟧ = 2; inherit b; in $0a',
  'a name that an inner let inherits': 'let a = 1; b = 2; in let a = 2; inherit ⟦b⟧; in $0b',
  'what an inner let inherits': 'let a = 1; ⟦b⟧ = 2; in let a = 2; inherit $0b; in b',
  'a name that an inner let takes over': 'let a = 1; in let ⟦a⟧ = $0a; in a',
  'a global below a with': 'let ⟦true⟧ = 1; in with x; $0true + false + falsie',
  'a builtin below a with': 'let true = 1; in with x; true + $0false + falsie',
  'an unknown name below a with': 'let true = 1; in ⟦with⟧ x; true + false + $0falsie',
  'a name of a pattern without names': '{ }@⟦y⟧: $0y',
  'a parameter although a with is nearer': '⟦a⟧: with b; c: $0a',
  'a with between two functions': 'a: ⟦with⟧ b; c: $0x',
  'the old let': 'let { ⟦a⟧ = 1; body = $0a; }',
  'inside of a string': 'let ⟦a⟧ = 1; in "x${$0a}y"',
  'inside of an indented string': "let ⟦a⟧ = 1; in ''\n  x ${$0a}\n''",
  'inside of a path': 'let ⟦a⟧ = "b"; in ./x/${$0a}.nix',
  'the environment of a with': 'let ⟦a⟧ = { }; in with $0a; b',
  'a condition': '{ ⟦a⟧ }: if $0a then 1 else 2',
  'an attribute of a set': 'let x = { ⟦a⟧ = 1; b = 2; }; in x.$0a',
  'an attribute in quotes': 'let x = { ⟦"a b"⟧ = 1; }; in x.$0"a b"',
  'an attribute of an attribute': 'let x.a = { ⟦b⟧ = 1; }; x.a.⟦b⟧ = 2; in x.a.$0b',
  'the first of several attributes': 'let x = { ⟦a⟧.b = 1; }; in x.$0a.b',
  'an attribute that is asked for': 'let x = { ⟦a⟧ = 1; }; in x ? $0a',
  'an attribute with a replacement': 'let x = { ⟦a⟧ = 1; }; in x.$0a or 2',
  'an attribute of a set that is written here': '{ ⟦a⟧ = 1; }.$0a',
  'an attribute that is inherited from a set': 'let x = { ⟦a⟧ = 1; }; in { inherit (x) $0a; }',
  'an attribute of what is inherited': 'let x = { a = { ⟦b⟧ = 1; }; }; inherit (x) a; in a.$0b',
  'an attribute of either branch': '{ c }: (if c then { ⟦a⟧ = 1; } else { ⟦a⟧ = 2; }).$0a',
  'an attribute of an update': 'let x = { ⟦a⟧ = 1; b = 1; } // { c = 2; }; in x.$0a',
  'an attribute that an update replaces': 'let x = { ⟦a⟧ = 1; } // { ⟦a⟧ = 2; }; in x.$0a',
  'an attribute of a result': 'let f = x: { ⟦a⟧ = x; }; in (f 1).$0a',
  'an attribute of the result of two arguments': 'let f = x: y: { ⟦a⟧ = x; }; in (f 1 2).$0a',
  'an attribute of an argument': 'let f = x: x.$0a; in f { ⟦a⟧ = 1; }',
  'an attribute of an argument that has a pattern':
    '(args@{ a, ... }: args.$0b) { a = 1; ⟦b⟧ = 2; }',
  'an attribute of a pattern by its whole': 'args@{ ⟦a⟧, ... }: args.$0a',
  'an attribute that a with gives': 'let x = { ⟦a⟧ = 1; }; in with x; $0a',
  'the innermost with that is known to have a name': 'with { ⟦a⟧ = 1; }; with { b = 2; }; $0a',
  'an attribute of a set of functions': 'let l = { ⟦f⟧ = x: x; }; in l.$0f 1',
  'an attribute of what is recursive in itself': 'let x = rec { ⟦a⟧ = 1; b = $0a; }; in x',
  'an attribute of itself': 'let x = x; in x.$0a',
  'an attribute of what nobody knows': '{ pkgs }: pkgs.$0hello',
  'an argument of a call that is written here': '({ ⟦port⟧ }: port) { $0port = 1; }',
  'an argument of a call': 'let f = { ⟦port⟧ }: port; in f { $0port = 1; }',
  'an argument that was given a name': 'let f = { ⟦port⟧ }: port; a = { $0port = 1; }; in f a',
  'a parameter of a function that is called':
    'let f = { $0port }: port; in [ (f { ⟦port⟧ = 1; }) (f { ⟦port⟧ = 2; }) ]',
  'a parameter of a function that nobody calls': '{ ⟦$0port⟧ }: port',
  'a text that ends too early': 'let ⟦a⟧ = 1; in { b = $0a; c = ',
  'a text that ends within a selection': '{ ⟦lib⟧, ... }: { a = $0lib; b.',
  'a text that lacks its last brace': '{ outputs = { ⟦nixpkgs⟧, ... }: $0nixpkgs;',
  'a text with an unfinished selection': '{ ⟦lib⟧ }: { a = lib. ; b = $0lib; }',
  'a function that gives itself': 'let n = ⟦$0y⟧: n; in n',
  'a pattern of a function that gives itself': 'let n = { $0y, ... }: n; in n { ⟦y⟧ = 1; }',
  'a name that is itself': 'let a = { inherit (a) ⟦$0b⟧; }; in a.b',
  'functions that give each other': 'let f = ⟦$0x⟧: g; g = y: f; in f g',
  'the result of a fixed point': 'let l = lib.fix (self: { ⟦a⟧ = 1; b = self.a; }); in l.$0a',
  'what a module may be wrapped in': 'let x = lib.mkIf true { ⟦a⟧ = 1; }; in x.$0a',
};

for (const [name, source] of Object.entries(cases)) {
  test(name, async () => {
    const opened = await openAtCursor(source);
    const found = await opened.editor.request<Location[] | null>(
      'textDocument/definition',
      opened.at,
    );
    const spans = spansOf(opened, found ?? []);
    const { files } = opened.source;
    assert.is(withSpans(files, spans), withSpans(files, opened.source.spans));
    await opened.editor.close();
  });
}

test.run();
