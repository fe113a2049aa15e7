import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { analyzeText } from '#analyzer/file-analysis.ts';

const test = suite('file analysis');

const text = `{ config, lib, ... }:
{
  # a note
  a.b = lib.mkIf config.c [ 1 "two \${config.d}" ];
  e = { };
}`;

test('layout and comments change neither the key of the module nor that of the syntax', () => {
  const moved = text
    .replace('# a note', '')
    .replaceAll('  ', '\t')
    .replace('{ }', '{ /* nothing */\n }')
    .replace('...', '... # more\n');
  check(text, moved, { module: true, syntax: true });
});

test('brackets that mean nothing change the key of the syntax alone', () => {
  check(text, text.replace('config.c', '(config.c)'), { module: true, syntax: false });
});

test('another name, value, operator or order changes both', () => {
  for (const [from, to] of [
    ['config.c', 'config.e'],
    ['1', '2'],
    ['two', 'two '],
    ['[ 1 "two', '[ (- 1) "two'],
    ['e = { };', 'e = rec { };'],
    ['config, lib', 'lib, config'],
    [', ...', ''],
  ] as const)
    check(text, text.replace(from, to), { module: false, syntax: false });
});

function check(
  before: string,
  after: string,
  same: { readonly module: boolean; readonly syntax: boolean },
): void {
  assert.not.equal(before, after);
  const [old, now] = [analyzeText(before, 'nix'), analyzeText(after, 'nix')];
  assert.is(old.moduleKey === now.moduleKey, same.module, after);
  assert.is(old.syntaxKey === now.syntaxKey, same.syntax, after);
}

test.run();
