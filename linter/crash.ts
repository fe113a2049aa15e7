import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';

/** The rule that findings about a crash of flakewise itself name. */
export const internalError = 'internal-error';

/**
 * Runs a part that must not take the others with it, and returns what it threw.
 *
 * The only place below the shells that catches: whatever arrives here is a bug of ours.
 */
export function attempt<Arguments extends readonly unknown[]>(
  task: (...args: Arguments) => void,
  ...args: Arguments
): string | undefined {
  try {
    task(...args);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The finding that a crash becomes. */
export function crashReport(file: FilePath, culprit: string, crash: string): Diagnostic {
  return {
    rule: internalError,
    severity: 'error',
    file,
    span: { start: 0, end: 0 },
    message: `\`${culprit}\` failed, which is a bug in flakewise: ${crash}`,
    related: [],
    fixes: [],
  };
}
