import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { fileRule, type Rule } from '#linter/rule.ts';
import { defaultSetup } from '#lsp/configuration.ts';
import { rehearse } from '#lsp/rehearsal.ts';
import { editorFleet } from '../support/editor-fleet.ts';
import { snapshotOf } from '../support/fleet.ts';
import { forbidden } from '../support/sample-rules.ts';

const test = suite('rehearsing keys and questions');

const fleet = new Map([...editorFleet].map(([file, text]) => [file as FilePath, text]));

test('looks at broken texts that begin with the files of the folder, and leaves those as they are', () => {
  const texts = snapshotOf(fleet);
  const looks: { readonly file: FilePath; readonly text: string; readonly isBroken: boolean }[] =
    [];
  const listening: Rule = fileRule({
    language: 'nix',
    meta: { ...forbidden.meta, fix: 'none', options: {} },
    docs: { why: 'It serves tests.', bad: [], good: [] },
    visit: {
      source_code({ text, tree }, { file }) {
        looks.push({ file, text, isBroken: tree.errors.length > 0 });
      },
    },
  });
  const steps = [...rehearse({ texts, setup: { ...defaultSetup, rules: [listening] } })];
  assert.ok(steps.length > looks.length);
  assert.ok(looks.length > 1);
  assert.ok(looks.every(({ isBroken }) => isBroken));
  const first = texts.files.find((file) => file.endsWith('.nix')) ?? '';
  assert.ok(looks.every(({ file, text }) => file === first && text !== fleet.get(file)));
  const own = fleet.get(first as FilePath) ?? '';
  assert.ok(looks.every(({ text }) => text.includes(own)));
  for (const [file, text] of fleet) assert.is(texts.text(file), text);
});

for (const [name, files] of [
  ['no file', []],
  ['no file in Nix', [['README.md', '# Machines\n']]],
  ['a file that cannot be read', [['flake.nix', '{ outputs = [']]],
] as const) {
  test(`a folder with ${name} gives nothing to rehearse`, () => {
    const texts = snapshotOf(new Map(files.map(([file, text]) => [file as FilePath, text])));
    assert.is([...rehearse({ texts, setup: defaultSetup })].length, 0);
  });
}

test.run();
