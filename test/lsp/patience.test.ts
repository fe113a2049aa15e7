import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Hover, Location } from 'vscode-languageserver';
import { type Editor, openEditor } from '../support/editor.ts';
import { cursorIn, editorFleet, positionIn } from '../support/editor-fleet.ts';
import { holding } from '../support/held-engine.ts';

const test = suite('answers while facts are worked out');

let editor: Editor;
const waiting: (() => void)[] = [];

test.before(async () => {
  editor = await openEditor(editorFleet, { engine: holding(({ answer }) => waiting.push(answer)) });
});
test.after(async () => {
  await editor.close();
});

function at<Result>(method: string, file: string, piece: string): Promise<Result> {
  return editor.request<Result>(`textDocument/${method}`, {
    textDocument: { uri: editor.uri(file) },
    position: positionIn(editorFleet, cursorIn(editorFleet, file, piece)),
  });
}

function answerAll(): void {
  for (const answer of waiting.splice(0)) answer();
}

test('hovering shows what texts tell when facts do not come', async () => {
  const hover = await at<Hover | null>('hover', 'names.nix', 'helpers.dou$0ble');
  assert.match(JSON.stringify(hover?.contents), /double = /);
  assert.is(waiting.length, 1);
  answerAll();
});

test('hovering waits for facts where texts tell nothing', async () => {
  let isAnswered = false;
  const secret = at<Hover | null>('hover', 'secrets/web.yaml', 'to$0ken: ENC').then((hover) => {
    isAnswered = true;
    return hover;
  });
  await at('hover', 'names.nix', 'helpers.dou$0ble');
  assert.is(isAnswered, false);
  answerAll();
  assert.match(JSON.stringify((await secret)?.contents), /secret/);
});

test('a name leads where texts tell when facts do not come', async () => {
  const found = await at<Location[] | null>('definition', 'names.nix', 'helpers.dou$0ble');
  assert.equal(
    found?.map(({ uri }) => uri.split('/').at(-1)),
    ['helpers.nix'],
  );
  answerAll();
});

test('an option that texts do not lead from waits for facts', async () => {
  let isAnswered = false;
  const option = at<Location[] | null>('definition', 'hosts/web.nix', 'po$0rt = 8443');
  void option.then(() => {
    isAnswered = true;
  });
  await at('definition', 'names.nix', 'helpers.dou$0ble');
  assert.is(isAnswered, false);
  answerAll();
  assert.ok((await option)?.some(({ uri }) => uri.endsWith('/shop.nix')));
});

test.run();
