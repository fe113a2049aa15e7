import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SelectionRange } from 'vscode-languageserver';
import { spanOf } from '#lsp/convert/positions.ts';
import { LineIndex } from '#parser/lines.ts';
import { openAtCursor } from '../support/navigation.ts';

const test = suite('selections');

/** Texts with a cursor, and what is selected step by step. */
const cases: Readonly<Record<string, readonly [source: string, ...selections: string[]]>> = {
  'a name in a path': [
    '{ services.ng$0inx.enable = true; }',
    'nginx',
    'services.nginx.enable',
    'services.nginx.enable = true;',
    '{ services.nginx.enable = true; }',
    '{ services.nginx.enable = true; }\n',
  ],
  'a word in a string': [
    '[ "one tw$0o ${x}" ]',
    'two',
    'one two ',
    'one two ${x}',
    '"one two ${x}"',
    '[ "one two ${x}" ]',
    '[ "one two ${x}" ]\n',
  ],
  'an argument': ['f (g $0x) y', 'x', 'g x', '(g x)', 'f (g x)', 'f (g x) y', 'f (g x) y\n'],
  'comments in a row': [
    '# a\n# $0b c\n# d\n\n# e\n1',
    'b',
    '# b c',
    '# a\n# b c\n# d',
    '# a\n# b c\n# d\n\n# e\n1\n',
  ],
  'between two tokens': ['[ 1 $0 2 ]', '1  2', '[ 1  2 ]', '[ 1  2 ]\n'],
  'unfinished code': ['{ a = $0', '{ a = \n'],
};

for (const [name, [source, ...expected]] of Object.entries(cases)) {
  test(name, async () => {
    const opened = await openAtCursor(source);
    const { editor, at } = opened;
    const answers = await editor.request<SelectionRange[]>('textDocument/selectionRange', {
      textDocument: at.textDocument,
      positions: [at.position],
    });
    assert.equal(textsOf(editor.text('default.nix'), answers[0]), expected);
    await editor.close();
  });
}

test('OpenTofu, and several places at once', async () => {
  const { editor, at } = await openAtCursor('-- a.tf --\nresource "a" "b" {\n  c = [d$0.e]\n}');
  const answers = await editor.request<SelectionRange[]>('textDocument/selectionRange', {
    textDocument: at.textDocument,
    positions: [at.position, { line: 0, character: 1 }, { line: 99, character: 0 }],
  });
  const text = editor.text('a.tf');
  assert.equal(textsOf(text, answers[0]).slice(0, 3), ['d', 'd.e', '[d.e]']);
  assert.is(textsOf(text, answers[1])[0], 'resource');
  assert.is(answers.length, 3);
  await editor.close();
});

function textsOf(text: string, selection: SelectionRange | undefined): string[] {
  const lined = { text, lines: new LineIndex(text) };
  const texts: string[] = [];
  for (let each = selection; each; each = each.parent) {
    const { start, end } = spanOf(lined, each.range, 'utf-16');
    texts.push(text.slice(start, end));
  }
  return texts;
}

test.run();
