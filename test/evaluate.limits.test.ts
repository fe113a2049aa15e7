import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { evaluateText, shown } from './support/evaluate.ts';

const test = suite('evaluation limits');

/** Places for an expression that a function has to call itself for. */
const places = [
  ...[
    '1 + □',
    '□ + 1',
    '-□',
    '!□',
    '□ == 1',
    '□ < 1',
    '□ && true',
    'true || □',
    '□ ? a',
    '□ // { }',
  ],
  ...['if □ then 1 else 2', 'assert □; 1', 'with □; a', '{ a = □; }.a', '{ ${□} = 1; }', '[ □ ]'],
  ...['{ a = 1; }.${□} or 1', '{ inherit (□) a; }.a', '"${□}"', "''${□}''", './. + □', '□.a.b.c'],
  ...[
    '(x: x) □',
    '(x: □) 1',
    '({ a ? □ }: a) { }',
    '(rec { a = □; b = a; }).b',
    '(let x = □; in x)',
  ],
  ...[
    '{ __functor = self: x: □; } 1',
    'toString { __toString = self: □; }',
    '"${{ outPath = □; }}"',
  ],
  ...['builtins.head (map (x: □) [ 1 ])', 'builtins.elemAt [ 1 □ ] 1', 'builtins.seq □ 1'],
  ...['builtins.sort (a: b: □) [ 1 2 ]', 'builtins.filter (x: □) [ 1 ]', 'builtins.deepSeq □ 1'],
  ...['builtins.concatMap (x: □) [ 1 ]', 'builtins.all (x: □) [ 1 ]', 'builtins.toJSON [ □ ]'],
  ...["builtins.foldl' (a: b: □) 0 [ 1 ]", 'builtins.groupBy (x: □) [ 1 ]', 'builtins.match □ "a"'],
  ...['builtins.replaceStrings [ "a" ] [ □ ] "a"', 'builtins.concatStringsSep "," [ □ ]'],
  ...['(builtins.mapAttrs (n: v: □) { a = 1; }).a', '(builtins.tryEval □).value', 'import □'],
  ...['(builtins.listToAttrs [ { name = □; value = 1; } ]).a', 'builtins.catAttrs "a" [ □ ]'],
  ...['(builtins.zipAttrsWith (n: vs: □) [ { a = 1; } ]).a', 'builtins.genericClosure □'],
  ...['(builtins.genericClosure { startSet = [ { key = □; } ]; operator = x: [ ]; })'],
  ...[
    'lib.foldr (a: b: a + b) □ [ 1 ]',
    'lib.fix (self: □)',
    'lib.pipe 1 [ (x: □) ]',
    'lib.flatten □',
  ],
  ...[
    'lib.recursiveUpdate { a.b = 1; } □',
    'lib.mapAttrsToList (n: v: □) { a = 1; }',
    'lib.unique [ 1 □ ]',
  ],
  ...[
    'lib.attrByPath [ "a" ] □ { }',
    'lib.optionalString true □',
    'lib.generators.toINI { } { a.b = □; }',
  ],
  ...['lib.generators.toPretty { } [ □ ]', 'lib.cli.toGNUCommandLineShell { } { a = □; }'],
  ...['lib.isFunction { __functor = self: □; }', 'lib.concatMapStringsSep "," (x: □) [ 1 ]'],
  ...['(lib.makeExtensible (self: □)).a', 'lib.toposort (a: b: □) [ 1 2 ]', 'lib.mkMerge [ □ ]'],
];

test('a function that calls itself without end is never too deep for the host language', () => {
  const chosen = fc.array(fc.constantFrom(...places), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(chosen, (contexts) => {
      const body = contexts.reduce(
        (inner, place) => place.replace('□', () => `(${inner})`),
        'f (n + 1)',
      );
      ends(`let f = n: ${body}; in f 0`);
    }),
    { numRuns: 150 },
  );
});

test('a chain of names, however it goes on, is never too deep for the host language', () => {
  const links = [
    '□',
    '{ x = □.x; }',
    '{ inherit (□) x; }',
    'true && □',
    '[ □ ]',
    '1 + □',
    '{ } // □',
  ];
  for (const link of links) {
    const chain = Array.from({ length: 20_000 }, (_, index) => {
      return `a${index} = ${link.replace('□', `a${index + 1}`)};`;
    });
    ends(`let ${chain.join(' ')} a20000 = { x = 1; }; in builtins.deepSeq a0 a0.x or a0`);
  }
});

/** What is built in a loop may be nested far deeper than anything is evaluated. */
const deep = {
  list: "builtins.foldl' (a: x: [ a ]) [ ] (lib.range 1 20000)",
  set: "builtins.foldl' (a: x: { inherit a; }) { } (lib.range 1 20000)",
  text: 'lib.concatStrings (lib.replicate 20000 "[")',
  functions: "builtins.foldl' (f: x: (y: 1 + f y)) (y: y) (lib.range 1 20000)",
};

test('values nested without measure are compared, printed and changed in bounded depth', () => {
  const programs = [
    ...[
      'd == e',
      'd < e',
      '[ d ] == [ e ]',
      'builtins.elem d [ e ]',
      'toString d',
      'builtins.toJSON d',
    ],
    ...[
      'lib.flatten d',
      'builtins.deepSeq d 1',
      'lib.unique [ d e ]',
      'lib.generators.toPretty { } d',
    ],
  ];
  for (const program of programs) ends(`let d = ${deep.list}; e = ${deep.list}; in ${program}`);
  const others = [
    ...[
      'd == e',
      'builtins.toJSON d',
      'lib.recursiveUpdate d e',
      'lib.mapAttrsRecursive (p: v: v) d',
    ],
    ...[
      'lib.collect builtins.isInt d',
      'lib.generators.toLua { } d',
      'lib.filterAttrsRecursive (n: v: true) d',
    ],
    ...['lib.mapAttrsToListRecursive (p: v: v) d', 'builtins.toJSON (lib.recursiveUpdate d e)'],
  ];
  for (const program of others) ends(`let d = ${deep.set}; e = ${deep.set}; in ${program}`);
  ends(`builtins.fromJSON (${deep.text})`);
  ends(`(${deep.functions}) 1`);
});

test('values that hold themselves are used in bounded depth', () => {
  const programs = [
    ...['let x = { outPath = x; }; in "${x}"', 'let x = { outPath = x; }; in toString x'],
    ...['let x = { outPath = x; }; in import x', 'let x = { outPath = x; }; in builtins.toJSON x'],
    ...['let x = { __functor = x; }; in x 1', 'let x = { __functor = self: self; }; in x 1 2 3'],
    ...['let x = { __functor = self: self; }; in lib.isFunction x', 'let x = [ x ]; in toString x'],
    ...[
      'let x = { __functor = self: self; }; in lib.functionArgs x',
      'let x = [ x ]; in lib.flatten x',
    ],
    ...['let x = [ x ]; y = [ y ]; in x == y', 'let x = [ x ]; y = [ y ]; in x < y'],
    ...[
      'let x = { a = x; }; in lib.recursiveUpdate x x == x',
      'let x = x.a; in x',
      'rec { a = b; b = a; }.a',
    ],
  ];
  for (const program of programs) ends(program);
});

test('values that grow without end are not built', () => {
  const programs = [
    ...[
      'builtins.foldl\' (s: n: s + s) "xx" (lib.range 1 60)',
      'builtins.genList (x: x) 9000000000',
    ],
    ...["builtins.foldl' (s: n: s ++ s) [ 1 ] (lib.range 1 60)", 'lib.replicate 9000000000 1'],
    ...["builtins.foldl' (s: n: s // { ${toString n} = n; }) { } (lib.range 1 900000)"],
    ...[
      "builtins.foldl' (s: n: s ++ [ n ]) [ ] (lib.range 1 900000)",
      'lib.strings.replicate 9000000000 "a"',
    ],
    ...[
      'builtins.genericClosure { startSet = [ { key = 0; } ]; operator = x: [ { key = x.key + 1; } ]; }',
    ],
    ...[
      'builtins.genericClosure { startSet = [ { key = [ ]; } ]; operator = x: [ { key = x.key ++ [ 1 ]; } ]; }',
    ],
    ...['let f = s: f (s + s); in f "x"', 'let f = x: f x; in f 0', 'lib.converge (x: x + 1) 0'],
  ];
  for (const program of programs) ends(program);
});

test('recursion as deep as programs go has its answer', () => {
  const answers = [
    ['let f = n: if n == 0 then 0 else 1 + f (n - 1); in f 1000', '1000'],
    ['let f = n: if n == 0 then "" else "${f (n - 1)}x"; in builtins.stringLength (f 500)', '500'],
    ['let f = n: a: if n == 0 then a else f (n - 1) (a + n); in f 1000 0', '500500'],
    ['lib.foldr (a: b: a + b) 0 (lib.range 1 250)', '31375'],
    ['let l = n: if n == 0 then [ ] else [ (l (n - 1)) ]; in l 4000 == l 4000', 'true'],
    ['let d = n: if n == 0 then { } else { a = d (n - 1); }; in d 4000 == d 4000', 'true'],
    [
      'builtins.foldl\' (s: n: s // { ${toString n} = n; }) { } (lib.range 1 1000) ? "1000"',
      'true',
    ],
  ] as const;
  for (const [program, answer] of answers) assert.is(brief(program), answer, program);
});

test.run();

/** No program may bring the host down, and none has to fail for being too deep. */
function ends(program: string): void {
  assert.not.match(brief(program), /overflow|call stack/i);
}

function brief(program: string): string {
  return shown(evaluateText(`lib: ${program}`, { steps: 200_000 }));
}
