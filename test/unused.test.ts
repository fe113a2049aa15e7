import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { OptionValues } from '#linter/rule.ts';
import { rules } from '#rules/index.ts';
import { fixWith, lintWith } from './support/lint-example.ts';

const test = suite('unused names');

/** What is found, as names in the order of the text, and what the fixes make of it. */
interface Case {
  readonly code: string;
  readonly found: readonly string[];
  /** The code after its fixes; unchanged without. */
  readonly fixed?: string;
  readonly options?: OptionValues;
}

const letBindings: Readonly<Record<string, Case>> = {
  'what stands around a let that goes stays apart': {
    code: '{ x }:let a=1;in x',
    found: ['a'],
    fixed: '{ x }: x',
  },
  'a let may stand before a bracket': {
    code: 'f: [(let a = 1; in f)]',
    found: ['a'],
    fixed: 'f: [(f)]',
  },
  'one of a line goes with its space': {
    code: 'let a = 1; b = 2; c = 3; in a + c',
    found: ['b'],
    fixed: 'let a = 1; c = 3; in a + c',
  },
  'the last of a line goes with its space': {
    code: 'let a = 1; b = 2; in a',
    found: ['b'],
    fixed: 'let a = 1; in a',
  },
  'what is only mentioned by itself is unused': {
    code: 'let loop = n: loop (n + 1); in 2',
    found: ['loop'],
    fixed: '2',
  },
  'names that only mention each other are unused': {
    code: 'let even = n: odd n; odd = n: even n; in 2',
    found: ['even', 'odd'],
    fixed: '2',
  },
  'chains go at once': {
    code: 'let a = b; b = c; c = d; d = 1; e = 5; in e',
    found: ['a', 'b', 'c', 'd'],
    fixed: 'let e = 5; in e',
  },
  'names in an unused value are judged by themselves': {
    code: 'let a = let b = 1; c = 2; in c; in 3',
    found: ['a', 'b'],
    fixed: '3',
  },
  'a name that an inner unused one mentions goes later': {
    code: 'let a = 1; in let b = a; in 3',
    found: ['a', 'b'],
    fixed: '3',
  },
  'one of several inherited names goes': {
    code: 'x: let inherit (x) a b c d; in a + c',
    found: ['b', 'd'],
    fixed: 'x: let inherit (x) a c; in a + c',
  },
  'first inherited names go': {
    code: 'x: let inherit (x) a b c; in c',
    found: ['a', 'b'],
    fixed: 'x: let inherit (x) c; in c',
  },
  'an inherit without names goes, and so does its source': {
    code: 'let s = { a = 1; }; inherit (s) a; in 2',
    found: ['s', 'a'],
    fixed: '2',
  },
  'the source of one name that is used is used': {
    code: 'let s = { a = 1; b = 2; }; inherit (s) a b; in b',
    found: ['a'],
    fixed: 'let s = { a = 1; b = 2; }; inherit (s) b; in b',
  },
  'an inherited name does not use itself': {
    code: 'a: let inherit a; in 2',
    found: ['a'],
    fixed: 'a: 2',
  },
  'a name in parts goes with all of them': {
    code: 'let a.b = 1; a.c = 2; d = 3; in d',
    found: ['a', 'a'],
    fixed: 'let d = 3; in d',
  },
  'a quoted name is a name': {
    code: 'let "a" = 1; b = 3; in b',
    found: ['a'],
    fixed: 'let b = 3; in b',
  },
  'strings, paths and computed names use': {
    code: 'let a = "x"; b = "y"; c = "z"; in { ${a} = ./${b}; "${c}" = 1; }',
    found: [],
  },
  'with gives no names, and hides none': {
    code: 'let a = 1; b = 2; in with { b = 3; }; a + b',
    found: [],
  },
  'keys are no uses': { code: 'let a = 1; in { a = 2; }.a', found: ['a'], fixed: '{ a = 2; }.a' },
  'the inner one of two is used': {
    code: 'let a = 1; in let a = 2; in a',
    found: ['a'],
    fixed: 'let a = 2; in a',
  },
  'names of sets are never unused': { code: 'rec { a = 1; b = rec { c = a; }; }', found: [] },
  'underscores mean it': {
    code: 'let _a = b; b = 1; in 2',
    found: [],
  },
  'underscores may be made to count': {
    code: 'let _a = b; b = 1; in 2',
    found: ['_a', 'b'],
    fixed: '2',
    options: { underscored: true },
  },
  'deadnix: skip keeps what stands on the next line, and what that uses': {
    code: 'let\n  # deadnix: skip\n  a = b;\n  b = 1;\n  # deadnix: skip\n\n  c = 1;\nin\n2',
    found: ['c'],
    fixed: 'let\n  # deadnix: skip\n  a = b;\n  b = 1;\n  # deadnix: skip\nin\n2',
  },
  'a comment is never left without what it speaks of': {
    code: 'let\n  # why\n  a = 1;\n  b = 2; # so\n  c = /* this */ 3;\n  d = 4;\nin\n5',
    found: ['a', 'b', 'c', 'd'],
    fixed: 'let\n  # why\n  a = 1;\n  b = 2; # so\n  c = /* this */ 3;\nin\n5',
  },
  'a comment that speaks of nothing stays': {
    code: 'let\n  # Ports.\n\n  a = 1;\nin\n5',
    found: ['a'],
    fixed: 'let\n  # Ports.\nin\n5',
  },
  'what a name mentions that cannot go stays too': {
    code: 'let\n  # why\n  a = b;\n  b = 2;\nin\n5',
    found: ['a', 'b'],
  },
  'no blank line is left first, last or double': {
    code: 'let\n  a = 1;\n\n  b = 2;\n\n  c = 3;\n\n  d = 4;\n  e = 5;\nin\nb + (let\n  f = 1;\n\n  g = 2;\nin\nf)',
    found: ['a', 'c', 'd', 'e', 'g'],
    fixed: 'let\n  b = 2;\nin\nb + (let\n  f = 1;\nin\nf)',
  },
  'lines may end in the manner of Windows': {
    code: 'let\r\n  a = 1;\r\n\r\n  b = 2;\r\n  c = 3;\r\nin\r\nb',
    found: ['a', 'c'],
    fixed: 'let\r\n  b = 2;\r\nin\r\nb',
  },
  'a body keeps its lines': {
    code: '{\n  a =\n    let x = 1;\n    in\n    [\n      2\n    ];\n}',
    found: ['x'],
    fixed: '{\n  a =\n    [\n      2\n    ];\n}',
  },
  'a body goes up to its equals sign where all was laid out by nixfmt': {
    code: '{\n  a =\n    let\n      x = 1;\n    in\n    [\n      2\n    ];\n}',
    found: ['x'],
    fixed: '{\n  a = [\n    2\n  ];\n}',
  },
  'a file that is broken is left alone': { code: 'let a = 1; in { b = }', found: [] },
};

for (const [name, example] of Object.entries(letBindings)) {
  test(name, () => hold('unused/let-binding', example));
}

const patternNames: Readonly<Record<string, Case>> = {
  'the last two of a pattern': {
    code: '{ a, b, c, ... }: a',
    found: ['b', 'c'],
    fixed: '{ a, ... }: a',
  },
  'all of a pattern': { code: '{ a, b, ... }: 1', found: ['a', 'b'], fixed: '{ ... }: 1' },
  'a closed pattern may lose all of its names, unsafely': {
    code: '{ a, b }: 1',
    found: ['a', 'b'],
    fixed: '{ }: 1',
  },
  'commas may lead': {
    code: '{ a\n, b\n, c\n, ...\n}: b',
    found: ['a', 'c'],
    fixed: '{ b\n, ...\n}: b',
  },
  'commas may trail': {
    code: '{\n  a,\n  b,\n  ...\n}:\na',
    found: ['b'],
    fixed: '{\n  a,\n  ...\n}:\na',
  },
  'a comment stays with its name': {
    code: '{ a # note\n, b, ... }: b',
    found: ['a'],
  },
  'a default uses only where its own name is used': {
    code: '{ a, b ? a, c ? b, d ? 1, ... }: d',
    found: ['a', 'b', 'c'],
    fixed: '{ d ? 1, ... }: d',
  },
  'a pattern tells callers what the function looks for in its argument': {
    code: '{ a, ... }@args: args.a',
    found: [],
  },
  'what callPackage calls keeps its names': {
    code: '{ stdenv, fetchurl }: stdenv.mkDerivation { name = "a"; }',
    found: ['fetchurl'],
  },
  'a function within a package is no package': {
    code: '{ stdenv }: stdenv.mkDerivation { f = { a, b }: a; }',
    found: ['b'],
    fixed: '{ stdenv }: stdenv.mkDerivation { f = { a }: a; }',
  },
  'underscored names of a pattern are left alone': { code: '{ _a, ... }: 1', found: [] },
};

const flakes: Readonly<Record<string, Case>> = {
  'outputs are given every input': {
    code: '{ inputs.a.url = "github:a/a"; outputs = { self, a }@inputs: inputs; }',
    found: ['self', 'a'],
    fixed: '{ inputs.a.url = "github:a/a"; outputs = { ... }@inputs: inputs; }',
  },
  'outputs end in dots behind a comma': {
    code: '{ outputs = {\n    nixpkgs,\n    self,\n  }: nixpkgs; }',
    found: ['self'],
    fixed: '{ outputs = {\n    nixpkgs, ...\n  }: nixpkgs; }',
  },
  'a name that declares an input stays': {
    code: '{ outputs = { self, nixpkgs, ... }: self; }',
    found: ['nixpkgs'],
  },
};

const atNames: Readonly<Record<string, Case>> = {
  'before a pattern': { code: 'x @ { a, ... }: a', found: ['x'], fixed: '{ a, ... }: a' },
  'behind a pattern': { code: '{ a, ... } @ x: a', found: ['x'], fixed: '{ a, ... }: a' },
  'a default may ask for it': { code: '{ a ? x.b, ... }@x: a', found: [] },
  'a comment is kept': { code: 'x @ # all\n{ a, ... }: a', found: ['x'] },
};

const parameters: Readonly<Record<string, Case>> = {
  'a name of another meaning is not taken': {
    code: '_x: x: _x',
    found: ['x'],
    fixed: '_x: _: _x',
  },
  'nor is one that is asked of a set': { code: 'with { _x = 1; _ = 2; }; x: _x + _', found: ['x'] },
  'two of one name': { code: 'x: x: 1', found: ['x', 'x'], fixed: '_x: _x: 1' },
  'what an unused name mentions is not renamed': { code: 'x: let y = x; in 1', found: ['x'] },
  'what inherit takes is used': { code: 'x: { inherit x; }', found: [] },
};

const recursiveSets: Readonly<Record<string, Case>> = {
  'no token is glued': {
    code: 'f: f rec{ a = 1; }',
    found: ['rec'],
    fixed: 'f: f { a = 1; }',
  },
  'an inner set may use the outer one': { code: 'rec { a = 1; b = { c = a; }; }', found: [] },
  'a name of the same spelling is no use': {
    code: 'a: rec { inherit a; b = { c = 1; }.c; }',
    found: ['rec'],
    fixed: 'a: { inherit a; b = { c = 1; }.c; }',
  },
  'computed names use': { code: 'rec { a = "x"; ${a} = 1; }', found: [] },
  'a comment is kept': { code: 'rec # why\n{ a = 1; }', found: ['rec'] },
};

for (const [name, example] of Object.entries(patternNames))
  test(name, () => hold('unused/pattern-name', example));
for (const [name, example] of Object.entries(flakes))
  test(name, () => hold('unused/pattern-name', example, 'flake.nix' as FilePath));
for (const [name, example] of Object.entries(atNames))
  test(`@: ${name}`, () => hold('unused/at-name', example));
for (const [name, example] of Object.entries(parameters))
  test(`argument: ${name}`, () => hold('unused/argument', example));
for (const [name, example] of Object.entries(recursiveSets))
  test(`rec: ${name}`, () => hold('unused/rec', example));

test.run();

function hold(
  name: string,
  { code, found, fixed = code, options }: Case,
  file = 'default.nix' as FilePath,
): void {
  const rule = rules.find(({ meta }) => meta.name === name);
  assert.ok(rule);
  if (!rule) return;
  const texts = new Map([[file, code]]);
  const { diagnostics } = lintWith(rule, texts, options);
  const ours = diagnostics.filter((each) => each.rule === name);
  const names = ours.map(({ message }) => /`([^`]+)`/.exec(message)?.[1]);
  assert.equal(names, found);
  assert.is(fixWith(rule, texts, options).get(file), fixed);
}
