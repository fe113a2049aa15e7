import { createContext, Script } from 'node:vm';
import { build } from 'esbuild';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { workerOptions } from '../../scripts/worker-options.ts';
import { marked } from '../support/marked.ts';

const test = suite('the server in a browser');

const { files } = marked(`
  -- .gitignore --
  ignored.nix
  -- ignored.nix --
  let alsoUnused = 1; in 2
  -- hosts/web.nix --
  { pkgs, ... }: let unused = 1; in { }
  -- encrypted.nix --
  version https://git-lfs.github.com/spec/v1
`);

test('without anything of Node it finds what the command line finds, by files that the editor gives', async () => {
  const worker = await startWorker(files);
  await worker.request('initialize', {
    processId: null,
    rootUri: 'memory:/fleet',
    capabilities: { workspace: { workspaceFolders: true } },
    workspaceFolders: [{ uri: 'memory:/fleet', name: 'fleet' }],
  });
  worker.send({ method: 'initialized', params: {} });
  await worker.heard('flakewise/status', ({ state }) => state === 'ready');
  const found = worker.messages
    .filter(({ method }) => method === 'textDocument/publishDiagnostics')
    .flatMap(({ params }) => params.diagnostics.map(({ code }) => `${params.uri} ${code}`));
  assert.equal(found.sort(), [
    'memory:/fleet/encrypted.nix file/encrypted',
    'memory:/fleet/hosts/web.nix unused/let-binding',
  ]);
});

test.run();

/** Whatever passes between an editor and a server. */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly result?: unknown;
  readonly params: {
    readonly uri: string;
    readonly state: string;
    readonly diagnostics: readonly { readonly code: string }[];
  };
}

type Outgoing = Partial<Omit<Message, 'params'>> & { readonly params?: object };

/** Runs the bundle where only what every browser has is known. */
async function startWorker(texts: ReadonlyMap<string, string>) {
  const [bundle] = (await build({ ...workerOptions, write: false })).outputFiles;
  const messages: Message[] = [];
  const hearing: (() => void)[] = [];
  const send = (message: Outgoing): void => {
    context.onmessage({ data: { jsonrpc: '2.0', ...message } });
  };
  const context = {
    /** Set by the server. */
    onmessage: (_event: { readonly data: unknown }) => {},
    postMessage: (message: Message) => {
      messages.push(message);
      if (message.id !== undefined && message.method !== undefined) {
        const { id } = message;
        setImmediate(() => send({ id, result: editorAnswer(message, texts) ?? null }));
      }
      for (const hear of hearing) hear();
    },
    addEventListener: () => {},
    ...{ TextEncoder, TextDecoder, WebAssembly, URL, atob, setTimeout, clearTimeout, performance },
    ...{ console, queueMicrotask },
  };
  createContext(Object.assign(context, { self: context }));
  new Script(bundle?.text ?? '').runInContext(context);
  const until = <Found>(find: () => Found | undefined): Promise<Found> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = find();
        if (found !== undefined) resolve(found);
      };
      hearing.push(look);
      look();
    });
  let asked = 0;
  return {
    messages,
    send,
    heard: (method: string, isIt: (params: Message['params']) => boolean) =>
      until(() => messages.find((one) => one.method === method && isIt(one.params))),
    request: (method: string, params: object) => {
      const id = ++asked;
      send({ id, method, params });
      return until(() => messages.find((one) => one.id === id && one.method === undefined));
    },
  };
}

/** What an editor answers about its files. */
function editorAnswer({ method, params }: Message, texts: ReadonlyMap<string, string>): unknown {
  const path = params.uri?.slice('memory:/fleet'.length).replace(/^\//, '');
  if (method === 'flakewise/readFile') {
    const text = texts.get(path);
    return text === undefined ? { kind: 'absent' } : { kind: 'text', text };
  }
  if (method !== 'flakewise/readDirectory') return null;
  const inside = path === '' ? '' : `${path}/`;
  const below = [...texts.keys()].filter((file) => file.startsWith(inside));
  const names = new Set(below.map((file) => file.slice(inside.length).split('/')[0] ?? ''));
  return [...names].map((name) => {
    return { name, kind: texts.has(inside + name) ? 'file' : 'directory' };
  });
}
