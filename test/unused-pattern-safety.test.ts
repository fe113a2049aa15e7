import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { rules } from '#rules/index.ts';
import { lintWith } from './support/lint-example.ts';

const test = suite('patterns that lose names');

/** How safe the fixes are that take names out of the patterns of a file. */
function safetyIn(code: string): readonly string[] {
  const rule = rules.filter(({ meta }) => meta.name === 'unused/pattern-name');
  const texts = new Map([['default.nix' as FilePath, code]]);
  const found = rule.flatMap((each) => lintWith(each, texts).diagnostics);
  return found.flatMap(({ fixes }) => fixes.map(({ safety }) => safety));
}

test('one that is open takes anything still', () => {
  assert.equal(safetyIn('f: f ({ a, ... }: 1)'), ['safe']);
});

test('one that is closed refuses what callers give', () => {
  assert.equal(safetyIn('f: f ({ a }: 1)'), ['unsafe']);
});

test('one that the file may ask for is not the same without its names', () => {
  assert.equal(safetyIn('builtins.functionArgs ({ a, ... }: 1)'), ['unsafe']);
  assert.equal(safetyIn('lib: lib.setFunctionArgs ({ a, ... }: 1) { }'), ['unsafe']);
});

test.run();
