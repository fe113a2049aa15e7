/**
 * Compares the parser with real Nix and prints every file on which they differ.
 *
 *     node --import tsx scripts/parse-disagreements.ts --oracle PATH/parse-oracle.mjs DIR...
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LineIndex } from '#parser/lines.ts';
import { parse } from '#parser/parse.ts';

/** What the oracle says of a file. */
interface Verdict {
  readonly ok: boolean;
  readonly kind?: string;
  readonly line?: number;
  readonly col?: number;
  readonly msg?: string;
  readonly encrypted?: string;
}

interface Disagreement {
  readonly file: string;
  readonly theirs: string;
  readonly ours: string;
}

const [flag, oracle, ...folders] = process.argv.slice(2);
if (flag !== '--oracle' || oracle === undefined || folders.length === 0) {
  console.error('usage: parse-disagreements.ts --oracle PATH/parse-oracle.mjs DIR...');
  process.exit(2);
}

let files = 0;
let otherLines = 0;
const refused: Disagreement[] = [];
const accepted: Disagreement[] = [];
for (const folder of folders) compareFolder(oracle, folder);

for (const { file, theirs, ours } of [...refused, ...accepted])
  console.log(`${file}\n  Nix:  ${theirs}\n  ours: ${ours}`);
console.log(`${files} files; ${refused.length} that Nix accepts have an error of ours`);
console.log(
  `${accepted.length} that Nix refuses have none; ${otherLines} have their first error on another line`,
);
process.exit(refused.length + accepted.length > 0 ? 1 : 0);

function compareFolder(script: string, folder: string): void {
  for (const [file, verdict] of Object.entries(verdictsOf(script, folder))) {
    if (verdict.encrypted !== undefined) continue;
    if (!verdict.ok && verdict.kind !== 'syntax') continue;
    files++;
    compareFile(join(folder, file), verdict);
  }
}

function compareFile(file: string, verdict: Verdict): void {
  const text = readFileSync(file, 'utf8');
  const error = parse(text, 'nix').errors[0];
  const line = error ? new LineIndex(text).position(error.start).line + 1 : undefined;
  const theirs = verdict.ok ? 'ok' : `${verdict.line}:${verdict.col} ${verdict.msg}`;
  const ours = error ? `${line} ${error.message}` : 'ok';
  if (verdict.ok && error) refused.push({ file, theirs, ours });
  if (!verdict.ok && !error) accepted.push({ file, theirs, ours });
  if (verdict.ok || !error || line === verdict.line) return;
  otherLines++;
  console.log(`${file}\n  Nix:  ${theirs}\n  ours: ${ours} (another line)`);
}

function verdictsOf(script: string, folder: string): Record<string, Verdict> {
  const scratch = mkdtempSync(join(tmpdir(), 'verdicts-'));
  const out = join(scratch, 'verdicts.json');
  const run = spawnSync(process.execPath, [script, '--root', folder, '--out', out, folder], {
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`the oracle failed: ${run.stderr}`);
  const { files: verdicts } = JSON.parse(readFileSync(out, 'utf8')) as {
    files: Record<string, Verdict>;
  };
  rmSync(scratch, { recursive: true });
  return verdicts;
}
