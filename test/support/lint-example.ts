import type { Snapshot } from '#analyzer/snapshot.ts';
import { markersOf, renderExample } from '#linter/example.ts';
import { fixedTexts, only, type Texts } from '#linter/example-run.ts';
import { type LintResult, lint } from '#linter/lint.ts';
import type { OptionValues, Rule } from '#linter/rule.ts';
import { completeSnapshot } from './emission.ts';
import { snapshotOf } from './fleet.ts';

/** The findings of one rule. */
export function lintWith(rule: Rule, texts: Texts, options?: OptionValues): LintResult {
  return lint(snapshotFor(rule, texts), [rule], only(rule, options));
}

/** Only one rule speaks of what is generated; the examples of others have configurations of all kinds. */
function snapshotFor({ meta }: Rule, texts: Texts): Snapshot {
  return meta.name.startsWith('generated/') ? completeSnapshot(texts) : snapshotOf(texts);
}

/** The files with every finding drawn where it is. */
export function picture(texts: Texts, result: LintResult): string {
  return renderExample(texts, markersOf(result.diagnostics));
}

/** The files after all fixes of one rule, safe or not. */
export function fixWith(rule: Rule, texts: Texts, options?: OptionValues): Texts {
  return fixedTexts(texts, (files) => lintWith(rule, files, options));
}
