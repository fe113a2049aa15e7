/**
 * Runs another linter and the rules that stand for its checks on the same files, and prints for each
 * check how many findings agree, are missing here, and are extra here; with `--list` also which.
 *
 *     node --import tsx scripts/peer-disagreements.ts deadnix [--list] FOLDER…
 *
 * Findings are the same when check, file, line and name are.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { analyzeText } from '#analyzer/file-analysis.ts';
import { peerChecks } from '#linter/peers.ts';
import type { Rule } from '#linter/rule.ts';
import { type ActiveSetting, defaultOptions } from '#linter/settings.ts';
import { dispatchOf, walk } from '#linter/walk.ts';
import { rules } from '#rules/index.ts';

/** What is found, as `file:line name`, by check. */
type Findings = ReadonlyMap<string, ReadonlySet<string>>;

const [peer, ...rest] = process.argv.slice(2);
const folders = rest.filter((each) => each !== '--list');
if (peer !== 'deadnix' || folders.length === 0) {
  console.error('usage: peer-disagreements.ts deadnix [--list] FOLDER…');
  process.exit(2);
}

for (const folder of folders) {
  const [theirs, ours] = [deadnixFindings(folder), ourFindings(folder)];
  console.log(folder);
  for (const check of [...new Set([...theirs.keys(), ...ours.keys()])].sort())
    compare(check, theirs.get(check) ?? new Set(), ours.get(check) ?? new Set());
}

function compare(check: string, theirs: ReadonlySet<string>, ours: ReadonlySet<string>): void {
  const missing = [...theirs].filter((each) => !ours.has(each));
  const extra = [...ours].filter((each) => !theirs.has(each));
  const agree = theirs.size - missing.length;
  console.log(`  ${check}: ${agree} agree, ${missing.length} missing, ${extra.length} extra`);
  if (!rest.includes('--list')) return;
  for (const each of missing) console.log(`    missing ${each}`);
  for (const each of extra) console.log(`    extra ${each}`);
}

/** Every file of a folder that deadnix reads without options. */
function nixFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.nix'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\/\./.test(path.slice(folder.length)));
}

function deadnixFindings(folder: string): Findings {
  const args = ['--output-format', 'json', folder];
  const { stdout, error } = spawnSync('deadnix', args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error) throw error;
  const found = new Map<string, Set<string>>();
  for (const line of stdout.split('\n').filter((each) => each !== '')) {
    const { file, results } = JSON.parse(line);
    for (const { line: at, message } of results) {
      const [check = '', name] = String(message).split(': ');
      if (name === undefined || !check.startsWith('Unused')) continue;
      add(found, check, `${file}:${at} ${name}`);
    }
  }
  return found;
}

function ourFindings(folder: string): Findings {
  const checks = new Map<string, string>();
  for (const { rule, code } of peerChecks(rules, 'deadnix'))
    if (code.startsWith('Unused')) checks.set(rule, code);
  const setting = (rule: Rule): ActiveSetting => ({
    level: checks.has(rule.meta.name) ? 'warning' : 'off',
    options: defaultOptions(rule),
  });
  const profile = new Map(rules.map((rule) => [rule, setting(rule)]));
  const dispatch = dispatchOf(rules, profile, 'nix');
  const found = new Map<string, Set<string>>();
  for (const path of dispatch ? nixFiles(folder) : []) {
    const analysis = analyzeText(readFileSync(path, 'utf8'), 'nix');
    if (!dispatch) continue;
    for (const { rule, span, message } of walk(path as FilePath, analysis, dispatch)) {
      const line = analysis.lines.position(span.start).line + 1;
      const name = /`([^`]+)`/.exec(message)?.[1] ?? '';
      add(found, checks.get(rule) ?? rule, `${path}:${line} ${name}`);
    }
  }
  return found;
}

function add(found: Map<string, Set<string>>, check: string, finding: string): void {
  const known = found.get(check) ?? new Set();
  found.set(check, known.add(finding));
}
