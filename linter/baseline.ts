import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import type { Baseline, BaselineEntry, KnownFinding } from './baseline-file.ts';
import { internalError } from './crash.ts';
import { baselineStale, configInvalid, fileEncrypted, fileUnreadable } from './engine-rules.ts';
import { lineHash } from './fingerprint.ts';
import type { Level } from './settings.ts';

export interface BaselineContext {
  /** The text of a file; `undefined` where nothing of it may be used. */
  readonly text: (file: FilePath) => string | undefined;
  /** Whether a finding of the rule in the file would have been found, had there been one. */
  readonly judges: (rule: string, file: FilePath) => boolean;
  /** The level of entries whose findings are gone. */
  readonly level: Level;
}

export interface BaselineResult {
  /** What the baseline does not know, and its entries whose findings are gone. */
  readonly remaining: readonly Diagnostic[];
  readonly known: readonly Diagnostic[];
  /** Entries about files and rules that were not looked at. */
  readonly unjudged: readonly BaselineEntry[];
}

/**
 * Leaves out what a baseline knows. Of findings that are alike, as many as it
 * knows are left out, the first ones first.
 */
export function withoutKnown(
  diagnostics: readonly Diagnostic[],
  baseline: Baseline,
  context: BaselineContext,
): BaselineResult {
  const left = new Map<string, number>();
  for (const entry of baseline.entries) {
    const key = keyOf(entry);
    left.set(key, (left.get(key) ?? 0) + entry.count);
  }
  const known = diagnostics.filter((diagnostic) => {
    const key = canBeKnown(diagnostic) ? keyOf(knownAs(diagnostic, context.text)) : '';
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    return count > 0;
  });
  const isKnown = new Set(known);
  const isJudged = ({ rule, file }: BaselineEntry): boolean =>
    context.judges(rule, file as FilePath);
  const gone = baseline.entries.filter(isJudged).flatMap((entry) => {
    const key = keyOf(entry);
    const surplus = Math.min(entry.count, left.get(key) ?? 0);
    left.set(key, (left.get(key) ?? 0) - surplus);
    return surplus === 0 ? [] : staleEntry(entry, surplus, { file: baseline.file, ...context });
  });
  return {
    remaining: [...diagnostics.filter((diagnostic) => !isKnown.has(diagnostic)), ...gone],
    known,
    unjudged: baseline.entries.filter((entry) => !isJudged(entry)),
  };
}

/** What a baseline must say to know these findings. */
export function knownFindings(
  diagnostics: readonly Diagnostic[],
  text: BaselineContext['text'],
): KnownFinding[] {
  const findings = new Map<string, KnownFinding>();
  for (const diagnostic of diagnostics.filter(canBeKnown)) {
    const finding = knownAs(diagnostic, text);
    const count = (findings.get(keyOf(finding))?.count ?? 0) + 1;
    findings.set(keyOf(finding), { ...finding, count });
  }
  return [...findings.values()];
}

/** Whether a finding says that something could not be looked at, which no baseline can know. */
export function mustBeSeen({ rule }: Diagnostic): boolean {
  return neverKnown.includes(rule);
}

const neverKnown: readonly string[] = [
  internalError,
  configInvalid.meta.name,
  fileUnreadable.meta.name,
  fileEncrypted.meta.name,
];

function canBeKnown(diagnostic: Diagnostic): boolean {
  return !mustBeSeen(diagnostic) && diagnostic.rule !== baselineStale.meta.name;
}

function knownAs(
  { rule, file, message, span }: Diagnostic,
  text: BaselineContext['text'],
): KnownFinding {
  const line = lineHash(span.start, text(file));
  return { rule, file: wellFormed(file), message: wellFormed(message), line, count: 1 };
}

function keyOf({ rule, file, message, line }: KnownFinding): string {
  return JSON.stringify([rule, file, message, line]);
}

/** Halves of characters cannot be written to a file. */
function wellFormed(text: string): string {
  return text.replace(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    '\ufffd',
  );
}

function staleEntry(
  { rule, file, count, span }: BaselineEntry,
  surplus: number,
  { file: baseline, level }: { readonly file: FilePath; readonly level: Level },
): Diagnostic[] {
  if (level === 'off') return [];
  const message =
    surplus === count
      ? `\`${rule}\` does not find this in \`${file}\` any more, so the entry can be dropped`
      : `\`${rule}\` finds ${surplus} fewer of these in \`${file}\`, so \`count\` can be ${count - surplus}`;
  return [
    {
      rule: baselineStale.meta.name,
      severity: level,
      file: baseline,
      span,
      message,
      related: [],
      fixes: [],
    },
  ];
}
