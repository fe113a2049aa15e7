import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CodeLens,
} from 'vscode-languageserver';
import { type Editor, openEditor } from '../support/editor.ts';
import { cursorIn, editorFleet, positionIn } from '../support/editor-fleet.ts';

const test = suite('imports in an editor');

let editor: Editor;

test.before(async () => {
  editor = await openEditor(editorFleet, { initializationOptions: { showReferences: true } });
});
test.after(async () => {
  await editor.close();
});

async function lensesOf(of: Editor, file: string): Promise<readonly CodeLens[]> {
  const found = await of.request<readonly CodeLens[]>('textDocument/codeLens', {
    textDocument: { uri: of.uri(file) },
  });
  return Promise.all(found.map((lens) => of.request<CodeLens>('codeLens/resolve', lens)));
}

test('a module says who imports it, and leads there', async () => {
  const [lens] = await lensesOf(editor, 'modules/shop.nix');
  assert.is(lens?.command?.title, 'imported by 2 files, 2 machines');
  assert.is(lens?.command?.command, 'flakewise.showReferences');
  const [uri, , places] = lens?.command?.arguments ?? [];
  assert.is(uri, editor.uri('modules/shop.nix'));
  assert.equal(
    places.map((place: { uri: string }) => place.uri),
    [editor.uri('hosts/db.nix'), editor.uri('hosts/web.nix')],
  );
});

test('an editor that cannot show places is told the numbers alone', async () => {
  const plain = await openEditor(editorFleet);
  const [lens] = await lensesOf(plain, 'modules/shop.nix');
  assert.equal(lens?.command, { title: 'imported by 2 files, 2 machines', command: '' });
  await plain.close();
});

test('a file says how much was found in it', async () => {
  const found = await openEditor(new Map([['draft.nix', 'let a = 1; b = 2; in 3\n']]));
  const lenses = await lensesOf(found, 'draft.nix');
  assert.equal(
    lenses.map(({ command }) => command?.title),
    ['2 findings'],
  );
  await found.close();
});

async function prepared(file: string, piece: string): Promise<readonly CallHierarchyItem[]> {
  return editor.request('textDocument/prepareCallHierarchy', {
    textDocument: { uri: editor.uri(file) },
    position: positionIn(editorFleet, cursorIn(editorFleet, file, piece)),
  });
}

test('the hierarchy of a path begins at the file that it leads to', async () => {
  const [item] = await prepared('hosts/web.nix', '../modules/sh$0op.nix');
  assert.is(item?.name, 'modules/shop.nix');
  assert.is(item?.detail, 'nixos · db, web');
});

test('those who import a file come in', async () => {
  const [item] = await prepared('modules/shop.nix', 'let$0');
  const calls = await editor.request<readonly CallHierarchyIncomingCall[]>(
    'callHierarchy/incomingCalls',
    { item },
  );
  assert.equal(
    calls.map(({ from, fromRanges }) => [from.name, fromRanges.map(({ start }) => start.line)]),
    [
      ['hosts/db.nix', [2]],
      ['hosts/web.nix', [2]],
    ],
  );
});

test('what a file imports goes out', async () => {
  const [item] = await prepared('flake.nix', 'descr$0iption');
  const calls = await editor.request<readonly CallHierarchyOutgoingCall[]>(
    'callHierarchy/outgoingCalls',
    { item },
  );
  assert.equal(
    calls.map(({ to, fromRanges }) => [to.name, fromRanges.length]),
    [
      ['hosts/db.nix', 1],
      ['hosts/web.nix', 1],
      ['site.nix', 1],
    ],
  );
});

test('a file that is no code has no hierarchy', async () => {
  assert.is(await prepared('README.md', 'De$0ploy it'), null);
});

test.run();
