import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { appliedTo } from '../support/applied-edits.ts';
import { actionsIn } from '../support/code-actions.ts';
import { openEditor } from '../support/editor.ts';
import { marked } from '../support/marked.ts';

const test = suite('comments that silence nothing');

/** Texts with a cursor, the preferred action there, and what it makes of the text. */
const cases: Readonly<Record<string, readonly [source: string, title: string, after: string]>> = {
  'a comment on a line of its own goes with the line': [
    '-- a.nix --\n# flakewise-ignore unused/let-$0binding: old\n1',
    'Remove what silences nothing (flakewise)',
    '1\n',
  ],
  'a comment behind code goes with the space before it': [
    '-- a.nix --\n{ a = 1; # flakewise-ignore unused/let-$0binding: old\n}',
    'Remove what silences nothing (flakewise)',
    '{ a = 1;\n}\n',
  ],
  'a comment between code goes alone': [
    '-- a.nix --\n[ /* flakewise-ignore unused/let-$0binding: old */ 1 ]',
    'Remove what silences nothing (flakewise)',
    '[  1 ]\n',
  ],
  'the first of several names goes': [
    '-- a.nix --\nlet\n  # flakewise-ignore nix/glued-$0tokens, unused/let-binding: it is meant\n  a = 1;\nin 2',
    'Remove what silences nothing (flakewise)',
    'let\n  # flakewise-ignore unused/let-binding: it is meant\n  a = 1;\nin 2\n',
  ],
  'the last of several names goes': [
    '-- a.nix --\nlet\n  # flakewise-ignore unused/let-binding, nix/glued-$0tokens: it is meant\n  a = 1;\nin 2',
    'Remove what silences nothing (flakewise)',
    'let\n  # flakewise-ignore unused/let-binding: it is meant\n  a = 1;\nin 2\n',
  ],
  'a name that no rule has becomes the one that is meant': [
    '-- a.nix --\n# flakewise-ignore unused/let-$0bindin: it is meant\nlet a = 1; in 2',
    'Write `unused/let-binding` (flakewise)',
    '# flakewise-ignore unused/let-binding: it is meant\nlet a = 1; in 2\n',
  ],
};

for (const [name, [text, title, after]] of Object.entries(cases)) {
  test(name, async () => {
    const source = marked(text);
    const editor = await openEditor(source.files);
    const actions = await actionsIn(editor, source, { only: ['quickfix'] });
    const [action] = actions.filter(({ isPreferred }) => isPreferred);
    assert.is(action?.title, title);
    assert.is(appliedTo(source.files, action?.edit ?? {}).get('a.nix'), after);
    await editor.close();
  });
}

test('a name that is like none is left to the person', async () => {
  const source = marked('-- a.nix --\n# flakewise-ignore qu$0ite/different: it is meant\n1');
  const editor = await openEditor(source.files);
  assert.not((await actionsIn(editor, source)).some(({ isPreferred }) => isPreferred));
  await editor.close();
});

test.run();
