import type { Diagnostic, Fix } from '#analyzer/diagnostic.ts';
import { mayApply } from '#linter/fix.ts';
import { jsonLine, printableJson } from './printable.ts';

/** How often one rule found something, and for how much of it there is a fix. */
interface RuleCount {
  readonly rule: string;
  readonly findings: number;
  /** Findings that `--fix` mends, and further ones that only `--unsafe-fixes` does. */
  readonly fixable: { readonly safe: number; readonly unsafe: number };
}

/** The least that must be asked for to mend a finding; `undefined` when nothing mends it. */
export function fixSafety({ fixes }: Diagnostic): Fix['safety'] | undefined {
  if (fixes.some((fix) => mayApply(fix, 'safe'))) return 'safe';
  return fixes.some((fix) => mayApply(fix, 'unsafe')) ? 'unsafe' : undefined;
}

/** A line for each rule that found something, most frequent first. */
export function statisticsText(diagnostics: readonly Diagnostic[]): string {
  const counts = countByRule(diagnostics);
  const digits = Math.max(0, ...counts.map(({ findings }) => String(findings).length));
  const width = Math.max(0, ...counts.map(({ rule }) => rule.length));
  const lines = counts.map(({ rule, findings, fixable }) => {
    const line = `${String(findings).padStart(digits)}  ${rule.padEnd(width)}  ${fixableText(fixable)}`;
    return `${line.trimEnd()}\n`;
  });
  return lines.join('');
}

/** The counts as one document. */
export function statisticsJson(diagnostics: readonly Diagnostic[]): string {
  return `${printableJson({ version: 1, statistics: countByRule(diagnostics) })}\n`;
}

/** The counts of each rule on a line of its own. */
export function statisticsJsonLines(diagnostics: readonly Diagnostic[]): string {
  return countByRule(diagnostics)
    .map((count) => `${jsonLine(count)}\n`)
    .join('');
}

function countByRule(diagnostics: readonly Diagnostic[]): RuleCount[] {
  const found = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    found.set(diagnostic.rule, [...(found.get(diagnostic.rule) ?? []), diagnostic]);
  }
  const counts = [...found].map(([rule, ofRule]): RuleCount => {
    const count = (safety: Fix['safety']): number =>
      ofRule.filter((diagnostic) => fixSafety(diagnostic) === safety).length;
    return {
      rule,
      findings: ofRule.length,
      fixable: { safe: count('safe'), unsafe: count('unsafe') },
    };
  });
  return counts.toSorted((a, b) => b.findings - a.findings || (a.rule < b.rule ? -1 : 1));
}

function fixableText({ safe, unsafe }: RuleCount['fixable']): string {
  const parts = [
    safe > 0 ? [`${safe} with --fix`] : [],
    unsafe > 0 ? [`${unsafe} with --unsafe-fixes`] : [],
  ].flat();
  return parts.join(', ');
}
