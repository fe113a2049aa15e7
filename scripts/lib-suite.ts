import { join } from 'node:path';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { codeFrom } from '#analyzer/evaluate/code.ts';
import { equalThunks } from '#analyzer/evaluate/comparison.ts';
import { createSession } from '#analyzer/evaluate/create-session.ts';
import { filePath } from '#analyzer/evaluate/path-value.ts';
import { importPath } from '#analyzer/evaluate/paths.ts';
import type { Thunk, UnknownReason, Value } from '#analyzer/evaluate/value.ts';
import { analyzeText, type FileAnalysis } from '#analyzer/file-analysis.ts';
import { openDisk } from '#cli/files.ts';
import { shown } from '../test/support/evaluate.ts';

/**
 * Runs the tests that nixpkgs has for its `lib` against the `lib` of the analyzer.
 *
 *   node --import tsx scripts/lib-suite.ts CHECKOUT_OF_NIXPKGS_LIB
 *
 * Each test is an expression and what it must give. An answer must be that or
 * unknown; and of the tests that ask for nothing which is known to be missing,
 * at least 85 percent must agree. The exit code says both.
 */
const leastAgreement = 0.85;

type Verdict = 'agree' | 'unknown' | 'wrong' | 'missing';

const [checkout = ''] = process.argv.slice(2);
const tests: Value = { kind: 'path', root: 'workspace', path: filePath('tests/misc.nix') };
const counts = { agree: 0, unknown: 0, wrong: 0, missing: 0 };
for (const [name, [verdict, detail]] of verdicts()) {
  counts[verdict]++;
  if (verdict !== 'agree') console.log(`${verdict} ${name}: ${detail.slice(0, 300)}`);
}
const covered = counts.agree + counts.unknown + counts.wrong;
const share = ((100 * counts.agree) / covered).toFixed(1);
console.log(
  `${counts.agree} agree, ${counts.unknown} unknown, ${counts.wrong} wrong, ${counts.missing} ask for what is missing; ${share} percent of the others agree`,
);
if (counts.wrong > 0 || counts.agree < leastAgreement * covered) process.exitCode = 1;

/** Tests are evaluated one by one, so that none spends the steps of another. */
function* verdicts(): Generator<readonly [string, readonly [Verdict, string]]> {
  const evaluate = evaluator();
  const all = evaluate();
  if (all.kind !== 'attrs') throw new Error(`the tests are no set: ${shown(all)}`);
  for (const name of all.names()) {
    const tests = evaluate();
    const test = tests.kind === 'attrs' ? tests.get(name)?.value.force() : undefined;
    if (test?.kind !== 'attrs') continue;
    const [found, wanted] = [test.get('expr')?.value, test.get('expected')?.value];
    if (found && wanted) yield [name, judged(found, wanted)];
  }
}

/** Gives the tests anew, with our `lib` in the place of the one beside them. */
function evaluator(): () => Value {
  const files = openDisk(join(checkout, 'lib'));
  const analyses = new Map<string, FileAnalysis>();
  const analysisOf = (file: FilePath): FileAnalysis | undefined => {
    const content = files.read(file);
    if (!file.endsWith('.nix') || content.kind !== 'text') return undefined;
    const analysis = analyses.get(file) ?? analyzeText(ours(content.text), 'nix');
    analyses.set(file, analysis);
    return analysis;
  };
  return () => {
    const session = createSession(files, codeFrom(analysisOf));
    const value = importPath(session, tests, undefined);
    return value.kind === 'lambda' ? value.apply(session.lib) : value;
  };
}

/** The tests as a function of `lib` that gives them all instead of running them. */
function ours(text: string): string {
  return text
    .replace('let\n  lib = import ../default.nix;', 'lib:\nlet')
    .replace('in\n\nrunTests {', 'in\n{');
}

function judged(found: Thunk, wanted: Thunk): readonly [Verdict, string] {
  const budget = { steps: 1_000_000 };
  const same = equalThunks(found, wanted, budget);
  if (same.kind === 'bool' && same.value) return ['agree', ''];
  const detail = `${shown(found.force())} instead of ${shown(wanted.force())}`;
  if (same.kind !== 'unknown') return ['wrong', same.kind === 'failure' ? shown(same) : detail];
  return [isMissing(same.reason) ? 'missing' : 'unknown', `${shown(same)} in ${detail}`];
}

/** Whether a function of `lib` or a builtin is asked for that is known by name alone. */
function isMissing(reason: UnknownReason): boolean {
  if (reason.kind === 'condition') return isMissing(reason.because);
  return reason.kind === 'unsupported' && /^(lib|builtins)\./.test(reason.construct);
}
