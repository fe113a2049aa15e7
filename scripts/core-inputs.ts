/**
 * What the WASM core is built from. The build records the digests of all of it
 * in `parser/core/inputs.json`; run without arguments, this writes them anew.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CoreInputs {
  /** The first line of `clang --version` and of `wasm-ld --version`. */
  readonly compiler: string;
  readonly linker: string;
  /** SHA-256 of each input by its path. */
  readonly files: { readonly [path: string]: string };
  /** SHA-256 of what the build writes. */
  readonly outputs: { readonly [path: string]: string };
}

export const record = 'parser/core/inputs.json';
export const outputs = ['parser/core-wasm.ts', 'parser/core/kinds.h', 'parser/kinds.ts'];

const hcl = 'node_modules/@tree-sitter-grammars/tree-sitter-hcl/src';
const sources = [
  'node_modules/tree-sitter-nix/grammar.js',
  'node_modules/tree-sitter/vendor/tree-sitter/lib',
  hcl,
  'parser/grammar',
  'parser/core/build.sh',
  'parser/core/columns.h',
  'parser/core/flatten.c',
  'parser/core/generate.mjs',
  'parser/core/glance.c',
  'parser/core/glance.h',
  'parser/core/grammar.h',
  'parser/core/names.c',
  'parser/core/names.h',
  'parser/core/recover.h',
  'parser/core/runtime.h',
  'parser/core/scopes.c',
  'parser/core/scopes.h',
  'parser/core/source.h',
  'parser/core/steps.c',
  'parser/core/steps.h',
  'parser/core/straight.c',
  'parser/core/straight.h',
];

/** The inputs and outputs as they are now. */
export function currentInputs(): CoreInputs {
  return {
    compiler: firstLine('clang'),
    linker: firstLine('wasm-ld'),
    files: digests(sources.flatMap(filesBelow)),
    outputs: digests(outputs),
  };
}

/** The version of a program; empty when it is not installed. */
export function firstLine(program: string): string {
  const { stdout, status } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return status === 0 ? (stdout.split('\n')[0] ?? '').trim() : '';
}

function digests(paths: readonly string[]): { readonly [path: string]: string } {
  return Object.fromEntries(
    paths.map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );
}

/** The sources below a folder, or the file itself. */
function filesBelow(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile() && /\.(c|h|js|json)$/.test(file))
    .sort();
}

if (process.argv[1]?.endsWith('core-inputs.ts')) {
  writeFileSync(record, `${JSON.stringify(currentInputs(), undefined, 2)}\n`);
}
