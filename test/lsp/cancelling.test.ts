import { getEventListeners } from 'node:events';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CancellationTokenSource, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Engine } from '#lsp/engine/engine.ts';
import { type FromEngine, obey, RemoteEngine, type ToEngine } from '#lsp/engine/messages.ts';
import { type Editor, openEditor } from '../support/editor.ts';
import { cursorIn, editorFleet, positionIn } from '../support/editor-fleet.ts';
import { type Held, holding } from '../support/held-engine.ts';

const test = suite('cancelling');

const asked: Held[] = [];
let hearAsked: () => void = () => {};
let editor: Editor;

test.before(async () => {
  editor = await openEditor(editorFleet, { engine: holding(hear) });
});
test.after(async () => {
  await editor.close();
});

function hear(held: Held): void {
  asked.push(held);
  hearAsked();
}

const option = { file: 'hosts/web.nix', piece: 'po$0rt = 8443' };

/** Requests that wait for facts. */
const waiting: readonly (readonly [method: string, further: object])[] = [
  ['textDocument/hover', {}],
  ['textDocument/definition', {}],
  ['textDocument/references', { context: { includeDeclaration: true } }],
  ['textDocument/prepareRename', {}],
  ['textDocument/rename', { newName: 'other' }],
  ['textDocument/prepareCallHierarchy', {}],
  ['textDocument/codeLens', {}],
  ['textDocument/inlayHint', { range: wholeLine(0, 30) }],
  ['workspace/symbol', { query: 'web' }],
];

for (const [method, further] of waiting) {
  test(`${method} ends at once while facts are waited for, and they are not worked out`, async () => {
    await setInlayHints();
    const { source, answered } = request(method, further);
    const { signal, answer } = await nextAsked();
    source.cancel();
    assert.is(await codeOf(answered), LSPErrorCodes.RequestCancelled);
    assert.is(signal?.aborted, true);
    answer();
  });

  test(`${method} that nobody has begun with is not begun`, async () => {
    const before = asked.length;
    const { source, answered } = request(method, further);
    source.cancel();
    assert.is(await codeOf(answered), LSPErrorCodes.RequestCancelled);
    assert.is(asked.length, before);
  });
}

test('an answer that came before it was cancelled is given', async () => {
  const { source, answered } = request('textDocument/hover', {});
  (await nextAsked()).answer();
  const found = await answered;
  source.cancel();
  assert.match(JSON.stringify(found), 'port');
});

test('an engine in another thread drops a question that it has not begun with', async () => {
  const answers: unknown[] = [];
  const { remote, begun } = connected((name) => {
    answers.push(name);
  });
  const controller = new AbortController();
  const dropped = remote.ask('symbols', { query: 'a' }, controller.signal);
  const kept = remote.ask('symbols', { query: 'b' });
  controller.abort();
  assert.is(await dropped, undefined);
  assert.equal(await kept, []);
  assert.is(begun.length, 1);
  assert.equal(answers, ['answer', 'answer']);
});

test('many questions of one request are all dropped by one listener', async () => {
  const { remote, begun } = connected(() => {});
  const controller = new AbortController();
  const { signal } = controller;
  const dropped = ['a', 'b', 'c'].map((query) => remote.ask('symbols', { query }, signal));
  assert.is(getEventListeners(signal, 'abort').length, 1);
  controller.abort();
  assert.equal(await Promise.all(dropped), [undefined, undefined, undefined]);
  assert.is(begun.length, 0);
});

/** An engine behind a port whose messages come a turn later, as between threads. */
function connected(hear: (kind: string) => void) {
  let toEngine: (message: ToEngine) => void = () => {};
  let toServer: (message: FromEngine) => void = () => {};
  const begun: AbortSignal[] = [];
  const engine: Engine = {
    change: () => {},
    reopen: () => {},
    close: async () => {},
    ask: async (_name, _question, signal) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (signal?.aborted) return undefined;
      if (signal) begun.push(signal);
      return [] as never;
    },
  };
  const later = (task: () => void): void => void setImmediate(task);
  obey(
    {
      send: (message) => {
        hear(message.kind);
        later(() => toServer(message));
      },
      listen: (listener) => {
        toEngine = listener;
      },
    },
    engine,
  );
  const remote = new RemoteEngine(
    {
      send: (message) => later(() => toEngine(message)),
      listen: (listener) => {
        toServer = listener;
      },
    },
    { began: () => {}, found: () => {}, failed: () => {}, lost: () => {} },
  );
  return { remote, begun };
}

async function setInlayHints(): Promise<void> {
  editor.settings = { features: { inlayHint: true } };
  await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: {} });
}

function request(method: string, further: object) {
  const source = new CancellationTokenSource();
  const cursor = cursorIn(editorFleet, option.file, option.piece);
  const position = positionIn(editorFleet, cursor);
  const textDocument = { uri: editor.uri(option.file) };
  const params = { textDocument, position, ...further };
  const answered = editor.connection.sendRequest<unknown>(method, params, source.token);
  return { source, answered };
}

function nextAsked(): Promise<Held> {
  const before = asked.length;
  return new Promise((resolve) => {
    hearAsked = () => {
      const next = asked[before];
      if (next !== undefined) resolve(next);
    };
  });
}

async function codeOf(answered: Promise<unknown>): Promise<number | undefined> {
  try {
    await answered;
    return undefined;
  } catch (error) {
    return error instanceof ResponseError ? error.code : undefined;
  }
}

function wholeLine(start: number, end: number) {
  return { start: { line: start, character: 0 }, end: { line: end, character: 0 } };
}

test.run();
