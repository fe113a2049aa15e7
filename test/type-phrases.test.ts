import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { evaluateText, shown } from './support/evaluate.ts';

const test = suite('types in words');

test('a type says what it takes, as nixpkgs does', () => {
  const said = (type: string): string =>
    shown(evaluateText(`lib: with lib.types; (${type}).description`));
  const cases: readonly (readonly [string, string])[] = [
    ['listOf str', 'list of string'],
    [
      'nonEmptyListOf port',
      'non-empty (list of 16 bit unsigned integer; between 0 and 65535 (both inclusive))',
    ],
    ['attrsOf (nullOr path)', 'attribute set of (null or absolute path)'],
    [
      'nullOr (either ints.positive (listOf package))',
      'null or positive integer, meaning >0, or (list of package)',
    ],
    ['oneOf [ bool int float ]', 'boolean or signed integer or floating point number'],
    [
      'coercedTo int toString lines',
      'strings concatenated with "\\n" or signed integer convertible to it',
    ],
    ['enum [ "a" 1 true ]', 'one of "a", 1, true'],
    ['enum [ ]', 'impossible (empty enum)'],
    ['listOf (submodule { options = { }; })', 'list of (submodule)'],
    ['functionTo attrs', 'function that evaluates to a(n) (attribute set)'],
    ['passwdEntry str', 'string, not containing newlines or colons'],
    ['uniq (addCheck str (_: true))', 'string'],
    ['listOf (str // { description = "name"; })', 'list of name'],
    ['listOf (lib.mkOptionType { name = "own"; })', 'list of (own)'],
    [
      'attrTag { b = lib.mkOption { }; "a c" = lib.mkOption { }; }',
      'attribute-tagged union with choices: "a c", b',
    ],
  ];
  for (const [type, words] of cases) assert.is(said(type), JSON.stringify(words), type);
  assert.match(said('submodule { freeformType = attrsOf str; }'), 'is not evaluated');
  assert.match(said('let t = either int (listOf t); in t'), 'is not evaluated');
});

test.run();
