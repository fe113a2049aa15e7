import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { lint } from '#linter/lint.ts';
import { defaultSettings } from '#linter/settings.ts';
import { LineIndex } from '#parser/lines.ts';
import { snapshotOf } from './support/fleet.ts';
import { words } from './support/sample-rules.ts';

const test = suite('suppressions in other languages');

/** What is reported in a file: for each line, counted from one, the rule and the text that is meant. */
function found(file: string, text: string): string[] {
  const files = new Map([[file as FilePath, text]]);
  const { diagnostics } = lint(snapshotOf(files), [words], defaultSettings);
  const lines = new LineIndex(text);
  return diagnostics.map(({ rule, span }) => {
    return `${lines.position(span.start).line + 1} ${rule} ${text.slice(span.start, span.end)}`;
  });
}

const unused = (line: number): string => `${line} suppression/unused sample/words`;
const finding = (line: number): string => `${line} sample/words bad`;

test('YAML: at the end of a line, on the line before, in flows, for the file', () => {
  const text = `
a: bad # flakewise-ignore sample/words: it is meant
# flakewise-ignore sample/words: it is meant
# and this explains more
b: bad
c: [bad, # flakewise-ignore sample/words: it is meant
  bad]
`;
  assert.equal(found('a.yaml', text), [finding(7)]);
  const whole = '---\n# flakewise-ignore-file sample/words: it is meant\n---\na: bad\n';
  assert.equal(found('a.yaml', whole), []);
});

test('YAML: what looks like a comment in a scalar is none', () => {
  const text = `
a: "bad # flakewise-ignore sample/words: no"
b: |
  # flakewise-ignore sample/words: no
  bad
c: bad#flakewise-ignore sample/words: no
d: 'it''s bad # flakewise-ignore sample/words: no'
`;
  assert.equal(found('a.yaml', text), [2, 5, 6, 7].map(finding));
});

test('YAML: a broken text keeps its comments', () => {
  const text = 'a: [bad # flakewise-ignore sample/words: it is meant\nb: }\nc: bad\n';
  assert.equal(found('a.yaml', text), [finding(3)]);
});

test('TOML: comments count, and strings do not', () => {
  const text = `
a = "bad" # flakewise-ignore sample/words: it is meant
b = "bad # flakewise-ignore sample/words: no"
c = """
# flakewise-ignore sample/words: no
bad"""
d = [
  # flakewise-ignore sample/words: it is meant
  "bad",
]
`;
  assert.equal(found('a.toml', text), [3, 6].map(finding));
});

test('polkit: both kinds of comment count, and strings, templates and patterns do not', () => {
  const text = `
polkit.addRule(function (action) { // flakewise-ignore sample/words: there is nothing here
  /* flakewise-ignore sample/words: it is meant */ bad();
  // flakewise-ignore sample/words: it is meant
  bad();
  /*
   * flakewise-ignore is not named first here
   */
  /* flakewise-ignore sample/words:
     it is meant */
  bad();
  bad("// flakewise-ignore sample/words: no");
  bad(\`/* flakewise-ignore sample/words: no */\`);
  bad(/[//] flakewise-ignore sample.words: no/);
});
`;
  assert.equal(found('a.rules', text), [unused(2), ...[12, 13, 14].map(finding)]);
});

test('JSON with comments', () => {
  const text =
    '{\n  // flakewise-ignore sample/words: it is meant\n  "a": "bad",\n  "b": "bad // flakewise-ignore sample/words: no"\n}\n';
  assert.equal(found('a.jsonc', text), [finding(4)]);
});

test('HCL: all three kinds of comment', () => {
  const text = `
locals {
  a = "bad" # flakewise-ignore sample/words: it is meant
  // flakewise-ignore sample/words: it is meant
  b = "bad"
  /* flakewise-ignore sample/words: it is meant */
  c = "bad # flakewise-ignore sample/words: no"
  d = <<-EOT
    # flakewise-ignore sample/words: no
    bad
  EOT
}
`;
  assert.equal(found('a.tf', text), [finding(10)]);
});

test('Markdown: HTML comments, within a line, before a block, and for the file', () => {
  const text = `
# Title

<!-- flakewise-ignore sample/words: it is meant -->

| a | bad |
|---|---|
| bad | b |
| bad <!-- flakewise-ignore sample/words: it is meant --> | b |

Text that is bad <!-- flakewise-ignore sample/words: it is meant -->
and goes on being bad.
`;
  assert.equal(found('a.md', text), [finding(8), finding(12)]);
  const whole = '<!--\nflakewise-ignore-file sample/words: it is meant\n-->\n\nbad\n';
  assert.equal(found('a.md', whole), []);
});

test('Markdown: what stands in code is no comment', () => {
  const text = `
\`<!-- flakewise-ignore sample/words: no -->\` bad

\`\`\`html
<!-- flakewise-ignore sample/words: no -->
bad
\`\`\`

    <!-- flakewise-ignore sample/words: no -->
    bad
`;
  assert.equal(found('a.md', text), [2, 6, 10].map(finding));
});

test('Markdown: the data at the beginning has the comments of its own language', () => {
  const yaml = `
---
# flakewise-ignore sample/words: it is meant
name: bad
text: <!-- flakewise-ignore sample/words: no --> bad
---

bad
`;
  assert.equal(found('a.md', yaml.trimStart()), [4, 7].map(finding));
  const toml = '+++\nname = "bad" # flakewise-ignore sample/words: it is meant\n+++\nbad\n';
  assert.equal(found('a.md', toml), [finding(4)]);
});

test('in every language the reason is required, and what silences nothing is reported at its name', () => {
  const comments = new Map([
    ['a.yaml', '# IT\n'],
    ['a.toml', '# IT\n'],
    ['a.rules', '// IT\n'],
    ['a.jsonc', '/* IT */\n'],
    ['a.md', '<!-- IT -->\n'],
    ['a.tf', '/* IT */\n'],
  ]);
  for (const [file, comment] of comments) {
    const withText = (text: string): string => comment.replace('IT', text);
    assert.equal(
      found(file, withText('flakewise-ignore sample/words: nothing here')),
      [unused(1)],
      file,
    );
    assert.equal(
      found(file, withText('flakewise-ignore-file sample/words: nothing here')),
      [unused(1)],
      file,
    );
    const silent = withText('flakewise-ignore sample/words').trimEnd();
    assert.equal(found(file, `${silent}\n`), [`1 suppression/missing-reason ${silent}`], file);
    assert.equal(
      found(file, withText('flakewise-ignore sample/word: a reason')),
      ['1 suppression/unknown-rule sample/word'],
      file,
    );
  }
});

test('a text whose comments nobody can tell apart has none', () => {
  assert.equal(found('a.txt', '# flakewise-ignore sample/words: no\nbad\n'), [finding(2)]);
});

test.run();
