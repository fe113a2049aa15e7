/**
 * Runs another linter and the rules that stand for its checks on the same files, and prints for each
 * check how many findings agree, are missing here, and are extra here; with `--list` also which.
 *
 *     node --import tsx scripts/peer-disagreements.ts deadnix|statix [--list] [--set RULE.OPTION] FOLDER…
 *
 * Findings of deadnix are the same when check, file, line and name are, those of statix when check,
 * file and place are. `--set` turns on an option of a rule. The linter is the one on the PATH.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import { analyzeText, type FileAnalysis } from '#analyzer/file-analysis.ts';
import { dispatchOf } from '#linter/dispatch.ts';
import { peerChecks } from '#linter/peers.ts';
import type { OptionValues, Rule } from '#linter/rule.ts';
import { type ActiveSetting, defaultOptions } from '#linter/settings.ts';
import { walk } from '#linter/walk.ts';
import { rules } from '#rules/index.ts';

/** What is found, as file and place, by check. */
type Findings = ReadonlyMap<string, ReadonlySet<string>>;

/** A linter to compare with. */
interface Other {
  /** Whether a check of it is compared. */
  readonly has: (code: string) => boolean;
  readonly findings: (folder: string, files: ReadonlySet<string>) => Findings;
  /** What tells one of our findings from others of its check. */
  readonly key: (diagnostic: Diagnostic, analysis: FileAnalysis) => string;
}

const others: Readonly<Record<string, Other>> = {
  deadnix: {
    has: (code) => code.startsWith('Unused'),
    findings: deadnixFindings,
    key: ({ file, span, message }, { lines }) => {
      const name = /`([^`]+)`/.exec(message)?.[1] ?? '';
      return `${file}:${lines.position(span.start).line + 1} ${name}`;
    },
  },
  statix: { has: () => true, findings: statixFindings, key: placeOf },
};

const [peer = '', ...rest] = process.argv.slice(2);
const chosen = new Set(rest.filter((_, index) => rest[index - 1] === '--set'));
const folders = rest.filter((each) => !each.startsWith('--') && !chosen.has(each));
const other = others[peer];
if (!other || folders.length === 0) {
  console.error('usage: peer-disagreements.ts deadnix|statix [--list] [--set RULE.OPTION] FOLDER…');
  process.exit(2);
}

const totals = new Map<string, readonly [number, number, number]>();
for (const folder of folders) {
  const files = nixFiles(folder);
  const [theirs, ours] = [other.findings(folder, new Set(files)), ourFindings(other, files)];
  console.log(folder);
  for (const check of [...new Set([...theirs.keys(), ...ours.keys()])].sort())
    compare(check, theirs.get(check) ?? new Set(), ours.get(check) ?? new Set());
}
console.log('all');
for (const [check, counts] of [...totals].sort()) console.log(`  ${check}: ${printed(counts)}`);

function compare(check: string, theirs: ReadonlySet<string>, ours: ReadonlySet<string>): void {
  const missing = [...theirs].filter((each) => !ours.has(each));
  const extra = [...ours].filter((each) => !theirs.has(each));
  const agree = theirs.size - missing.length;
  const [a, b, c] = totals.get(check) ?? [0, 0, 0];
  totals.set(check, [a + agree, b + missing.length, c + extra.length]);
  console.log(`  ${check}: ${printed([agree, missing.length, extra.length])}`);
  if (!rest.includes('--list')) return;
  for (const each of missing) console.log(`    missing ${check} ${each}`);
  for (const each of extra) console.log(`    extra ${check} ${each}`);
}

function printed([agree, missing, extra]: readonly [number, number, number]): string {
  return `${agree} agree, ${missing} missing, ${extra} extra`;
}

/** Every file of a folder that both read without options. */
function nixFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.nix'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\/\./.test(path.slice(folder.length)));
}

function outputOf(command: string, args: readonly string[]): string {
  const { stdout, error } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error) throw error;
  return stdout;
}

function deadnixFindings(folder: string): Findings {
  const found = new Map<string, Set<string>>();
  const output = outputOf('deadnix', ['--output-format', 'json', folder]);
  for (const line of output.split('\n').filter((each) => each !== '')) {
    const { file, results } = JSON.parse(line);
    for (const { line: at, message } of results) {
      const [check = '', name] = String(message).split(': ');
      if (name === undefined || !check.startsWith('Unused')) continue;
      add(found, check, `${file}:${at} ${name}`);
    }
  }
  return found;
}

/** A `let` in another is told of in two places, of which the inner one is its own. */
function statixFindings(folder: string, files: ReadonlySet<string>): Findings {
  const found = new Map<string, Set<string>>();
  const output = outputOf('statix', ['check', '--format', 'json', folder]);
  // One document for each file; what it cannot read it says in between.
  for (const [document] of output.matchAll(/^\{$(?:.|\n)*?^\}$/gm)) {
    const { file, report } = JSON.parse(document);
    for (const { code, diagnostics } of files.has(file) ? report : []) {
      const at = diagnostics[code === 6 ? 1 : 0]?.at.from;
      const check = `W${String(code).padStart(2, '0')}`;
      if (at && code !== 0) add(found, check, `${file}:${at.line}:${at.column}`);
    }
  }
  return found;
}

/** Line and column, counted in bytes. */
function placeOf({ file, span }: Diagnostic, { lines, text }: FileAnalysis): string {
  const { line } = lines.position(span.start);
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  return `${file}:${line + 1}:${Buffer.byteLength(text.slice(lineStart, span.start)) + 1}`;
}

function ourFindings({ has, key }: Other, files: readonly string[]): Findings {
  const checks = new Map<string, string>();
  for (const { rule, code } of peerChecks(rules, knownPeer()))
    if (rule !== undefined && has(code)) checks.set(rule, code);
  const setting = (rule: Rule): ActiveSetting => ({
    level: checks.has(rule.meta.name) ? 'warning' : 'off',
    options: { ...defaultOptions(rule), ...chosenOptions(rule) },
  });
  const profile = new Map(rules.map((rule) => [rule, setting(rule)]));
  const dispatch = dispatchOf(rules, profile, 'nix');
  const found = new Map<string, Set<string>>();
  for (const path of dispatch ? files : []) {
    const analysis = analyzeText(readFileSync(path, 'utf8'), 'nix');
    if (!dispatch) continue;
    for (const diagnostic of walk(path as FilePath, analysis, dispatch)) {
      const { rule } = diagnostic;
      add(found, checks.get(rule) ?? rule, key(diagnostic, analysis));
    }
  }
  return found;
}

function knownPeer(): 'deadnix' | 'statix' {
  return peer === 'statix' ? 'statix' : 'deadnix';
}

function chosenOptions({ meta }: Rule): OptionValues {
  const names = Object.keys(meta.options ?? {}).filter((name) =>
    chosen.has(`${meta.name}.${name}`),
  );
  return Object.fromEntries(names.map((name) => [name, true]));
}

function add(found: Map<string, Set<string>>, check: string, finding: string): void {
  const known = found.get(check) ?? new Set();
  found.set(check, known.add(finding));
}
