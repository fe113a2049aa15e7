/**
 * Checks that the committed WASM core is what its sources build.
 *
 * Where the recorded compiler is installed, the core is built again and
 * compared byte for byte; elsewhere, the digests of every input and output are
 * compared with those that the last build recorded. Prints which of the two it did.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type CoreInputs, currentInputs, firstLine, outputs, record } from './core-inputs.ts';

const recorded: CoreInputs = JSON.parse(readFileSync(record, 'utf8'));
const problems = [...changedDigests(), ...rebuilt(), ...regenerated()];
for (const problem of problems) console.log(problem);
if (problems.length > 0) {
  console.log('run `npm run build:core` where the compiler is installed');
  process.exitCode = 1;
}

function changedDigests(): string[] {
  const current = currentInputs();
  const compare = (kind: 'files' | 'outputs'): string[] => {
    const paths = new Set([...Object.keys(recorded[kind]), ...Object.keys(current[kind])]);
    return [...paths]
      .filter((path) => recorded[kind][path] !== current[kind][path])
      .map((path) => `${path} is not what the core was last built with`);
  };
  return [...compare('files'), ...compare('outputs')];
}

/** Builds the core once more; what was committed is put back whatever comes out. */
function rebuilt(): string[] {
  const isPinned =
    firstLine('clang') === recorded.compiler && firstLine('wasm-ld') === recorded.linker;
  if (!isPinned) {
    console.log(`compared digests: ${recorded.compiler} is not installed`);
    return [];
  }
  const committed = outputs.map((path) => [path, readFileSync(path, 'utf8')] as const);
  const build = spawnSync('bash', ['parser/core/build.sh', '--keep-record'], { encoding: 'utf8' });
  const changed = committed.filter(([path, text]) => readFileSync(path, 'utf8') !== text);
  for (const [path, text] of changed) writeFileSync(path, text);
  if (build.status !== 0) {
    console.log(`compared digests: the core could not be built here (${lastLine(build.stderr)})`);
    return [];
  }
  console.log('built the core again and compared it');
  return changed.map(([path]) => `${path} differs from what its sources build`);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

/** Generates the parser once more, where the tool that did is installed. */
function regenerated(): string[] {
  const generated = 'parser/grammar/src/parser.c';
  const version = /tree-sitter (\d+\.\d+)/.exec(firstLine('tree-sitter'))?.[1];
  if (version !== pinnedGenerator()) {
    console.log('did not generate the parser again: its tool is not installed in that version');
    return [];
  }
  const folder = '.build/grammar';
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of ['grammar.js', 'tree-sitter.json']) {
    cpSync(`parser/grammar/${name}`, `${folder}/${name}`);
  }
  const { status } = spawnSync('tree-sitter', ['generate', '--abi', '15'], { cwd: folder });
  const isSame =
    status === 0 && readFileSync(`${folder}/src/parser.c`).equals(readFileSync(generated));
  console.log('generated the parser again and compared it');
  return isSame ? [] : [`${generated} differs from what its grammar generates`];
}

/** The version of the tool that CONTRIBUTING.md asks for. */
function pinnedGenerator(): string {
  return '0.27';
}
