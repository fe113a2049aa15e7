import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { lint } from '#linter/lint.ts';
import { defaultSettings } from '#linter/settings.ts';
import { silencingComment, written } from '#linter/silencing.ts';
import type { Span } from '#parser/span.ts';
import { snapshotOf } from './support/fleet.ts';
import { words } from './support/sample-rules.ts';

const test = suite('comments that silence');

const rule = 'sample/words';

/** The text with a comment for the first finding that is not silent yet, or for the file; `undefined` where none can stand. */
function silenced(file: string, text: string, where: 'first' | 'file'): string | undefined {
  const path = file as FilePath;
  const start = text.indexOf('bad');
  const [span = { start, end: start + 'bad'.length }] = spansIn(path, text);
  const comment = silencingComment({
    file: path,
    text,
    rule,
    where: where === 'file' ? where : span,
  });
  return comment && written(text, comment, 'it is meant');
}

function spansIn(file: FilePath, text: string): readonly Span[] {
  const { diagnostics } = lint(snapshotOf(new Map([[file, text]])), [words], defaultSettings);
  assert.ok(diagnostics.every((diagnostic) => diagnostic.rule === rule));
  return diagnostics.map(({ span }) => span);
}

/** Texts, and what they are with a comment for their first finding. */
const lines: readonly (readonly [name: string, file: string, before: string, after?: string])[] = [
  [
    'above a line, as far to the right as the line',
    'a.yaml',
    'a:\n  b: bad\n',
    'a:\n  # flakewise-ignore sample/words: it is meant\n  b: bad\n',
  ],
  ['nowhere in a text over several lines', 'a.yaml', 'a: |\n  some\n  bad\n  more\n'],
  [
    'above the line with which a text begins',
    'a.toml',
    'a = "bad"\n',
    '# flakewise-ignore sample/words: it is meant\na = "bad"\n',
  ],
  [
    'in the language of scripts',
    'a.rules',
    'f(bad);\n',
    '// flakewise-ignore sample/words: it is meant\nf(bad);\n',
  ],
  [
    'in HTML in Markdown',
    'a.md',
    '# Title\n\nA bad word.\n',
    '# Title\n\n<!-- flakewise-ignore sample/words: it is meant -->\nA bad word.\n',
  ],
  [
    'in a cell of a row',
    'a.md',
    '| a | b |\n|---|---|\n| bad | c |\n',
    '| a | b |\n|---|---|\n| bad | c <!-- flakewise-ignore sample/words: it is meant --> |\n',
  ],
  [
    'in the data of a document',
    'a.md',
    '---\nname: bad\n---\n\nText.\n',
    '---\n# flakewise-ignore sample/words: it is meant\nname: bad\n---\n\nText.\n',
  ],
  [
    'within what is put into a text',
    'a.tf',
    'a = <<EOT\na ${bad}\nEOT\n',
    'a = <<EOT\na ${/* flakewise-ignore sample/words: it is meant */ bad}\nEOT\n',
  ],
  ['nowhere in a block of code', 'a.md', '```\na\nbad\n```\n'],
  ['nowhere in a language without comments', 'a.json', '{ "a": "bad" }\n'],
];

for (const [name, file, before, after] of lines) {
  test(`for a line: ${name}`, () => {
    assert.is(silenced(file, before, 'first'), after);
    if (after !== undefined) assert.equal(spansIn(file as FilePath, after), []);
  });
}

const heads: readonly (readonly [name: string, file: string, before: string, after: string])[] = [
  [
    'at the beginning',
    'a.yaml',
    'a: |\n  bad\n',
    '# flakewise-ignore-file sample/words: it is meant\na: |\n  bad\n',
  ],
  [
    'behind the data of a document',
    'a.md',
    '---\nname: bad\n---\nText.\n',
    '---\nname: bad\n---\n<!-- flakewise-ignore-file sample/words: it is meant -->\n\nText.\n',
  ],
];

for (const [name, file, before, after] of heads) {
  test(`for a file: ${name}`, () => {
    assert.is(silenced(file, before, 'file'), after);
    assert.equal(spansIn(file as FilePath, after), []);
  });
}

test('several findings of a text are silenced one after the other', () => {
  const file = 'a.yaml' as FilePath;
  let text = 'a: bad\nb: [bad,\n  bad]\nc: "bad"\n';
  for (let left = 4; left > 0; left--) {
    assert.is(spansIn(file, text).length, left);
    text = silenced(file, text, 'first') ?? '';
  }
  assert.equal(spansIn(file, text), []);
});

test.run();
