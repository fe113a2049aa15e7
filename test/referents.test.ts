import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { analyzeText } from '#analyzer/file-analysis.ts';
import { isGlobalAt, referentAt } from '#analyzer/syntax/referents.ts';
import { root } from '#parser/tree.ts';

const test = suite('referents');

/** What every use of `isNull` in a text is taken for; scopes and `isGlobalAt` must agree. */
function uses(text: string): readonly boolean[] {
  const analysis = analyzeText(text, 'nix');
  return [...root(analysis.tree).descendants()]
    .filter((node) => node.kind === 'variable_expression' && node.text === 'isNull')
    .map((node) => {
      const isGlobal = referentAt(analysis, node)?.kind === 'global';
      assert.is(isGlobalAt(analysis, node, 'isNull'), isGlobal, text);
      return isGlobal;
    });
}

test('a name that nothing binds is the global', () => {
  for (const text of [
    'isNull 1',
    'lib: lib.isNull (isNull 1)',
    'lib: with lib; isNull 1',
    '{ a = { x = isNull; }; b = a: a ? isNull; }',
    '{ text = "isNull"; list = [ isNull ]; }',
  ])
    assert.equal(uses(text), [true], text);
});

test('a name that something binds is what is bound where it is seen', () => {
  for (const text of [
    'isNull: isNull 1',
    '{ isNull }: isNull 1',
    '{ isNull ? null, ... }: isNull 1',
    '{ ... }@isNull: isNull 1',
    'isNull@{ ... }: isNull 1',
    'let isNull = x: x; in isNull 1',
    'let isNull.a = 1; in isNull 1',
    'let "isNull" = 1; in isNull 1',
    'let "is\\Null" = 1; in isNull 1',
    'a: let inherit (a) isNull; in isNull 1',
    'a: let inherit (a) "isNull"; in isNull 1',
    'rec { isNull = 1; a = isNull; }',
    'rec { ${"isNull"} = 1; a = isNull; }',
    "rec { ${(''isNull'')} = 1; a = isNull; }",
  ])
    assert.equal(uses(text), [false], text);
  for (const text of [
    '{ a = isNull 1; b = let isNull = 2; in isNull; }',
    '[ (isNull 1) (isNull: isNull) ]',
    '[ isNull (rec { inherit (a) isNull; b = isNull; }) ]',
  ])
    assert.equal(uses(text), [true, false], text);
});

test('names of sets that see nothing of themselves bind nothing', () => {
  assert.equal(uses('{ isNull = 1; a = isNull; }'), [true]);
  assert.equal(uses('{ "${isNull 1}" = 1; inherit isNull; }'), [true]);
});

test.run();
