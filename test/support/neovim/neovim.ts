import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
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
  /** The text of the open file after all actions. */
  readonly text: string;
  readonly answers: readonly unknown[];
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
  /** What is chosen among what can be done at places, by how the titles begin. */
  readonly actions?: readonly {
    readonly title: string;
    readonly line: number;
    readonly character: number;
  }[];
  readonly edit?: { readonly line: number; readonly text: string };
}

export const hasNeovim = spawnSync('nvim', ['--version']).status === 0;

/** Runs the built server in a headless Neovim that is set up as `docs/editors.md` says for old ones. */
export async function inNeovim(script: Script): Promise<Session> {
  const { folder, file, requests = [], actions = [], edit } = script;
  const outside = mkdtempSync(join(tmpdir(), 'flakewise-neovim-'));
  const output = join(outside, 'session.json');
  const setup = join(outside, 'setup.lua');
  writeFileSync(setup, documentedSetup());
  symlinkSync(join(bundleFolder(), 'flakewise.cjs'), join(outside, 'flakewise'));
  const child = spawn(
    'nvim',
    ['--headless', '--clean', '-n', '-i', 'NONE', '-S', 'test/support/neovim/session.lua'],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        PATH: `${outside}:${process.env.PATH}`,
        SETUP: setup,
        FILE: join(folder, file),
        REQUESTS: JSON.stringify(requests),
        ACTIONS: JSON.stringify(actions),
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
  const session: Session = JSON.parse(readFileSync(output, 'utf8'));
  rmSync(outside, { recursive: true, force: true });
  return session;
}

function documentedSetup(): string {
  const [, setup] = readFileSync('docs/editors.md', 'utf8').split('Neovim 0.7 and later:');
  return /```lua\n(.*?)```/s.exec(setup ?? '')?.[1] ?? '';
}
