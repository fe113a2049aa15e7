import type { FilePath } from '#analyzer/diagnostic.ts';
import { markersOf, renderExample } from '#linter/example.ts';
import { only } from '#linter/example-run.ts';
import { fixAll } from '#linter/fix.ts';
import { type LintResult, lint } from '#linter/lint.ts';
import type { OptionValues, Rule } from '#linter/rule.ts';
import { snapshotOf } from './fleet.ts';

export type Texts = ReadonlyMap<FilePath, string>;

/** The findings of one rule. */
export function lintWith(rule: Rule, texts: Texts, options?: OptionValues): LintResult {
  return lint(snapshotOf(texts), [rule], only(rule, options));
}

/** The files with every finding drawn where it is. */
export function picture(texts: Texts, result: LintResult): string {
  return renderExample(texts, markersOf(result.diagnostics));
}

/** The files after all fixes of one rule, safe or not. */
export function fixWith(rule: Rule, texts: Texts, options?: OptionValues): Texts {
  const { changed } = fixAll({
    safety: 'unsafe',
    read: (file) => {
      const text = texts.get(file);
      return text === undefined ? { kind: 'absent' } : { kind: 'text', text };
    },
    lint: (overlay) => lintWith(rule, new Map([...texts, ...overlay]), options),
  });
  return new Map([...texts].map(([file, text]) => [file, changed.get(file) ?? text]));
}
