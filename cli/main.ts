#!/usr/bin/env node
import { join } from 'node:path';
import { optimizeLater } from './compiling.ts';
import { version } from './version.ts';

const argv = process.argv.slice(2);

/** Only the built program has that of its threads beside it. */
const isBuilt = typeof __dirname === 'string';

if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  process.stdout.write(`${version}\n`);
} else {
  void main();
}

/** Everything but the version is loaded only when it is needed. */
async function main(): Promise<void> {
  const { run, threadsOf } = await import('./run.ts');
  optimizeLater();
  endQuietlyWhenTheReaderLeaves();
  try {
    process.exitCode = await run(argv, {
      directory: process.cwd(),
      input: readInput,
      output: (text) => process.stdout.write(text),
      error: (text) => process.stderr.write(text),
      color: process.stdout.isTTY === true && !process.env.NO_COLOR,
      columns: process.stdout.isTTY === true ? process.stdout.columns : undefined,
      ...(isBuilt && { threads: threadsOf(join(__dirname, 'thread.cjs'), undefined, argv) }),
      language: {
        // Opening the standard input takes time, and few commands read it.
        get input() {
          return process.stdin;
        },
        output: process.stdout,
        engine: isBuilt ? join(__dirname, 'engine-thread.cjs') : undefined,
        pages: isBuilt ? join(__dirname, '../docs/rules') : undefined,
      },
      environment: process.env,
    });
  } catch (error) {
    const { printableLines } = await import('./format/printable.ts');
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`flakewise: this is a bug in flakewise\n${printableLines(trace)}\n`);
    process.exitCode = 3;
  }
}

async function readInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** `flakewise | head` is no error. */
function endQuietlyWhenTheReaderLeaves(): void {
  process.stdout.on('error', (error: Error & { code?: string }) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
}
