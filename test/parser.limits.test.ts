import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from '#parser/parse.ts';
import type { Language } from '#parser/tree.ts';
import { checkShape } from './support/tree-shape.ts';

/** What is repeated, with what stands around it. None may overflow a stack or take time that grows with its square. */
const many = 100_000;

const brackets = [
  '(',
  '[',
  '{ a = ',
  '{',
  'rec { a = ',
  'let { a = ',
  '"${',
  "''${",
  '{ ${',
  'a.${',
  './a${',
  'let a = ',
  '({',
  '{ a ? ',
];
const closing = [
  ['(', ')'],
  ['[', ']'],
  ['{ a = ', ';}'],
  ['"${', '}"'],
  ["''${", "}''"],
  ['{ a ', '= 1;}'],
] as const;
const prefixes = [
  '!',
  '-',
  'x: ',
  'x:',
  '{}: ',
  '{ a }@x: ',
  'with x; ',
  'assert x; ',
  'if x then y else ',
  'let x = 1; in ',
  'if ',
  'f (',
];
const operators = [
  ...[
    '+',
    '-',
    '*',
    '/',
    '++',
    '//',
    '&&',
    '||',
    '->',
    '==',
    '!=',
    '<',
    '<=',
    '>',
    '>=',
    '|>',
    '<|',
    '?',
    '.',
    ' or ',
  ],
  ...[' ', ' a.b or ', ' + -', ' |> f <| '],
];
const junk = [
  '}',
  ')',
  ']',
  ';',
  ':',
  ',',
  '=',
  '"',
  "''",
  "'",
  '$',
  '${',
  '\\',
  '#',
  '/*',
  '*/',
  '/',
  '~/',
  '<',
  '@',
  '...',
  '\0',
  '\uFEFF',
  '\uD800',
  '\u{1F600}',
];
const hcl = [
  '(',
  '[',
  '{',
  'a {',
  'a = ',
  '"${',
  '"%{if a}',
  '<<E\n',
  '!',
  '-',
  '1 + ',
  '1 ? ',
  'a[',
  'a.',
  'a.*',
  'f(',
  '[for a in ',
  '}',
  '"',
  '#',
  '/*',
  '1,',
  '\\',
];

const limits = suite('parser limits');

for (const unit of junk)
  limits(`100,000 times ${JSON.stringify(unit)} ends`, () => check(unit.repeat(many), 'nix'));

for (const unit of [...brackets, ...prefixes]) {
  limits(`100,000 times ${JSON.stringify(unit)} ends`, () => check(unit.repeat(many), 'nix'));
  limits(`100,000 times ${JSON.stringify(unit)} before a value ends`, () =>
    check(`${unit.repeat(many)}1`, 'nix'),
  );
}

for (const [open, close] of closing) {
  limits(`100,000 nested ${JSON.stringify(open + close)} end`, () =>
    check(`${open.repeat(many)}1${close.repeat(many)}`, 'nix'),
  );
}

for (const operator of operators) {
  limits(`a chain of 100,000 ${JSON.stringify(operator)} ends`, () =>
    check(`a${`${operator}a`.repeat(many)}`, 'nix'),
  );
  limits(`a chain of 100,000 spaced ${JSON.stringify(operator)} ends`, () =>
    check(`a${` ${operator} a`.repeat(many)}`, 'nix'),
  );
}

for (const unit of hcl) {
  limits(`100,000 times ${JSON.stringify(unit)} ends in HCL`, () =>
    check(unit.repeat(many), 'hcl'),
  );
  limits(`100,000 times ${JSON.stringify(unit)} as a value ends in HCL`, () =>
    check(`a = ${unit.repeat(many)}1`, 'hcl'),
  );
}

limits('what is nested too deeply is said to be so', () => {
  const tree = parse(`${'('.repeat(5000)}1${')'.repeat(5000)}`, 'nix');
  assert.equal(
    tree.errors.map((error) => error.message),
    ['nested too deeply: more than 2000 levels'],
  );
});

limits('a thousand levels are not too deep', () => {
  assert.equal(parse(`${'['.repeat(1000)}${']'.repeat(1000)}`, 'nix').errors, []);
});

limits('a text is parsed as before after one that was not', () => {
  check('('.repeat(many), 'nix');
  assert.equal(parse('{ a = 1; }', 'nix').errors, []);
});

limits.run();

function check(text: string, language: Language): void {
  checkShape(parse(text, language));
}
