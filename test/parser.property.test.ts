import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parse, parseAsBroken } from '#parser/parse.ts';
import type { Language } from '#parser/tree.ts';
import { programFrom } from './support/nix-programs.ts';
import { checkShape } from './support/tree-shape.ts';

const folder = new URL('../fixtures/parse/', import.meta.url);
const fixtures = readdirSync(folder)
  .filter((name) => /\.(nix|tf)$/.test(name))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));

const language = fc.constantFrom<Language>('nix', 'hcl');

/** Any sequence of UTF-16 units, lone surrogates and NUL among them. */
const units = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
  .map((codes) => String.fromCharCode(...codes));

const tokens = fc.constantFrom(
  ...[
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    '"',
    "''",
    '${',
    '%{',
    ';',
    ':',
    '@',
    '?',
    '=',
    '.',
    ',',
    '...',
  ],
  ...[
    'a',
    'or',
    'let',
    'in',
    'if',
    'then',
    'else',
    'rec',
    'inherit',
    'with',
    'for',
    '<<E\n',
    '\nE\n',
  ],
  ...['1', '1.', './a', '~/', '<a>', 'a:b', '#', '/*', '*/', '\n', '\r', '\\', '$', "'", ' ', '\0'],
  ...['==', '<', '//', '++', '->', '|>', '<|', '!', '-', '&&', '\uD800', '\uFEFF', '\u{1F600}'],
);

const tokenSoup = fc.array(tokens, { maxLength: 40 }).map((list) => list.join(''));

/** A fixture with some stretches cut out or replaced. */
const mutated = fc
  .tuple(
    fc.constantFrom(...fixtures),
    fc.array(fc.tuple(fc.nat(), fc.nat(20), tokenSoup), { maxLength: 4 }),
  )
  .map(([text, edits]) => edits.reduce(edited, text));

const property = suite('parser properties');

for (const [name, texts] of Object.entries({ units, tokenSoup, mutated })) {
  property(`any text has a well-formed tree: ${name}`, () => {
    fc.assert(
      fc.property(texts, language, (text, chosen) => checkShape(parse(text, chosen))),
      { numRuns: 1500 },
    );
  });
}

/** Most of these have no error. */
const programs = fc.array(fc.nat(), { maxLength: 60 }).map(programFrom);

for (const [name, texts] of Object.entries({ units, tokenSoup, mutated, programs })) {
  property(`a text has the same tree from either parser: ${name}`, () => {
    fc.assert(
      fc.property(texts, (text) => assert.equal(parse(text, 'nix'), parseAsBroken(text, 'nix'))),
      { numRuns: 1500 },
    );
  });
}

/** White space that rules a token out, readings of different length, and an error beside another one. */
const intricate = ['let r=d ${p}', `{e",".n"'' "";`, '{ a b = 1; c d = 2; } }', '[ ( { "${'];

property('a fixture has the same tree from either parser', () => {
  for (const text of [...fixtures, ...intricate]) {
    assert.equal(parse(text, 'nix'), parseAsBroken(text, 'nix'));
  }
});

property('a text has the same tree whatever was parsed before it', () => {
  fc.assert(
    fc.property(tokenSoup, mutated, language, (before, text, chosen) => {
      const first = parse(text, chosen);
      parse(before, chosen === 'nix' ? 'hcl' : 'nix');
      assert.equal(parse(text, chosen), first);
    }),
    { numRuns: 300 },
  );
});

property('half a character at the end does not join what an earlier text left behind', () => {
  fc.assert(
    fc.property(tokenSoup, language, (text, chosen) => {
      parse(`${text}a\uDC00`, chosen);
      checkShape(parse(`${text}\uD800`, chosen));
    }),
    { numRuns: 300 },
  );
});

property.run();

function edited(text: string, [at, length, insertion]: [number, number, string]): string {
  const start = text.length === 0 ? 0 : at % text.length;
  return text.slice(0, start) + insertion + text.slice(start + length);
}
