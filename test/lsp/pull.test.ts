import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { DocumentDiagnosticReport, WorkspaceDiagnosticReport } from 'vscode-languageserver';
import { type Editor, type EditorOptions, openEditor } from '../support/editor.ts';
import { marked } from '../support/marked.ts';

const test = suite('findings that an editor asks for');

const { files } = marked(`
  -- a.nix --
  let unused = 1; in 2
  -- b.nix --
  { a = 1; }
`);

const pulling: EditorOptions = {
  capabilities: {
    workspace: { workspaceFolders: true, diagnostics: { refreshSupport: true } },
    textDocument: { diagnostic: {} },
  },
};

test('are offered to editors that cannot hear them, and to those that want to ask', async () => {
  const offered = async (options: EditorOptions): Promise<boolean> => {
    const editor = await openEditor(files, options);
    await editor.close();
    return editor.initialized?.capabilities.diagnosticProvider !== undefined;
  };
  const both = {
    capabilities: { textDocument: { diagnostic: {}, publishDiagnostics: {} } },
  };
  assert.is(await offered({}), false);
  assert.is(await offered(both), false);
  assert.is(await offered({ ...both, initializationOptions: { diagnostics: 'pull' } }), true);
  assert.is(await offered(pulling), true);
});

test('of a document come with an id, and not again while nothing has changed', async () => {
  const editor = await openEditor(files, pulling);
  editor.open('a.nix');
  const first = await documentReport(editor, 'a.nix');
  assert.equal(first.kind === 'full' && first.items.map(({ code }) => code), [
    'unused/let-binding',
  ]);
  const again = await documentReport(editor, 'a.nix', first.resultId);
  assert.equal(again, { kind: 'unchanged', resultId: first.resultId });
  await editor.replace('a.nix', '2\n', 2);
  const mended = await documentReport(editor, 'a.nix', first.resultId);
  assert.equal(mended.kind === 'full' && mended.items, []);
  assert.is(editor.heard.length, 0);
  await editor.close();
});

test('of the workspace wait for a change where the editor knows the rest', async () => {
  const editor = await openEditor(files, pulling);
  const first = await workspaceReport(editor, []);
  assert.equal(
    first.items.map(({ uri }) => uri),
    [editor.uri('a.nix')],
  );
  const known = first.items.map(({ uri, resultId = '' }) => ({ uri, value: resultId }));
  const waiting = workspaceReport(editor, known);
  editor.open('b.nix');
  await editor.replace('b.nix', 'let unused = 1; in 2\n', 2);
  const { items } = await waiting;
  assert.equal(
    items.map(({ uri, version, kind }) => ({ uri, version, kind })),
    [{ uri: editor.uri('b.nix'), version: 2, kind: 'full' }],
  );
  await editor.close();
});

test('of a workspace without any are told at once to who knows nothing', async () => {
  const editor = await openEditor(new Map([['a.nix', '{ }\n']]), pulling);
  assert.equal(await workspaceReport(editor, []), { items: [] });
  await editor.close();
});

test('are asked for again when the whole workspace was looked at', async () => {
  const editor = await openEditor(files, pulling);
  const refreshed = new Promise<void>((resolve) => {
    editor.connection.onRequest('workspace/diagnostic/refresh', () => {
      resolve();
      return null;
    });
  });
  editor.open('a.nix');
  await editor.replace('a.nix', '3\n', 2);
  await refreshed;
  await editor.close();
});

test.run();

function documentReport(
  editor: Editor,
  file: string,
  previousResultId?: string,
): Promise<DocumentDiagnosticReport> {
  const textDocument = { uri: editor.uri(file) };
  return editor.request('textDocument/diagnostic', { textDocument, previousResultId });
}

function workspaceReport(
  editor: Editor,
  previousResultIds: readonly { readonly uri: string; readonly value: string }[],
): Promise<WorkspaceDiagnosticReport> {
  return editor.request('workspace/diagnostic', { previousResultIds });
}
