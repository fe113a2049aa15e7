import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { unarmored } from '#analyzer/secret-files/age-armor.ts';
import { readAgeHeader } from '#analyzer/secret-files/age-header.ts';
import { keyLines } from '#analyzer/secret-files/key-lines.ts';
import { ageIdentity, isWholeKey } from '#analyzer/secret-files/public-key.ts';
import { readSopsFile } from '#analyzer/secret-files/sops-file.ts';
import { readSopsRules } from '#analyzer/secret-files/sops-rules.ts';

const test = suite('secret file properties');
const folder = new URL('../fixtures/secret-files/', import.meta.url);
const fixtures = readdirSync(folder)
  .filter((name) => !/\.(expected|md)$/.test(name))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'latin1') }));

const noise = fc.constantFrom(
  ...['', '\n', '  ', '\t', ':', '- ', '{', '}', '[', ']', '"', "'", '#', '&a ', '*a', '|', '>'],
  ...[
    '---\n',
    '=',
    '__list_9',
    '__map_',
    '->',
    '--- ',
    '\0',
    '\u{d800}',
    'é',
    '? ',
    '!!x ',
    '<<: *a',
  ],
);

/** A fixture under some name, with parts cut out or replaced by noise. */
const damaged = fc
  .record({
    fixture: fc.constantFrom(...fixtures),
    name: fc.constantFrom('a.yaml', 'a.json', 'a.env', 'a.ini', 'a.age', 'a'),
    cuts: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.integer({ min: 0, max: 200 }),
        noise,
      }),
      { maxLength: 6 },
    ),
  })
  .map(({ fixture, name, cuts }) => {
    let { text } = fixture;
    for (const { at, length, noise: put } of cuts) {
      const start = Math.floor(at * text.length);
      text = text.slice(0, start) + put + text.slice(start + length);
    }
    return { name, text };
  });

/** Reads a text as everything that it may be. */
function readEverything({ name, text }: { readonly name: string; readonly text: string }) {
  const file = readSopsFile(text, name);
  const rules = readSopsRules(text);
  const header = readAgeHeader(text);
  const armored = readAgeHeader(unarmored(text) ?? '');
  const keys = keyLines(text).map(({ key, span }) => [
    key,
    span,
    ageIdentity(key),
    isWholeKey(key),
  ]);
  return { file, rules, header, armored, keys };
}

test('every damaged file is read, and all places are in its text', () => {
  fc.assert(
    fc.property(damaged, (input) => {
      const { file, rules, keys } = readEverything(input);
      const spans = [
        ...file.keys.map(({ span }) => span),
        ...file.problems.map(({ span }) => span),
        ...(file.metadata?.recipients ?? []).map(({ span }) => span),
        ...rules.rules.map(({ span }) => span),
      ];
      for (const { start, end } of spans)
        assert.ok(0 <= start && start <= end && end <= input.text.length);
      assert.ok(keys.length <= input.text.length);
    }),
    { numRuns: 150 },
  );
});

test('a word that is put in the place of an encrypted value is not kept', () => {
  fc.assert(
    fc.property(fc.constantFrom(...fixtures), fc.nat(), ({ name, text }, seed) => {
      const values = [...text.matchAll(/ENC\[AES256_GCM,[^\]]*\]/g)];
      const value = values[seed % Math.max(1, values.length)];
      if (!value) return;
      const changed = text.replace(value[0], 'hunter2hunter2');
      const { keys, problems, metadata } = readSopsFile(changed, name);
      const recipients = metadata?.recipients;
      assert.not.match(JSON.stringify([keys, problems, recipients]), /hunter2/);
    }),
    { numRuns: 100 },
  );
});

test('long texts of one kind are read to their end', () => {
  for (const part of ['[', '{a: ', '- ', '? ', '&a ', 'a: &a [*a]\n', '"\\x', '%\n', ']', '---\n'])
    readEverything({ name: 'a.yaml', text: part.repeat(3_000) });
  for (const part of ['a=b\n', '[a]\n', '"""', 'sops_a__list_1__map_b=c\n', '-> a b\n', 'age1'])
    for (const name of ['a.env', 'a.ini', 'a']) readEverything({ name, text: part.repeat(3_000) });
});

test.run();
