import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { appliedTo } from '../support/applied-edits.ts';
import { actionsIn } from '../support/code-actions.ts';
import { openEditor } from '../support/editor.ts';
import { marked } from '../support/marked.ts';

const test = suite('arguments that are missing');

/** Texts with a cursor at a name that nothing defines, and what they become; nothing where no function can take it. */
const cases: Readonly<Record<string, readonly [source: string, after?: string]>> = {
  'before the dots': ['{ config, ... }: thi$0ngs', '{ config, things, ... }: things'],
  'behind a default': [
    '{ a ? [ 1, 2 ] }: thi$0ngs'.replace(', ', ' '),
    '{ a ? [ 1 2 ], things }: things',
  ],
  'in a pattern without names': ['{ ... }: thi$0ngs', '{ things, ... }: things'],
  'in an empty pattern': ['{ }: thi$0ngs', '{ things }: things'],
  'with its comma behind': [
    '{\n  a, # why\n  b,\n  ...\n}:\nthi$0ngs',
    '{\n  a, # why\n  b,\n  things,\n  ...\n}:\nthings',
  ],
  'with its comma before': [
    '{ a\n, b\n, ...\n}:\nthi$0ngs',
    '{ a\n, b\n, things\n, ...\n}:\nthings',
  ],
  'behind the last one, which has no comma': [
    '{\n  a,\n  b\n}:\nthi$0ngs',
    '{\n  a,\n  b,\n  things\n}:\nthings',
  ],
  'on a line that has several': [
    '{\n  a, b,\n  ...\n}:\nthi$0ngs',
    '{\n  a, b, things,\n  ...\n}:\nthings',
  ],
  'of the outermost function': ['{ a }: b: { c }: thi$0ngs', '{ a, things }: b: { c }: things'],
  'of no function without a pattern': ['a: thi$0ngs'],
  'of no function elsewhere': ['[ ({ a }: a) thi$0ngs ]'],
};

for (const [name, [text, after]] of Object.entries(cases)) {
  test(name, async () => {
    const source = marked(text);
    const editor = await openEditor(source.files);
    const actions = await actionsIn(editor, source, { only: ['quickfix'] });
    const action = actions.find(
      ({ title }) => title === 'Take `things` as an argument (flakewise)',
    );
    const result = action?.edit && appliedTo(source.files, action.edit).get('default.nix');
    assert.is(result, after && `${after}\n`);
    await editor.close();
  });
}

test.run();
