import { readdirSync, readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { evaluateText } from '../support/evaluate.ts';
import { headings } from '../support/limits.ts';

const test = suite('limits');

test('every heading of the page has a file of examples', () => {
  const files = readdirSync('test/limits').map((name) =>
    readFileSync(`test/limits/${name}`, 'utf8'),
  );
  for (const heading of headings())
    assert.ok(
      files.some((text) => text.includes(`limitsBelow('${heading}')`)),
      `no examples below “${heading}”: test/limits/ has one file for each heading`,
    );
});

test('what is said of the evaluator is said of functions that are there', () => {
  const page = readFileSync('docs/limits.md', 'utf8');
  const names = [...page.matchAll(/`lib\.([\w.]+)`/g)].map(([, name = '']) => name);
  for (const name of names) {
    const value = evaluateText(`lib: lib.${name}`);
    assert.not.equal(value.kind, 'failure', `lib.${name}`);
  }
});

test.run();
