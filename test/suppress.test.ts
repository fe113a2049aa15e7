import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { markersOf, parseExample, renderExample } from '#linter/example.ts';
import { lint } from '#linter/lint.ts';
import { defaultConfig, defaultSettings, type Ignore } from '#linter/settings.ts';
import { snapshotOf } from './support/fleet.ts';
import { counting, forbidden } from './support/sample-rules.ts';

const test = suite('suppressions');

/** The example is the picture of what is found in it. */
function check(source: string, ignores: readonly Ignore[] = []): void {
  const { files, markers } = parseExample(source);
  const settings = { ...defaultSettings, config: { ...defaultConfig, ignores } };
  const { diagnostics } = lint(snapshotOf(files), [forbidden, counting], settings);
  assert.fixture(renderExample(files, markersOf(diagnostics)), renderExample(files, markers));
}

test('a comment at the end of a line silences its findings', () => {
  check('{ a = bad; } # flakewise-ignore sample/forbidden: it is meant');
});

test('a comment of its own silences the next line of code, and no other', () => {
  check(`
  {
    # flakewise-ignore sample/forbidden: it is meant
    # and this explains more
    a = bad;
    b = bad;
#       ^^^ \`bad\` is forbidden
  }
  `);
});

test('a comment for the file silences all of it', () => {
  check('# flakewise-ignore-file sample/forbidden: it is meant\n{ a = bad;\n\n b = bad; }');
});

test('block comments and HCL comments count', () => {
  check('{ a = /* flakewise-ignore sample/forbidden: it is meant */ bad; }');
  check(`
-- main.tf --
  // flakewise-ignore sample/forbidden: of another language
#                     ^^^^^^^^^^^^^^^^ nothing of \`sample/forbidden\` is found here to ignore
  locals { }
  `);
});

test('without a reason nothing is silenced', () => {
  check(`
  { a = bad; } # flakewise-ignore sample/forbidden
#       ^^^ \`bad\` is forbidden
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`flakewise-ignore\` needs a reason after a colon, and silences nothing without one
  `);
});

test('an unknown rule is named, with the one that was meant', () => {
  check(`
  { a = bad; } # flakewise-ignore sample/forbiden: it is meant
#       ^^^ \`bad\` is forbidden
#                                 ^^^^^^^^^^^^^^^ there is no rule \`sample/forbiden\`, did you mean \`sample/forbidden\`?
  `);
});

test('each name of a comment must silence something', () => {
  check(`
  # flakewise-ignore sample/forbidden: nothing here
#                    ^^^^^^^^^^^^^^^^ nothing of \`sample/forbidden\` is found here to ignore
  { a = good; }
  `);
});

test('a rule that did not run leaves its suppressions alone', () => {
  check('# flakewise-ignore sample/counting: off without its preset\n{ a = good; }');
});

test('text inside strings is no comment', () => {
  check(`
  { a = bad; b = "# flakewise-ignore sample/forbidden: no"; }
#       ^^^ \`bad\` is forbidden
  `);
  check(`
  { a = bad; b = ''
#       ^^^ \`bad\` is forbidden
    # flakewise-ignore sample/forbidden: no
  ''; }
  `);
});

test('the configuration silences by file and part of the message', () => {
  const ignore: Ignore = {
    rule: 'sample/forbidden',
    files: ['*.nix'],
    where: '`bad`',
    reason: 'it is meant',
    span: { start: 0, end: 1 },
  };
  check('{ a = bad; }', [ignore]);
  check(
    `
  { a = bad; }
#       ^^^ \`bad\` is forbidden
-- flakewise.toml --
[[ignore]]
#^ nothing of \`sample/forbidden\` is found in these files to ignore
  `,
    [{ ...ignore, where: 'other', span: { start: 0, end: 2 } }],
  );
});

test('a suppression in a generated file is not called unused', () => {
  const generated = '# @generated\n# flakewise-ignore sample/forbidden: kept\n{ a = bad; }\n';
  const files = new Map([['default.nix' as FilePath, generated]]);
  assert.equal(lint(snapshotOf(files), [forbidden], defaultSettings).diagnostics, []);
});

test.run();
