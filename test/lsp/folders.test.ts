import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { DocumentLink } from 'vscode-languageserver';
import { openEditor } from '../support/editor.ts';
import { marked } from '../support/marked.ts';

const test = suite('folders of an editor');

const unused = 'let unused = 1; in 2\n';
const other = 'file:///other';

test('have their own configuration each, in one server', async () => {
  const editor = await openEditor(new Map([['a.nix', unused]]), {
    folders: new Map([
      [
        other,
        new Map([
          ['a.nix', unused],
          ['flakewise.toml', '[rules]\n"unused/let-binding" = "error"\n'],
        ]),
      ],
    ]),
  });
  const severities = [editor.uri('a.nix'), `${other}/a.nix`].map((uri) =>
    editor.published.get(uri)?.diagnostics.map(({ severity }) => severity),
  );
  assert.equal(severities, [[2], [1]]);
  await editor.close();
});

test('that are closed take their findings with them, and those that are opened bring theirs', async () => {
  const editor = await openEditor(new Map([['a.nix', unused]]));
  editor.disk.set(other, new Map([['b.nix', unused]]));
  const change = async (event: object): Promise<void> => {
    await editor.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event });
  };
  await change({ added: [{ uri: other, name: 'other' }], removed: [] });
  await editor.heardOf(`${other}/b.nix`);
  assert.is(editor.published.get(`${other}/b.nix`)?.diagnostics.length, 1);
  await change({ added: [], removed: [{ uri: editor.root, name: 'fleet' }] });
  await editor.heardOf(editor.uri('a.nix'));
  assert.equal(editor.diagnostics('a.nix'), []);
  await editor.close();
});

test('follow their configuration while it is edited, and keep what was found while it is wrong', async () => {
  const editor = await openEditor(
    new Map([
      ['a.nix', unused],
      ['flakewise.toml', ''],
    ]),
  );
  editor.open('flakewise.toml');
  await editor.replace('flakewise.toml', '[rules]\n"unused/let-binding" = "off"\n', 2);
  await editor.settled();
  assert.equal(editor.diagnostics('a.nix'), []);
  await editor.replace('flakewise.toml', '[rules]\n"unused/let-bindin" = "off"\n', 3);
  await editor.settled();
  assert.equal(editor.diagnostics('a.nix'), []);
  assert.equal(
    editor.diagnostics('flakewise.toml').map(({ code, message }) => `${code}: ${message}`),
    ['config/invalid: there is no rule `unused/let-bindin`, did you mean `unused/let-binding`?'],
  );
  await editor.close();
});

test('have no findings where people have switched flakewise off', async () => {
  const editor = await openEditor(new Map([['a.nix', unused]]), { settings: { enable: false } });
  assert.equal(
    [...editor.published.values()].flatMap(({ diagnostics }) => diagnostics),
    [],
  );
  await editor.close();
});

test('answer nothing where people have switched a feature off', async () => {
  const { files } = marked(`
    {
      a = [
        1
      ];
    }
  `);
  const ask = async (settings: object): Promise<unknown> => {
    const editor = await openEditor(files, { settings });
    editor.open('default.nix');
    const textDocument = { uri: editor.uri('default.nix') };
    const answer = await editor.request('textDocument/foldingRange', { textDocument });
    await editor.close();
    return answer;
  };
  assert.ok(Array.isArray(await ask({})));
  assert.is(await ask({ features: { foldingRange: false } }), null);
});

test('answer what was asked before they were open', async () => {
  let read = (): void => {};
  const reading = new Promise<void>((resolve) => {
    read = resolve;
  });
  const beforeReading = async (uri: string): Promise<void> => (uri === other ? reading : undefined);
  const editor = await openEditor(new Map(), { beforeReading });
  const { files } = marked('-- b.nix --\n{ imports = [ ./c.nix ]; }\n-- c.nix --\n{ }\n');
  editor.disk.set(other, new Map(files));
  void editor.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
    event: { added: [{ uri: other, name: 'other' }], removed: [] },
  });
  const asked = editor.request<DocumentLink[] | null>('textDocument/documentLink', {
    textDocument: { uri: `${other}/b.nix` },
  });
  setTimeout(read, 50);
  assert.equal(
    (await asked)?.map(({ target }) => target),
    [`${other}/c.nix`],
  );
  await editor.close();
});

test.run();
