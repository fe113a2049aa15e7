import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { evaluateText, shown } from './support/evaluate.ts';

const test = suite('options of sets of files');

/** How many files an option holds that modules define. */
function count(...definitions: readonly string[]): string {
  const modules = definitions.map((each) => `{ files = ${each}; }`).join(' ');
  const text = `lib: with lib; let
    declared = { options.files = mkOption { type = types.fileset; }; };
    inherit (evalModules { modules = [ declared ${modules} ]; }) config;
  in length (fileset.toList config.files)`;
  const files = new Map([
    ['a.txt', 'a'],
    ['b.txt', 'b'],
  ]);
  return shown(evaluateText(text, { files }));
}

test('definitions are joined, and a path is a set of files as well', () => {
  assert.is(count('./a.txt'), '1');
  assert.is(count('./a.txt', './b.txt', 'fileset.empty'), '2');
  assert.is(count('./a.txt', 'fileset.unions [ ./a.txt fileset.empty ]'), '1');
});

test.run();
