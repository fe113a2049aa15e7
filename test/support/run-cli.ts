import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '#cli/run.ts';
import type { Terminal } from '#cli/terminal.ts';
import { parseExample } from '#linter/example.ts';

export interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly error: string;
}

/** A folder on disk that is gone when the test has ended. */
export interface Folder {
  readonly path: string;
  read(file: string): string;
  /** Runs the command line in the folder. */
  run(
    argv: readonly string[],
    input?: string | Buffer,
    environment?: Terminal['environment'],
  ): Promise<Outcome>;
}

/** Lays files out as an example describes them and runs the test in their folder. */
export async function inFolder(
  example: string,
  test: (folder: Folder) => Promise<void>,
): Promise<void> {
  const path = mkdtempSync(join(tmpdir(), 'flakewise-'));
  for (const [file, text] of parseExample(example).files) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), text);
  }
  try {
    await test({
      path,
      read: (file) => readFileSync(join(path, file), 'utf8'),
      run: (argv, input, environment) => runIn(path, argv, input, environment),
    });
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

/** Runs the command line as if it had been called in the directory. */
export async function runIn(
  directory: string,
  argv: readonly string[],
  input: string | Buffer = '',
  environment: Terminal['environment'] = process.env,
  threads?: Terminal['threads'],
): Promise<Outcome> {
  const output: string[] = [];
  const error: string[] = [];
  const code = await run(argv, {
    directory,
    input: async () => Buffer.from(input),
    output: (text) => output.push(text),
    error: (text) => error.push(text),
    color: false,
    columns: undefined,
    environment,
    ...(threads && { threads }),
  });
  return { code, output: output.join(''), error: error.join('') };
}
