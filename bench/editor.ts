/**
 * Prints how long an editor waits: from keystrokes to findings, and for
 * answers. Build first: `npm run build`, then
 * `node --import tsx bench/editor.ts [SIZE|FOLDER...]`, where a size is that of
 * a made-up fleet: 50, 400 or 3500 files. It is 400 where nothing is said.
 * Linux only, because of how memory is read.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { longModule, placeOfTyping, typed } from './editor-texts.ts';
import { LanguageClient } from './language-client.ts';
import { madeFleet } from './made-fleet.ts';

const paces = [10, 50, 150];
const edits = 1000;
const patience = 2000;
/** Where the texts are asked about. */
const places = 100;
/** How often a binding is added to see when all findings are there. */
const additions = 40;
const long = 'long-module.nix';
const flake = 'flake.nix';

const asked = process.argv.slice(2);
for (const one of asked.length > 0 ? asked : ['400']) {
  const size = /^\d+$/.test(one) ? Number(one) : undefined;
  const root = size === undefined ? resolve(one) : writtenFleet(size);
  await measure(root, size === undefined ? one : `a made-up fleet of ${size} files`);
  if (size !== undefined) rmSync(root, { recursive: true, force: true });
}

/** Each pace has a server of its own, so that all of them are measured cold. */
async function measure(folder: string, title: string): Promise<void> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  console.log(`\n${title}: ${files.filter((file) => file.endsWith('.nix')).length} Nix files`);
  const texts = new Map([[long, longModule()]]);
  for (const file of [leafOf(files), flake])
    if (file !== undefined) texts.set(file, readFileSync(join(folder, file), 'utf8'));
  for (const pace of paces) {
    const client = await started(folder, texts);
    for (const warmth of ['cold', 'warm']) {
      for (const [file, text] of texts) await typing(client, { file, text, pace, warmth });
    }
    if (pace === paces.at(-1)) await further(client, texts);
    await client.stop();
  }
}

async function started(folder: string, texts: ReadonlyMap<string, string>) {
  const client = new LanguageClient(resolve('dist/flakewise.cjs'), folder);
  print('initialize', [await timed(() => client.start())]);
  const opened = await timed(() => client.open(flake, texts.get(flake) ?? ''));
  print('open to findings of the file, cold', [opened]);
  print('all findings, cold', [await timed(() => client.settled())]);
  await resting();
  console.log(`memory at rest ${client.memory()} MB`);
  for (const [file, text] of texts) if (file !== flake) await client.open(file, text);
  await client.settled();
  return client;
}

/** What is asked of one server alone: all findings, answers, and what many edits leave behind. */
async function further(client: LanguageClient, texts: ReadonlyMap<string, string>): Promise<void> {
  for (const [file, text] of texts) {
    const times: number[] = [];
    for (let addition = 0; addition < additions; addition++) {
      const binding = `  added-${addition}.option.name = ${addition};\n`;
      const line = { line: placeOfTyping(text), character: 0 };
      void client.type(file, line, binding);
      times.push(await timed(() => client.settled()));
    }
    print(`${file}: a binding is added to all findings`, times);
  }
  await answers(client, long, texts.get(long) ?? '');
  await answers(client, flake, texts.get(flake) ?? '');
  await resting();
  const before = client.memory();
  for (let edit = 0; edit < edits; edit++) {
    await client.type(long, { line: 1, character: 0 }, edit % 2 === 0 ? ' ' : '\n');
  }
  await client.settled();
  const after = client.memory();
  await resting();
  console.log(
    `memory at rest ${before} MB; after ${edits} edits ${after} MB, at rest ${client.memory()} MB`,
  );
}

/** Ends when the server has prepared what it may be asked, and given memory back. */
function resting(): Promise<void> {
  return later(12_000);
}

function later(milliseconds: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, milliseconds));
}

interface Typing {
  readonly file: string;
  readonly text: string;
  /** Milliseconds from key to key. */
  readonly pace: number;
  /** Whether the server has been typed to before. */
  readonly warmth: string;
}

/** Types a binding into a file, key by key, as fast as the pace says. */
async function typing(client: LanguageClient, { file, text, pace, warmth }: Typing): Promise<void> {
  const line = placeOfTyping(text);
  const times: Promise<number>[] = [];
  const before = client.cpu();
  for (const [character, key] of [...typed(pace, warmth)].entries()) {
    const published = client.type(file, { line, character }, key);
    times.push(timed(() => Promise.race([published, later(patience * 2)])));
    await later(pace);
  }
  const settled = await timed(() => client.settled());
  const label = `${file}, ${pace} ms per key, ${warmth}`;
  print(`${label}: key to findings of the file`, await Promise.all(times));
  const cpu = (client.cpu() - before) / times.length;
  console.log(`${`${label}: on a processor`.padEnd(72)} ${cpu.toFixed(1)} ms for each key`);
  print(`${label}: last key to all findings`, [settled + pace]);
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
  console.log(`${label.padEnd(72)} ${counts}`);
}

/** A file that one machine alone reads. */
function leafOf(files: readonly string[]): string | undefined {
  const nix = files.filter((file) => file.endsWith('.nix') && file.includes('/')).sort();
  return nix.find((file) => /(machine-1\/network|hosts\/[^/]+\/default)\.nix$/.test(file));
}

function writtenFleet(size: number): string {
  const root = mkdtempSync(join(tmpdir(), 'flakewise-editor-'));
  for (const [file, text] of madeFleet(size)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}
