import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import { internalError } from '#linter/crash.ts';

interface Findings {
  readonly findings: readonly Diagnostic[];
  /** What was found before the changes; asked for only when something is found elsewhere. */
  readonly earlier: () => readonly Diagnostic[];
  /** Whether fixes have changed the text of a file, and so perhaps its lines. */
  readonly isRewritten: (file: FilePath) => boolean;
}

/**
 * The findings that changes answer for: all of those in changed files, and
 * in other files those that were not there before. A deleted file has no place
 * of its own, but what it broke elsewhere is new there.
 */
export function broughtBy(
  changed: ReadonlySet<FilePath>,
  { findings, earlier, isRewritten }: Findings,
): readonly Diagnostic[] {
  const isHere = ({ file, rule }: Diagnostic): boolean =>
    changed.has(file) || rule === internalError;
  if (findings.every(isHere)) return findings;
  const before = earlier();
  const exact = new Set(before.map((finding) => keyOf(finding, 'place')));
  const loose = new Set(before.map((finding) => keyOf(finding, 'file')));
  return findings.filter((finding) => {
    if (isHere(finding)) return true;
    return isRewritten(finding.file)
      ? !loose.has(keyOf(finding, 'file'))
      : !exact.has(keyOf(finding, 'place'));
  });
}

function keyOf({ rule, file, span, message }: Diagnostic, within: 'place' | 'file'): string {
  const place = within === 'place' ? [span.start, span.end] : [];
  return JSON.stringify([rule, file, message, ...place]);
}
