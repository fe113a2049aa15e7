import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { fixAll } from '#linter/fix.ts';
import { type LintResult, lint } from '#linter/lint.ts';
import type { Bench } from '../engine/bench.ts';

/** Which findings are to be mended: those of some files or of all, of one rule or of every one. */
export interface FixingAsked {
  readonly files?: readonly FilePath[];
  readonly rule?: string;
}

/** A file that fixes change. */
export interface FixedText {
  readonly file: FilePath;
  readonly before: string;
  readonly after: string;
}

/** What `check --fix` would make of the files with these findings: safe fixes, until none is left. */
export function fixing(
  snapshot: Snapshot,
  { files, rule }: FixingAsked,
  { setup, withTexts }: Bench,
): readonly FixedText[] {
  const { rules, settings, complete } = setup;
  const wanted = files === undefined ? undefined : new Set(files);
  const reports = (file: FilePath): boolean => wanted?.has(file) ?? settings.reports(file);
  const lintWith = (changed: ReadonlyMap<FilePath, string>): LintResult => {
    const version = withTexts(changed);
    const result = lint(complete(version), rules, { ...settings, reports });
    version.release();
    if (rule === undefined) return result;
    return { ...result, diagnostics: result.diagnostics.filter((each) => each.rule === rule) };
  };
  const read = snapshot.contents.read.bind(snapshot.contents);
  const { changed } = fixAll({ safety: 'safe', read, lint: lintWith });
  return [...changed].map(([file, after]) => ({ file, before: snapshot.text(file) ?? '', after }));
}
