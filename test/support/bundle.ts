import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from './run-cli.ts';

let built: string | undefined;

/** The folder of the program as it is shipped, built once for all tests, away from all sources and packages. */
export function bundleFolder(): string {
  if (built !== undefined) return built;
  const parent = mkdtempSync(join(tmpdir(), 'flakewise-bundle-'));
  process.on('exit', () => rmSync(parent, { recursive: true, force: true }));
  const folder = join(parent, 'dist');
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/build.ts', folder],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the build failed: ${stderr}`);
  built = folder;
  return folder;
}

/** Runs the built program as a person would in a directory. */
export function runBundle(directory: string, argv: readonly string[]): Outcome {
  const program = join(bundleFolder(), 'flakewise.cjs');
  const { status, stdout, stderr, error } = spawnSync(program, argv, {
    cwd: directory,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return { code: status ?? -1, output: stdout ?? '', error: error?.message ?? stderr };
}
