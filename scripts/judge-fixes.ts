/**
 * Applies the safe fixes of all rules about the Nix language to the files of folders, in memory, and
 * lets real Nix judge the results, and nixfmt where it is there. Needs `nix-instantiate`.
 *
 *     node --import tsx scripts/judge-fixes.ts FOLDER…
 *
 * What Nix reads before it must read afterwards, no comment may be lost, a second run may change
 * nothing, and rules that only change how code is written leave the tree that Nix prints as it is.
 * What nixfmt takes as it is it must take afterwards, with all fixes and with each by itself.
 * Ends with 1 if any of that is not so.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { commentsWithin } from '#analyzer/edit/comments.ts';
import { analyzeText } from '#analyzer/file-analysis.ts';
import { createWorkspace } from '#analyzer/workspace.ts';
import { canApply, type FixResult, fixAll, mayApply } from '#linter/fix.ts';
import { editedText } from '#linter/keep-layout.ts';
import { type LintResult, lint } from '#linter/lint.ts';
import type { Rule } from '#linter/rule.ts';
import { defaultSettings, type Settings } from '#linter/settings.ts';
import { parse } from '#parser/parse.ts';
import { type Node, root } from '#parser/tree.ts';
import { rules } from '#rules/index.ts';

const language = rules.filter(
  ({ meta }) =>
    /^(simplify|deprecated|names|nix|style|unused)\//.test(meta.name) && meta.fix === 'safe',
);

/** Rules whose fixes write the same code in another way. */
const sameTree: ReadonlySet<string> = new Set([
  'deprecated/old-let',
  'deprecated/url-literal',
  'simplify/empty-inherit',
  'simplify/inherit',
  'simplify/inherit-from',
  'simplify/parentheses',
  'simplify/repeated-key',
]);

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('usage: judge-fixes.ts FOLDER…');
  process.exit(2);
}
if (nixPrints('1', '.') === undefined) {
  console.error('nix-instantiate is not on the PATH');
  process.exit(2);
}

const hasNixfmt = nixfmtTakes('{ }\n');
if (!hasNixfmt) console.error('nixfmt is not on the PATH, so no layout is judged');

let failures = 0;
for (const folder of folders) judgeFolder(folder);
process.exitCode = failures > 0 ? 1 : 0;

/** What was looked at in a folder. */
interface Counts {
  files: number;
  changed: number;
  fixes: number;
  /** Files that nixfmt takes as they are, and those of them that change. */
  laidOut: number;
  laidOutChanged: number;
  /** Files that change and that Nix reads. */
  judged: number;
  /** Pairs of such a file and a rule whose printed trees were compared. */
  compared: number;
}

function judgeFolder(folder: string): void {
  const counts: Counts = {
    files: 0,
    laidOut: 0,
    laidOutChanged: 0,
    changed: 0,
    fixes: 0,
    judged: 0,
    compared: 0,
  };
  const used = new Map<string, number>();
  for (const file of nixFiles(folder)) judgeFile(file, counts, used);
  console.log(`${folder}: ${JSON.stringify(counts)}`);
  for (const [name, count] of [...used].sort()) console.log(`  ${name}: ${count}`);
}

function judgeFile(file: string, counts: Counts, used: Map<string, number>): void {
  const before = readFileSync(file, 'utf8');
  counts.files++;
  const isLaidOut = hasNixfmt && nixfmtTakes(before);
  if (isLaidOut) counts.laidOut++;
  const result = fixed(file, before, language);
  const after = result.changed.get(file as FilePath);
  if (after === undefined) return;
  counts.changed++;
  counts.fixes += result.applied;
  judgeText(file, before, after);
  if (isLaidOut) {
    counts.laidOutChanged++;
    judgeLayout(file, before, after);
  }
  if (nixPrints(before, dirname(file)) === undefined) return;
  counts.judged++;
  if (nixPrints(after, dirname(file)) === undefined) fail(file, 'Nix does not read the result');
  for (const rule of language) {
    const applied = judgeRule(file, before, rule);
    if (applied === 0) continue;
    used.set(rule.meta.name, (used.get(rule.meta.name) ?? 0) + applied);
    if (sameTree.has(rule.meta.name)) counts.compared++;
  }
}

function judgeText(file: string, before: string, after: string): void {
  if (fixed(file, after, language).changed.size > 0) fail(file, 'a second run changes it again');
  if (commentsOf(before) !== commentsOf(after)) fail(file, 'a comment is lost');
  const trailing = (text: string): number => text.match(/[ \t]+$/gm)?.length ?? 0;
  if (trailing(after) > trailing(before)) fail(file, 'a line ends with spaces');
  const blank = (text: string): number => text.match(/\n\s*\n\s*\n/g)?.length ?? 0;
  if (blank(after) > blank(before)) fail(file, 'blank lines stand double');
}

/** Whether a text that nixfmt takes as it is stays so, with all fixes and with each by itself. */
function judgeLayout(file: string, before: string, after: string): void {
  if (!nixfmtTakes(after)) fail(file, 'nixfmt lays out the result in another way');
  for (const { rule, fixes } of lintText(file, before, language).diagnostics) {
    const fix = fixes.find((each) => mayApply(each, 'safe'));
    if (!fix || !canApply(fix, () => before)) continue;
    if (!nixfmtTakes(editedText(file as FilePath, before, fix.edits)))
      fail(file, `nixfmt lays out what one fix of ${rule} makes in another way`);
  }
}

/** Whether nixfmt leaves a text as it is. */
function nixfmtTakes(text: string): boolean {
  return spawnSync('nixfmt', ['--check', '-'], { input: text }).status === 0;
}

/** Applies one rule by itself; how many fixes that were. */
function judgeRule(file: string, before: string, rule: Rule): number {
  const { applied, changed } = fixed(file, before, [rule]);
  const after = changed.get(file as FilePath);
  if (after === undefined) return 0;
  const { name } = rule.meta;
  const [old, now] = [before, after].map((text) => nixPrints(text, dirname(file)));
  if (now === undefined) fail(file, `Nix does not read what ${name} makes`);
  else if (sameTree.has(name) && canonical(old ?? '') !== canonical(now))
    fail(file, `${name} changes the tree`);
  return applied;
}

function fail(file: string, message: string): void {
  failures++;
  console.log(`  FAIL ${file}: ${message}`);
}

function nixFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.nix'))
    .map((entry) => join(entry.parentPath, entry.name));
}

function fixed(path: string, text: string, chosen: readonly Rule[]): FixResult {
  return fixAll({
    safety: 'safe',
    read: () => ({ kind: 'text', text }),
    lint: (overlay) => lintText(path, overlay.get(path as FilePath) ?? text, chosen),
  });
}

/** What rules find in one text. */
function lintText(path: string, text: string, chosen: readonly Rule[]): LintResult {
  const settings: Settings = {
    ...defaultSettings,
    selection: { select: new Set(chosen.map(({ meta }) => meta.name)), ignore: new Set() },
  };
  const workspace = createWorkspace();
  workspace.apply([{ kind: 'set', file: path as FilePath, content: { kind: 'text', text } }]);
  return lint(workspace.snapshot(), chosen, settings);
}

function commentsOf(text: string): string {
  const { tree } = analyzeText(text, 'nix');
  const spans = commentsWithin(tree, { start: 0, end: text.length });
  return spans
    .map(({ start, end }) => text.slice(start, end).replace(/\s+/g, ' '))
    .toSorted()
    .join('\n');
}

/** The tree of a text as Nix prints it; `undefined` when Nix refuses the text. */
function nixPrints(text: string, folder: string): string | undefined {
  const run = spawnSync('nix-instantiate', ['--parse', '-'], {
    input: text,
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return run.status === 0 ? run.stdout : undefined;
}

/** A printed tree with its attributes in order: Nix prints them as it happens to keep them. */
function canonical(printed: string): string {
  const tree = parse(printed, 'nix');
  if (tree.errors.length === 0) return written(root(tree));
  // Nix prints some things that it does not read, such as places; then order is all that is given up.
  const statements = printed.replace(/inherit (\S+) ;/g, '$1 = $1;').split(';');
  return statements
    .map((each) => each.trim())
    .toSorted()
    .join(';');
}

function written(node: Node): string {
  if (node.kind === 'inherit') {
    const names = [...(node.child('attrs')?.children() ?? [])];
    return names.map(({ text }) => `${text} = ${text};`).join(' ');
  }
  const children = [...node.children()];
  if (node.kind === 'binding_set' || node.kind === 'formals')
    return children.map(written).toSorted().join(' ');
  let text = '';
  let from = node.start;
  for (const child of children) {
    text += node.tree.text.slice(from, child.start) + written(child);
    from = child.end;
  }
  return text + node.tree.text.slice(from, node.end);
}
