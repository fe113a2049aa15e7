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
 * edits, with how many of its machines those evaluate.
 * `node --import tsx bench/edit.ts`; the first line is the only one that a
 * process which has not warmed up yet can measure, so run it again for it.
 */
const runs = 7;
const texts = madeFleet();
const folder = writtenFleet();

interface Edit {
  readonly what: string;
  readonly file: string;
  /** Stands once in the file. */
  readonly from: string;
  /** `RUN` is another number each time. */
  readonly to: string;
}

const edits: readonly Edit[] = [
  ...inFile('flake.nix', {
    'a comment': ['{\n  desc', '{ # RUN\n  desc'],
    'a description': ['a made-up', 'RUN made-up'],
    'an input more': ['sops-nix.url', 'more-RUN.url = "github:a/b"; sops-nix.url'],
    'an output more': ['packages =', 'formatter-RUN = 1; packages ='],
    'another package': ['pkgs.callPackage', 'pkgs.call-RUN'],
    'a name of `let` more': ['systems = [', 'more-RUN = 1; systems = ['],
    'the input of all machines': ['nixos-unstable', 'nixos-RUN'],
  }),
  ...inFile('modules/service-7.nix', {
    'a comment': ['let\n', '# RUN\nlet\n'],
    'a text where it is on': ['Service 7', 'Service RUN'],
    'an attribute more where it is on': ['uid =', 'home = "/RUN"; uid ='],
    'the description of an option': ['"Where it listens."', '("Where it " + "RUN")'],
    'a name of `let` more': ['  cfg =', '  more-RUN = 1; cfg ='],
    'an inherited name more': ['mkIf mkMerge', 'mkIf mkRUN mkMerge'],
    'an option more': ['    user = mkOption', '    new-RUN = mkOption { }; user = mkOption'],
    'the default of an option': ['default = "service-7"', 'default = "service-RUN"'],
  }),
  ...inFile('machines/machine-3/network.nix', {
    'a number': ['listenPort = 51820', 'listenPort = 5182RUN'],
    'an attribute more': ['  services.prom', '  services.x-RUN.enable = true; services.prom'],
  }),
  ...inFile('homes/programs/program-3.nix', { 'a text where it is on': ['user =', 'RUN ='] }),
];

function inFile(file: string, of: { readonly [what: string]: readonly [string, string] }): Edit[] {
  return Object.entries(of).map(([what, [from, to]]) => ({ what, file, from, to }));
}

const nixFiles = [...texts.keys()].filter((file) => file.endsWith('.nix')).length;
console.log(`${nixFiles} Nix files, 10 machines; the median of ${runs} edits each`);
try {
  const woken = new Set<string>();
  const workspace = createWorkspace((event) => {
    if (event.kind === 'machine-evaluated') woken.add(event.machine);
  });
  print('all facts, cold, from the disk', [measured(() => open(workspace))], '');
  for (const { what, file, from, to } of edits) {
    const text = texts.get(file) ?? '';
    if (text.split(from).length !== 2) throw new Error(`${file} has ${from} once`);
    const times = Array.from({ length: runs }, (_, run) => {
      edit(workspace, file, text);
      woken.clear();
      return measured(() => edit(workspace, file, text.replace(from, to.replace('RUN', `${run}`))));
    });
    print(`${file}: ${what}`, times, `${woken.size} machines`);
    edit(workspace, file, text);
  }
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

function print(label: string, times: readonly number[], note: string): void {
  const sorted = times.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  console.log(`${label.padEnd(66)} ${median.toFixed(0).padStart(5)} ms  ${note}`.trimEnd());
}

function writtenFleet(): string {
  const root = mkdtempSync(join(tmpdir(), 'flakewise-made-'));
  for (const [file, text] of texts) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}
