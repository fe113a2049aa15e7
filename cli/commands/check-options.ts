import type { Severity } from '#analyzer/diagnostic.ts';

export type Format = 'pretty' | 'json' | 'sarif' | 'github';
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
  readonly stdinFilename: string | undefined;
  readonly filesFrom: string | undefined;
}

const order: readonly Severity[] = ['hint', 'warning', 'error'];

/** Whether a severity is as high as another, or higher. */
export function atLeast(severity: Severity, least: Severity): boolean {
  return order.indexOf(severity) >= order.indexOf(least);
}
