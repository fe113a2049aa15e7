import type { Severity } from '#analyzer/diagnostic.ts';
import { fingerprintOf, numbered } from '#linter/fingerprint.ts';
import { printable, printableJson } from './printable.ts';
import { messageWithPlaces, placeOf, type Report, shownText } from './report.ts';

const severities = { error: 'major', warning: 'minor', hint: 'info' } as const satisfies Record<
  Severity,
  string
>;

/**
 * A Code Quality report of GitLab: the part of Code Climate's format that
 * GitLab reads. Merge requests compare reports by fingerprint, which is why
 * these do not change when lines move.
 */
export function formatGitlab({ diagnostics, sources }: Report): string {
  const fingerprints = numbered(
    diagnostics.map((diagnostic) => {
      return fingerprintOf(diagnostic, shownText(diagnostic.file, sources));
    }),
  );
  const issues = diagnostics.map((diagnostic, index) => {
    const { file, start, end } = placeOf(diagnostic, sources);
    return {
      type: 'issue',
      check_name: diagnostic.rule,
      description: printable(messageWithPlaces(diagnostic, sources)),
      categories: ['Bug Risk'],
      severity: severities[diagnostic.severity],
      fingerprint: fingerprints[index],
      location: { path: file, lines: { begin: start.line, end: end.line } },
      other_locations: diagnostic.related.map((note) => {
        const place = placeOf(note, sources);
        return {
          path: place.file,
          lines: { begin: place.start.line, end: place.end.line },
        };
      }),
    };
  });
  return `${printableJson(issues)}\n`;
}
