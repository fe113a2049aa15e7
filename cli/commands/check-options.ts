import type { Diagnostic, Severity } from '#analyzer/diagnostic.ts';
import { internalError } from '#linter/crash.ts';
import { fileUnreadable } from '#linter/engine-rules.ts';

/** How findings can be printed, those for people first. */
export const formats = [
  'pretty',
  'concise',
  'json',
  'jsonl',
  'sarif',
  'github',
  'gitlab',
  'junit',
  'checkstyle',
  'rdjson',
] as const;

export type Format = (typeof formats)[number];
export type When = 'auto' | 'always' | 'never';

/** Everything that `check` and `fix` can be asked for. */
export interface CheckOptions {
  readonly format: Format;
  readonly fix: boolean;
  readonly unsafeFixes: boolean;
  readonly diff: boolean;
  readonly select: readonly string[] | undefined;
  readonly ignore: readonly string[];
  /** Findings below are not shown. */
  readonly severity: Severity;
  /** Findings at or above make the command fail. */
  readonly failOn: Severity;
  readonly coverage: boolean;
  readonly color: When;
  readonly quiet: boolean;
  readonly statistics: boolean;
  readonly baseline: string | undefined;
  readonly writeBaseline: boolean;
  readonly stdinFilename: string | undefined;
  readonly filesFrom: string | undefined;
  /** Report what changed since the last commit, or since the branch left the one that is named. */
  readonly changed: string | true | undefined;
  /** How many threads check files; `undefined` for as many as are worth it. */
  readonly threads: number | undefined;
  /** The same for the index. */
  readonly staged: boolean;
}

const order: readonly Severity[] = ['hint', 'warning', 'error'];

/** Whether a severity is as high as another, or higher. */
export function atLeast(severity: Severity, least: Severity): boolean {
  return order.indexOf(severity) >= order.indexOf(least);
}

/** Whether a finding makes the command fail; some do so whatever the level. */
export function fails({ rule, severity }: Diagnostic, failOn: Severity): boolean {
  return atLeast(severity, failOn) || rule === fileUnreadable.meta.name || rule === internalError;
}

/** Why options do not go together; `undefined` when they do. */
export function conflict(options: CheckOptions): string | undefined {
  const { statistics, format, writeBaseline, fix, diff, stdinFilename } = options;
  const isPart = options.staged || options.changed !== undefined || stdinFilename !== undefined;
  if (writeBaseline && (fix || diff || isPart)) {
    return '`--write-baseline` writes what is found on disk, without `--fix`, `--diff`, `--changed`, `--staged` and `-`';
  }
  if (!statistics || countable.includes(format)) return undefined;
  return `\`--statistics\` cannot be printed as \`${format}\`, but as ${countable.join(', ')}`;
}

/** Formats that others define have no place for counts. */
const countable: readonly Format[] = ['pretty', 'concise', 'json', 'jsonl'];
