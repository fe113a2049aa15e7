import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Edit, FilePath, Fix } from '#analyzer/diagnostic.ts';
import type { FileContent } from '#analyzer/files.ts';
import { type FixResult, fixAll } from '#linter/fix.ts';
import { lint } from '#linter/lint.ts';
import { type FileRule, fileRule } from '#linter/rule.ts';
import { defaultSettings } from '#linter/settings.ts';
import { snapshotOf } from './support/fleet.ts';
import { forbidden } from './support/sample-rules.ts';

const test = suite('fixes');
const file = 'default.nix' as FilePath;

/** A rule that offers, for the variable `bad`, whatever fix the test is about. */
function offering(
  edits: (span: Edit['span']) => readonly Edit[],
  safety: Fix['safety'] = 'safe',
): FileRule {
  return fileRule({
    ...forbidden,
    visit: {
      variable_expression(node, { report }) {
        if (node.text !== 'bad') return;
        report(node, {
          message: 'bad',
          fixes: [{ title: 'mend', safety, edits: edits(node.span) }],
        });
      },
    },
  });
}

function mend(
  rule: FileRule,
  texts: Readonly<Record<string, string | FileContent>>,
  safety: Fix['safety'] = 'safe',
): FixResult {
  const contents = new Map<string, string | FileContent>(Object.entries(texts));
  const read = (path: FilePath): FileContent => {
    const content = contents.get(path) ?? ({ kind: 'absent' } as const);
    return typeof content === 'string' ? { kind: 'text', text: content } : content;
  };
  return fixAll({
    safety,
    read,
    lint: (changed) => {
      const paths = [...contents.keys()] as FilePath[];
      const current = paths.flatMap((path): [FilePath, string][] => {
        const content = read(path);
        const text = changed.get(path) ?? (content.kind === 'text' ? content.text : undefined);
        return text === undefined ? [] : [[path, text]];
      });
      return lint(snapshotOf(new Map(current)), [rule], defaultSettings);
    },
  });
}

function check(rule: FileRule, before: string, after: string): void {
  const { changed } = mend(rule, { [file]: before });
  assert.is(changed.get(file) ?? before, after);
}

test('every finding of a file is mended in one run, and the second run changes nothing', () => {
  check(forbidden, '{ a = bad; b = [ bad bad ]; }', '{ a = good; b = [ good good ]; }');
  check(forbidden, '{ a = good; }', '{ a = good; }');
});

test('what is left has no finding', () => {
  const { remaining, applied } = mend(forbidden, { [file]: '{ a = bad; }' });
  assert.equal(remaining.diagnostics, []);
  assert.is(applied, 1);
});

const otherLanguages: readonly (readonly [
  path: string,
  text: string,
  kept: string,
  wrong: string,
])[] = [
  ['users.yaml', 'old: 1 # ours\n', 'new: 1 # ours\n', 'new: [1 # ours\n'],
  ['users.yaml', 'old: 1 # ours\n', 'new: 1 # ours\n', 'new: 1\n'],
  ['users.toml', 'old = 1 # ours\n', 'new = 1 # ours\n', 'new = # ours\n'],
  ['users.json', '{ "old": 1 }', '{ "new": 1 }', '{ "new": }'],
  ['50-units.rules', 'let old; // ours\n', 'let now; // ours\n', 'let new; // ours\n'],
  ['README.md', 'old <!-- ours -->\n', 'new <!-- ours -->\n', 'new\n'],
  ['notes.txt', 'old', 'old', 'new'],
];

for (const [path, text, kept, wrong] of otherLanguages)
  test(`a fix in ${path} leaves it whole, with its comments, or is left out`, () => {
    const to = (after: string): FileRule =>
      offering((span) => [
        { file: path as FilePath, span: { start: 0, end: text.length }, text: after },
        { file, span, text: 'good' },
      ]);
    const start = { [file]: '{ a = bad; }', [path]: text };
    assert.is(mend(to(kept), start).changed.get(path as FilePath) ?? text, kept);
    const { changed, remaining } = mend(to(wrong), start);
    assert.is(changed.size, 0);
    assert.is(remaining.diagnostics.length, 1);
  });

test('a fix that would break the syntax is left out, and its finding stays', () => {
  const rule = offering((span) => [{ file, span, text: '{' }]);
  const { changed, remaining } = mend(rule, { [file]: '{ a = bad; }' });
  assert.is(changed.size, 0);
  assert.is(remaining.diagnostics.length, 1);
});

test('a fix that would lose a comment is left out', () => {
  const source = '{ a = bad /* why */; }';
  check(
    offering(({ start, end }) => [{ file, span: { start, end: end + 10 }, text: 'good' }]),
    source,
    source,
  );
});

test('a fix may move a comment and lay it out anew', () => {
  const rule = offering(({ start, end }) => [
    { file, span: { start, end: end + 10 }, text: '/*  why  */ good' },
  ]);
  check(rule, '{ a = bad /* why */; }', '{ a = /*  why  */ good; }');
});

test('of two fixes for one place the first is applied, and the other looked at again', () => {
  const whole = offering(() => [{ file, span: { start: 0, end: 12 }, text: '[ good bad ]' }]);
  const { changed, remaining } = mend(whole, { [file]: '[ bad  bad ]' });
  assert.is(changed.get(file), '[ good bad ]');
  assert.is(remaining.diagnostics.length, 1);
});

test('rules that undo each other end', () => {
  const rule = offering(({ start }) => [{ file, span: { start, end: start }, text: 'bad ' }]);
  const { applied } = mend(rule, { [file]: '[ bad ]' });
  assert.ok(applied > 0);
});

test('unsafe fixes are applied only when asked for', () => {
  const rule = offering((span) => [{ file, span, text: 'good' }], 'unsafe');
  assert.is(mend(rule, { [file]: '{ a = bad; }' }).changed.size, 0);
  assert.is(mend(rule, { [file]: '{ a = bad; }' }, 'unsafe').changed.get(file), '{ a = good; }');
});

test('a fix over several files applies in all of them', () => {
  const other = 'other.nix' as FilePath;
  const rule = offering((span) => [
    { file, span, text: 'good' },
    { file: other, span: { start: 2, end: 2 }, text: 'b = 1; ' },
  ]);
  const { changed } = mend(rule, { [file]: '{ a = bad; }', [other]: '{ }' });
  assert.equal(Object.fromEntries(changed), { [file]: '{ a = good; }', [other]: '{ b = 1; }' });
});

test('a fix over several files applies in none when one of them cannot have it', () => {
  const edits = (other: FilePath) => (span: Edit['span']) => [
    { file, span, text: 'good' },
    { file: other, span: { start: 0, end: 0 }, text: '# ' },
  ];
  const encrypted = { kind: 'encrypted', detail: 'encrypted with git-crypt' } as const;
  const cases: readonly [string, string | FileContent][] = [
    ['secrets.nix', encrypted],
    ['secrets.yaml', 'password: ENC[AES256_GCM,data:aaaa]\n'],
    ['generated.nix', '# DO NOT EDIT\n{ }\n'],
    ['commented.nix', '{ }\n'],
  ];
  for (const [other, content] of cases) {
    const { changed } = mend(offering(edits(other as FilePath)), {
      [file]: '{ a = bad; }',
      [other]: content,
    });
    assert.is(changed.size, 0, other);
  }
});

test('inserted lines end as the lines of the file do', () => {
  const rule = offering((span) => [{ file, span, text: 'good\n' }]);
  check(rule, '{\r\n  a = bad;\r\n}\r\n', '{\r\n  a = good\r\n;\r\n}\r\n');
});

test.run();
