/**
 * Drives a real VS Code in a browser without a screen, as a program and as a web
 * page: `npm run test:vscode [-- WORD…]` runs the scenarios that have a word.
 *
 * Editors are installed once, into `.build/vscode-tools`; Chromium and what
 * compiles code-server come from Debian. Pictures of every step are in
 * `.build/vscode-pictures`. With `UPDATE=1` those of the page of the extension
 * are written anew.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseExample } from '#linter/example.ts';
import { runCommand } from '../../../scripts/steps.ts';
import { startDesktop, startWeb } from './editor.ts';
import { fleet } from './fleet.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';
import { smallPicture } from './small-picture.ts';
import { installTools } from './tools.ts';
import { Window } from './window.ts';

const words = process.argv.slice(2);
const pictures = resolve('.build/vscode-pictures');
const tools = installTools(resolve('.build/vscode-tools'));
const built = await runCommand([process.execPath, '--import', 'tsx', 'scripts/build-vscode.ts']);
if (built.code !== 0) throw new Error(built.output);
rmSync(pictures, { recursive: true, force: true });
mkdirSync(pictures, { recursive: true });

/** What the page of the extension shows. */
const shown = ['fix', 'hover', 'problems'];

const chosen = scenarios.filter(({ name }) => {
  return words.length === 0 || words.some((word) => name.includes(word));
});
let failures = 0;
for (const [index, scenario] of chosen.entries()) failures += await play(scenario, 8700 + index);
if (process.env.UPDATE === '1') {
  for (const name of shown) {
    const picture = readFileSync(join(pictures, `desktop/${name}.png`));
    writeFileSync(`editors/vscode/images/${name}.png`, smallPicture(picture));
  }
}
console.log(failures === 0 ? 'everything was seen' : `${failures} failed`);
process.exitCode = failures === 0 ? 0 : 1;

/** Plays a scenario on a copy of the fleet; the number of steps that failed. */
async function play(scenario: Scenario, port: number): Promise<number> {
  const { name, settings, steps } = scenario;
  const state = mkdtempSync(join(tmpdir(), 'flakewise-editor-'));
  const workspace = layOut(scenario, state);
  const asksForTrust = scenario.untrusted !== undefined;
  const vsix = resolve('.build/vscode/flakewise.vsix');
  const extension = resolve('.build/vscode/extension');
  const start = scenario.editor === 'web' ? startWeb : startDesktop;
  const wanted = { tools, vsix, extension, workspace, state, settings, asksForTrust };
  const editor = await start(wanted, port);
  const window = await Window.open({
    address: editor.address,
    executablePath: tools.browser,
    pictures: join(pictures, name),
  });
  console.log(name);
  let failed = 0;
  try {
    for (const [index, step] of steps.entries()) {
      const began = Date.now();
      const reason = await failure(step.run(window));
      await window.show(`${index + 1}-${step.name}`.replaceAll(/[^a-z0-9]+/gi, '-'));
      if (reason !== undefined) failed++;
      const verdict = reason === undefined ? 'ok  ' : 'FAIL';
      console.log(`  ${verdict} ${step.name} (${Date.now() - began} ms)${reason ?? ''}`);
    }
  } finally {
    await window.close();
    await editor.stop();
    rmSync(state, { recursive: true, force: true });
  }
  if (window.hostsAsked.size === 0) return failed;
  console.log(`  FAIL the page asked for ${[...window.hostsAsked].join(', ')}`);
  return failed + 1;
}

/** Lays out what is opened, and returns its path. */
function layOut({ untrusted, beside }: Scenario, state: string): string {
  const folder = join(state, 'fleet');
  cpSync(fleet, folder, { recursive: true });
  if (untrusted !== undefined) write(join(folder, '.vscode/settings.json'), untrusted);
  if (beside === undefined) return folder;
  const second = join(state, 'beside');
  for (const [file, text] of parseExample(beside).files) writeText(join(second, file), text);
  const workspace = join(state, 'both.code-workspace');
  write(workspace, { folders: [{ path: folder }, { path: second }] });
  return workspace;
}

function write(path: string, value: object): void {
  writeText(path, JSON.stringify(value));
}

function writeText(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

async function failure(step: Promise<void>): Promise<string | undefined> {
  try {
    await step;
    return undefined;
  } catch (error) {
    return `\n       ${error instanceof Error ? error.message : error}`;
  }
}
