import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { TextEdit } from 'vscode-languageserver';
import type { Outside } from '#lsp/outside.ts';
import { appliedTo } from '../support/applied-edits.ts';
import { type Editor, type EditorOptions, openEditor } from '../support/editor.ts';

const test = suite('formatting');

const capabilities: EditorOptions['capabilities'] = {
  workspace: {
    workspaceFolders: true,
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
  },
  textDocument: { publishDiagnostics: {}, formatting: { dynamicRegistration: true } },
};
const settings = { formatting: { command: ['nixfmt', '-q'] } };
const source = 'a:\nb:   \nc:\n 1\n';

/** Takes spaces at the ends of lines away. */
const trim: Outside['format'] = async (_, text) => ({ text: text.replace(/ +$/gm, '') });

test('nobody hears of it unless people have chosen a program', async () => {
  const editor = await openEditor(new Map([['a.nix', source]]), { capabilities, format: trim });
  assert.equal(formatters(editor), []);
  assert.is(await format(editor), null);
  assert.is(editor.initialized?.capabilities.documentFormattingProvider, undefined);
  await editor.close();
});

test('it comes and goes with the settings', async () => {
  const editor = await openEditor(new Map([['a.nix', source]]), {
    capabilities,
    settings,
    format: trim,
  });
  const registered = [{ language: 'nix', scheme: 'file', pattern: '/fleet/**/*.nix' }];
  assert.equal(formatters(editor), registered);
  await configure(editor, { ...settings, enable: false });
  assert.equal(formatters(editor), []);
  await configure(editor, settings);
  assert.equal(formatters(editor), registered);
  await editor.close();
});

test('an editor that cannot be told later is told nothing', async () => {
  const editor = await openEditor(new Map([['a.nix', source]]), { settings });
  assert.equal(formatters(editor), []);
  await editor.close();
});

test('only the lines that differ are replaced', async () => {
  const asked: (readonly string[])[] = [];
  const editor = await openEditor(new Map([['a.nix', source]]), {
    capabilities,
    settings,
    format: async (command, text) => {
      asked.push(command);
      return { text: text.replace(/ +$/gm, '') };
    },
  });
  editor.open('a.nix');
  const edits = (await format(editor)) ?? [];
  assert.equal(edits, [
    {
      range: { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } },
      newText: 'b:\n',
    },
  ]);
  assert.equal(asked, [['nixfmt', '-q']]);
  await editor.close();
});

const texts: readonly (readonly [name: string, before: string, printed: string])[] = [
  ['a line added', '1', '# a\n1\n'],
  ['a line taken out', 'a:\n\n\n\n1\n', 'a:\n\n1\n'],
  ['everything different', '{a=1;}', '{\n  a = 1;\n}\n'],
  ['nothing different', '1\n', '1\n'],
  ['line ends of Windows', '{\r\na = 1;\r\n}\r\n', '{\r\n  a = 1;\r\n}\r\n'],
];

for (const [name, before, printed] of texts) {
  test(`the text becomes what was printed: ${name}`, async () => {
    const files = new Map([['a.nix', before]]);
    const format: Outside['format'] = async () => ({ text: printed.replaceAll('\r', '') });
    const editor = await openEditor(files, { capabilities, settings, format });
    editor.open('a.nix');
    const edits = (await formatIn(editor, 'a.nix')) ?? [];
    const after = appliedTo(files, { changes: { [editor.uri('a.nix')]: [...edits] } });
    assert.is(after.get('a.nix'), printed);
    await editor.close();
  });
}

test('a program that fails is logged once, and what it prints then is not used', async () => {
  let answer: Awaited<ReturnType<NonNullable<Outside['format']>>> = { failure: 'not found' };
  const editor = await openEditor(new Map([['a.nix', source]]), {
    capabilities,
    settings,
    format: async () => answer,
  });
  editor.open('a.nix');
  for (const _ of [1, 2, 3]) assert.is(await format(editor), null);
  assert.equal(editor.log, ['`nixfmt -q` did not format: not found']);
  answer = { text: '\n' };
  assert.is(await format(editor), null);
  assert.equal(editor.log.at(-1), '`nixfmt -q` did not format: it printed nothing');
  assert.is(editor.log.length, 2);
  await editor.close();
});

test('a text that has changed in the meantime is left alone', async () => {
  const editor: Editor = await openEditor(new Map([['a.nix', source]]), {
    capabilities,
    settings,
    format: async () => {
      await editor.replace('a.nix', 'other\n', 2);
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { text: '1\n' };
    },
  });
  editor.open('a.nix');
  assert.is(await format(editor), null);
  await editor.close();
});

test('other files are not for it', async () => {
  const files = new Map([['a.tf', 'a = 1   \n']]);
  const editor = await openEditor(files, { capabilities, settings, format: trim });
  editor.open('a.tf');
  assert.is(await formatIn(editor, 'a.tf'), null);
  await editor.close();
});

function format(editor: Editor): Promise<readonly TextEdit[] | null> {
  return formatIn(editor, 'a.nix');
}

function formatIn(editor: Editor, file: string): Promise<readonly TextEdit[] | null> {
  return editor.request('textDocument/formatting', {
    textDocument: { uri: editor.uri(file) },
    options: { tabSize: 2, insertSpaces: true },
  });
}

/** What documents editors are told to have formatted. */
function formatters(editor: Editor): readonly unknown[] {
  const found = [...editor.registered.values()].filter(
    ({ method }) => method === 'textDocument/formatting',
  );
  return found.flatMap(({ registerOptions }) => registerOptions.documentSelector);
}

/** Changes the settings, and waits until the server has told what follows. */
async function configure(editor: Editor, settings: unknown): Promise<void> {
  const before = formatters(editor).length;
  editor.settings = settings;
  await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  for (let turn = 0; turn < 100 && formatters(editor).length === before; turn++)
    await editor.settled();
}

test.run();
