import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a program said about a file; `undefined` where the program is not installed. */
export interface Verdict {
  readonly isFine: boolean;
  readonly output: string;
}

/** Shows a text to a program that reads such files; `$file` in its arguments stands for the path. */
export function verdictOf(
  [program, ...args]: readonly [string, ...string[]],
  text: string,
): Verdict | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'flakewise-'));
  try {
    const file = join(folder, 'text');
    writeFileSync(file, text);
    const ran = spawnSync(
      program,
      args.map((arg) => arg.replace('$file', file)),
      {
        encoding: 'utf8',
      },
    );
    if (ran.error) {
      process.stdout.write(`skipped: no ${program}\n`);
      return undefined;
    }
    return { isFine: ran.status === 0, output: `${ran.stdout}${ran.stderr}` };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
