import { spawn } from 'node:child_process';
import type { Format } from '#lsp/outside.ts';

/** Runs the formatter that a user has chosen, without a shell, over a text. */
export const runFormatter: Format = ([program = '', ...rest], text) => {
  return new Promise((resolve) => {
    const child = spawn(program, rest, { stdio: ['pipe', 'pipe', 'pipe'], shell: false });
    const output: Buffer[] = [];
    const complaints: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
    child.on('error', ({ message }) => resolve({ failure: message }));
    child.stdin.on('error', () => {});
    child.on('close', (code) => {
      const failure = Buffer.concat(complaints).toString('utf8').trim();
      if (code === 0) resolve({ text: Buffer.concat(output).toString('utf8') });
      else resolve({ failure: failure || `\`${program}\` ended with ${code}` });
    });
    child.stdin.end(text);
  });
};
