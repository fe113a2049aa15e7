import { readdirSync, readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from '#parser/parse.ts';
import { matchesFile } from '../support/golden.ts';
import { disagreements } from '../support/text-kinds.ts';
import { type Token, tokensOf } from '../support/text-mate.ts';

const test = suite('colours of Nix');
const folder = new URL('../../fixtures/grammar/', import.meta.url);
const names = readdirSync(folder).sort();
const inputs = names.filter((name) => /\.(nix|md)$/.test(name));

for (const name of inputs) {
  test(`${name} has the tokens beside it`, async () => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const scope = name.endsWith('.md') ? 'text.html.markdown' : 'source.nix';
    const tokens = await tokensOf(text, scope);
    const lines = text.split('\n').map((line, index) => drawn(line, tokens[index] ?? []));
    matchesFile(new URL(`${name}.tokens`, folder), lines.join('\n'));
  });
}

test('colours and the parser agree in every file that is whole', async () => {
  const files = readdirSync('fixtures', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.nix'))
    .map((file) => ({ file, text: readFileSync(`fixtures/${file}`, 'utf8') }))
    .filter(({ text }) => !text.includes('\r') && parse(text, 'nix').errors.length === 0);
  assert.ok(files.length > 100);
  const wrong = [];
  for (const { file, text } of files) {
    wrong.push(...(await disagreements(text)).map((place) => `${file}:${place}`));
  }
  assert.equal(wrong, []);
});

test('all tokens belong to an input', () => {
  const tokens = names.filter((name) => name.endsWith('.tokens'));
  assert.equal(
    tokens.map((name) => name.slice(0, -'.tokens'.length)),
    inputs,
  );
});

test.run();

/** The line, and below it each token with what it is called; text that is called nothing is left out. */
function drawn(line: string, tokens: readonly Token[]): string {
  const called = tokens
    .filter(({ start, end, scopes }) => scopes.length > 0 && line.slice(start, end).trim() !== '')
    .map(({ start, end, scopes }) => {
      return `${' '.repeat(start)}${'^'.repeat(end - start)} ${scopes.join(' ')}`;
    });
  return [line, ...called].join('\n');
}
