/**
 * Prints how long an editor waits: from keystrokes to findings, and for
 * answers. Build first: `npm run build`, then
 * `node --import tsx bench/editor.ts [FOLDER...]`; without folders it is a
 * made-up fleet of 400 files. Linux only, because of how memory is read.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { LanguageClient } from './language-client.ts';
import { madeFleet } from './made-fleet.ts';

const keys = 60;
const paces = [10, 50, 150];
const edits = 1000;
const patience = 2000;
/** Where the texts are asked about. */
const places = 100;

const folders = process.argv.slice(2);
for (const folder of folders.length > 0 ? folders : ['']) {
  const made = folder === '';
  const root = made ? writtenFleet() : resolve(folder);
  await measure(root, made ? 'a made-up fleet' : folder);
  if (made) rmSync(root, { recursive: true, force: true });
}

async function measure(folder: string, title: string): Promise<void> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  console.log(`\n${title}: ${files.filter((file) => file.endsWith('.nix')).length} Nix files`);
  const client = new LanguageClient(resolve('dist/flakewise.cjs'), folder);
  print('initialize', [await timed(() => client.start())]);
  const flake = readFileSync(join(folder, 'flake.nix'), 'utf8');
  print('open to findings of the file, cold', [await timed(() => client.open('flake.nix', flake))]);
  print('all findings, cold', [await timed(() => client.settled())]);
  await resting();
  console.log(`memory at rest ${client.memory()} MB`);
  const long = longModule();
  await client.open('long-module.nix', long);
  for (const pace of paces) {
    await typing(client, { file: 'long-module.nix', text: long, pace });
    await typing(client, { file: 'flake.nix', text: flake, pace });
  }
  const leaf = leafOf(folder, files);
  if (leaf !== undefined) {
    const text = readFileSync(join(folder, leaf), 'utf8');
    await client.open(leaf, text);
    await typing(client, { file: leaf, text, pace: 150 });
  }
  await client.settled();
  await answers(client, 'long-module.nix', long);
  await answers(client, 'flake.nix', flake);
  await resting();
  const before = client.memory();
  for (let edit = 0; edit < edits; edit++) {
    await client.type('long-module.nix', { line: 1, character: 0 }, edit % 2 === 0 ? ' ' : '\n');
  }
  await client.settled();
  await resting();
  console.log(`memory at rest ${before} MB, after ${edits} edits ${client.memory()} MB`);
  await client.stop();
}

/** Ends when the server has prepared what it may be asked, and given memory back. */
function resting(): Promise<void> {
  return new Promise((wake) => setTimeout(wake, 5000));
}

interface Typing {
  readonly file: string;
  readonly text: string;
  /** Milliseconds from key to key. */
  readonly pace: number;
}

/** Types a binding in the middle of a file, key by key, as fast as the pace says. */
async function typing(client: LanguageClient, { file, text, pace }: Typing): Promise<void> {
  const line = text.split('\n').findLastIndex((one) => /^ {2}\S.*[;{]$/.test(one)) + 1;
  const typed = `  typed-${pace}.option.name = [ "${'x'.repeat(keys)}" ];\n`;
  const times: Promise<number>[] = [];
  for (const [character, key] of [...typed].entries()) {
    times.push(timed(() => client.type(file, { line, character }, key)));
    await new Promise((wake) => setTimeout(wake, pace));
  }
  const settled = await timed(() => client.settled());
  print(`${file}, ${pace} ms per key: key to findings of the file`, await Promise.all(times));
  print(`${file}, ${pace} ms per key: last key to all findings`, [settled + pace]);
}

/** Asks at names of a text, chosen the same way every time. */
async function answers(client: LanguageClient, file: string, text: string): Promise<void> {
  const names = [...text.matchAll(/[a-zA-Z][\w-]*/g)];
  const chosen = Array.from({ length: places }, (_, index) => names[(index * 7919) % names.length]);
  const methods = [
    ...['hover', 'definition', 'documentHighlight', 'completion', 'references', 'codeAction'],
    ...['semanticTokens/full', 'documentLink', 'foldingRange', 'selectionRange'],
  ];
  for (const method of methods) {
    const times: number[] = [];
    for (const name of chosen) {
      const before = text.slice(0, name?.index ?? 0).split('\n');
      const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
      const textDocument = { uri: client.uri(file) };
      const context = { includeDeclaration: true, triggerKind: 1, diagnostics: [] };
      const range = { start: position, end: position };
      const params = { textDocument, position, range, positions: [position], context };
      times.push(
        await timed(() => client.request(`textDocument/${method}`, params).catch(() => {})),
      );
    }
    print(`${file}: ${method}`, times);
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function print(label: string, times: readonly number[]): void {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(0);
  const inTime = sorted.filter((time) => time <= patience).length;
  const counts =
    sorted.length === 1
      ? `${at(0)} ms`
      : `p50 ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)} ms, ${inTime} of ${sorted.length} in time`;
  console.log(`${label.padEnd(64)} ${counts}`);
}

/** A module of 2,000 lines. */
function longModule(): string {
  const bindings = Array.from(
    { length: 400 },
    (_, index) =>
      `  services.example-${index} = {\n    enable = lib.mkDefault (config.networking.hostName == "web");\n    port = base + ${index};\n    package = pkgs.hello;\n  };`,
  );
  return `{ config, lib, pkgs, ... }:\nlet\n  base = 8000;\nin\n{\n${bindings.join('\n')}\n}\n`;
}

function leafOf(folder: string, files: readonly string[]): string | undefined {
  const nix = files.filter((file) => file.endsWith('.nix') && file.includes('/')).sort();
  return nix.find(
    (file) => /(machine-3\/network|hosts\/[^/]+\/default)\.nix$/.test(file) && folder,
  );
}

function writtenFleet(): string {
  const root = mkdtempSync(join(tmpdir(), 'flakewise-editor-'));
  for (const [file, text] of madeFleet()) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}
