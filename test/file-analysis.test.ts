import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { analyzeText } from '#analyzer/file-analysis.ts';
import { aligned } from '#analyzer/syntax/alignment.ts';

const test = suite('file analysis');

const text = `{ config, lib, ... }:
{
  # a note
  a.b = lib.mkIf config.c [ 1 "two \${config.d}" ];
  e = { };
}`;

const named = `x: { "f".h = x."i"; inherit (x) "k"; \${"m"} = 1; }`;

test('layout and comments change neither the module nor the outline', () => {
  const moved = text
    .replace('# a note', '')
    .replaceAll('  ', '\t')
    .replace('{ }', '{ /* nothing */\n }')
    .replace('...', '... # more\n');
  check(text, moved, { module: true, outline: true });
});

test('brackets that mean nothing change the outline alone', () => {
  check(text, text.replace('config.c', '(config.c)'), { module: true, outline: false });
});

test('what texts and numbers say changes the module alone', () => {
  for (const [from, to] of [
    ['1', '2'],
    ['two', 'two '],
  ] as const)
    check(text, text.replace(from, to), { module: false, outline: true });
});

test('texts that are names are part of the outline', () => {
  for (const [from, to] of [
    ['"f"', '"g"'],
    ['"i"', '"j"'],
    ['"k"', '"l"'],
    ['"m"', '"n"'],
  ] as const)
    check(named, named.replace(from, to), { module: false, outline: false });
});

test('another name, kind of value, operator or order changes both', () => {
  for (const [from, to] of [
    ['config.c', 'config.e'],
    ['1', '1.5'],
    ['[ 1 "two', '[ (- 1) "two'],
    ['e = { };', 'e = rec { };'],
    ['config, lib', 'lib, config'],
    [', ...', ''],
  ] as const)
    check(text, text.replace(from, to), { module: false, outline: false });
});

function check(
  before: string,
  after: string,
  same: { readonly module: boolean; readonly outline: boolean },
): void {
  assert.not.equal(before, after);
  const [old, now] = [analyzeText(before, 'nix'), analyzeText(after, 'nix')];
  const alignment = aligned(old.module, now.module);
  assert.is(alignment?.differences.length === 0, same.module, after);
  assert.is(old.outline === now.outline, same.outline, after);
}

test.run();
