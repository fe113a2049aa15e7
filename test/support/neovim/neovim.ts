import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFolder } from '../bundle.ts';

/** What happened in Neovim; `session.lua` says it. */
export interface Session {
  readonly encoding: string;
  /** The last publication of each file, by URI. */
  readonly findings: Readonly<Record<string, readonly { readonly code: string }[]>>;
  /** The version of the document that was last published. */
  readonly version: number;
  /** How many findings Neovim showed in the open file. */
  readonly shown: number;
  readonly shownAfterEdit?: number;
  readonly answers: readonly unknown[];
  readonly exit: number;
}

/** What is done in a session. */
export interface Script {
  readonly folder: string;
  readonly file: string;
  readonly requests?: readonly {
    readonly method: string;
    readonly line: number;
    readonly character: number;
  }[];
  readonly edit?: { readonly line: number; readonly text: string };
}

export const hasNeovim = spawnSync('nvim', ['--version']).status === 0;

/** Runs the built server in a headless Neovim without any configuration. */
export async function inNeovim({ folder, file, requests = [], edit }: Script): Promise<Session> {
  const output = join(folder, '.session.json');
  const child = spawn(
    'nvim',
    ['--headless', '--clean', '-n', '-i', 'NONE', '-S', 'test/support/neovim/session.lua'],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        SERVER: JSON.stringify([join(bundleFolder(), 'flakewise.cjs'), 'lsp']),
        FOLDER: folder,
        FILE: join(folder, file),
        REQUESTS: JSON.stringify(requests),
        OUTPUT: output,
        ...(edit && { EDIT: JSON.stringify(edit) }),
      },
    },
  );
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString('utf8');
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`Neovim ended with ${code}: ${complaints}`);
  return JSON.parse(readFileSync(output, 'utf8'));
}
