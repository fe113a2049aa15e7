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

test('layout and comments change no module', () => {
  const moved = text
    .replace('# a note', '')
    .replaceAll('  ', '\t')
    .replace('{ }', '{ /* nothing */\n }')
    .replace('...', '... # more\n');
  check(text, moved, true);
});

test('brackets that mean nothing do not either', () => {
  check(text, text.replace('config.c', '(config.c)'), true);
});

test('what texts, numbers and names say changes the module', () => {
  for (const [from, to] of [
    ['1', '2'],
    ['two', 'two '],
  ] as const)
    check(text, text.replace(from, to), false);
  for (const [from, to] of [
    ['"f"', '"g"'],
    ['"i"', '"j"'],
    ['"k"', '"l"'],
    ['"m"', '"n"'],
  ] as const)
    check(named, named.replace(from, to), false);
});

test('another name, kind of value, operator or order does too', () => {
  for (const [from, to] of [
    ['config.c', 'config.e'],
    ['1', '1.5'],
    ['[ 1 "two', '[ (- 1) "two'],
    ['e = { };', 'e = rec { };'],
    ['config, lib', 'lib, config'],
    [', ...', ''],
  ] as const)
    check(text, text.replace(from, to), false);
});

function check(before: string, after: string, isSame: boolean): void {
  assert.not.equal(before, after);
  const [old, now] = [analyzeText(before, 'nix'), analyzeText(after, 'nix')];
  assert.is(aligned(old.module, now.module)?.differences.length === 0, isSame, after);
}

test.run();
