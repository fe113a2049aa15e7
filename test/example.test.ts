import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseExample, renderExample } from '#linter/example.ts';

const test = suite('examples');

/** Drawing what was read gives the source again. */
function check(source: string): void {
  const { files, markers } = parseExample(source);
  assert.fixture(renderExample(files, markers), source);
}

test('a marker points at the line above', () => {
  check('  { a = 1; }\n#   ^ message\n');
});

test('several markers may stand below one line', () => {
  check('  { a = b; }\n#   ^ first\n#       ^ note: second\n');
});

test('a file begins with a header', () => {
  check('-- a.nix --\n{ }\n-- b/c.tf --\n  locals { }\n# ^^^^^^ message\n');
});

test('the hash stands for the first caret in the first column', () => {
  const { files, markers } = parseExample('abc\n#^ message\n');
  assert.equal([...files.values()], ['abc\n']);
  assert.equal(markers[0]?.span, { start: 0, end: 2 });
});

test('markers are not part of the text, so they move nothing', () => {
  const { files, markers } = parseExample('  a\n# ^ first\n  b\n# ^ second\n');
  assert.equal([...files.values()], ['  a\n  b\n']);
  assert.equal(markers[1]?.span, { start: 6, end: 7 });
});

test('shared indentation and blank lines around are left out', () => {
  const { files } = parseExample('\n      {\n        a = 1;\n      }\n    ');
  assert.equal([...files.values()], ['{\n  a = 1;\n}\n']);
});

test('a comment that marks nothing stays', () => {
  check('# a comment\n{ }\n#   another\n');
});

test.run();
