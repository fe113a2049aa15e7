/**
 * Proves that a fresh machine needs no compiler and no Python: installs the
 * project with nothing but Node, npm and a shell on the PATH, and parses.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'flakewise-install-'));
try {
  process.exitCode = check();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function check(): number {
  for (const name of ['package.json', 'package-lock.json', '.npmrc', 'tsconfig.json', 'parser']) {
    cpSync(name, join(folder, name), { recursive: true });
  }
  const path = barePath();
  for (const forbidden of ['cc', 'gcc', 'clang', 'c++', 'make', 'python', 'python3']) {
    if (run(path, ['sh', '-c', `command -v ${forbidden}`]) === 0) {
      console.log(`${forbidden} is on the PATH that should have none`);
      return 1;
    }
  }
  if (run(path, ['npm', 'ci', '--no-audit', '--no-fund']) !== 0) return failed('npm ci');
  const parses = `import { parse } from './parser/parse.ts';
    const good = parse('{ a = 1; }', 'nix').errors.length === 0;
    const bad = parse('{ a = ; }', 'nix').errors.length > 0;
    process.exit(good && bad ? 0 : 1);`;
  const file = ['node', '--import', 'tsx', '--input-type=module', '-e', parses];
  if (run(path, file) !== 0) return failed('parsing');
  console.log('npm ci and parsing work with no compiler and no Python on the PATH');
  return 0;
}

/** A folder with links to Node, npm and a shell, and nothing else. */
function barePath(): string {
  const path = join(folder, 'bin');
  mkdirSync(path);
  const nodeFolder = dirname(process.execPath);
  symlinkSync(process.execPath, join(path, 'node'));
  for (const name of ['npm', 'npx'])
    symlinkSync(realpathSync(join(nodeFolder, name)), join(path, name));
  symlinkSync('/bin/sh', join(path, 'sh'));
  symlinkSync('/usr/bin/env', join(path, 'env'));
  return path;
}

function run(path: string, [program = '', ...args]: readonly string[]): number {
  const { status, stderr } = spawnSync(join(path, program), args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PATH: path },
  });
  if (status !== 0 && !args.includes('-c')) console.log(stderr);
  return status ?? 1;
}

function failed(what: string): number {
  console.log(`${what} failed without a compiler`);
  return 1;
}
