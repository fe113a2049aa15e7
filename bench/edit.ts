import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { tables } from '#analyzer/facts/tables.ts';
import { createWorkspace, type Workspace } from '#analyzer/workspace.ts';
import { openDisk } from '#cli/files.ts';
import { madeFleet } from './made-fleet.ts';

/**
 * Prints how long all facts of a made-up fleet take: from the disk, and after
 * one edit. `node --import tsx bench/edit.ts`; the first line is the only one
 * that a process which has not warmed up yet can measure, so run it again for it.
 */
const runs = 7;
const texts = madeFleet();
const folder = writtenFleet();
const nixFiles = [...texts.keys()].filter((file) => file.endsWith('.nix')).length;
console.log(`${nixFiles} Nix files, 10 machines; the median of ${runs} edits each`);
try {
  const workspace = createWorkspace();
  print('all facts, cold, from the disk', [measured(() => open(workspace))]);
  const edits = (file: string, change: (text: string, run: number) => string): void => {
    const text = texts.get(file) ?? '';
    const times = Array.from({ length: runs }, (_, run) =>
      measured(() => edit(workspace, file, change(text, run))),
    );
    print(`after an edit of ${file}`, times);
  };
  edits('machines/machine-3/network.nix', (text, run) => text.replace('51820', `5182${run + 1}`));
  edits('modules/service-7.nix', (text, run) => text.replace('Service 7', `Service ${run}`));
  console.log('after an edit of layout alone:');
  edits('modules/service-7.nix', (text, run) => `${'# moved\n'.repeat(run + 1)}${text}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function open(workspace: Workspace): void {
  const disk = openDisk(folder);
  workspace.apply([{ kind: 'open', files: disk, paths: disk.paths }]);
  allFacts(workspace);
}

function edit(workspace: Workspace, file: string, text: string): void {
  workspace.apply([{ kind: 'set', file: file as FilePath, content: { kind: 'text', text } }]);
  allFacts(workspace);
}

function allFacts(workspace: Workspace): void {
  const facts = workspace.snapshot().facts();
  // Machines are forgotten as soon as their options are read, so that it pays to ask for those, and those of homes, first.
  facts.table('home-option');
  for (const name of Object.keys(tables) as (keyof typeof tables)[]) facts.table(name);
}

function measured(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function print(label: string, times: readonly number[]): void {
  const sorted = times.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  console.log(`${label.padEnd(52)} ${median.toFixed(0)} ms`);
}

function writtenFleet(): string {
  const root = mkdtempSync(join(tmpdir(), 'flakewise-made-'));
  for (const [file, text] of texts) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}
