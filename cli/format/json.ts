import type { Diagnostic, Fix, Location } from '#analyzer/diagnostic.ts';
import { jsonLine, printableJson } from './printable.ts';
import { countBySeverity, placeOf, type Report, type Sources } from './report.ts';

/** One document for programs; its shape changes only together with its version. */
export function formatJson({ diagnostics, files, known, coverage, sources }: Report): string {
  const counts = countBySeverity(diagnostics);
  const document = {
    version: 1,
    findings: diagnostics.map((diagnostic) => findingOf(diagnostic, sources)),
    summary: {
      files,
      errors: counts.error,
      warnings: counts.warning,
      hints: counts.hint,
      ...(known > 0 && { known }),
    },
    ...(coverage && { coverage }),
  };
  return `${printableJson(document)}\n`;
}

/** The same findings, one on each line. */
export function formatJsonLines({ diagnostics, sources }: Report): string {
  return diagnostics.map((one) => `${jsonLine(findingOf(one, sources))}\n`).join('');
}

function findingOf(diagnostic: Diagnostic, sources: Sources): object {
  const { rule, severity, message, related, fixes } = diagnostic;
  return {
    rule,
    severity,
    message,
    ...placed(diagnostic, sources),
    related: related.map((note) => ({ ...placed(note, sources), message: note.message })),
    fixes: fixes.map((fix) => fixOf(fix, sources)),
  };
}

function fixOf({ title, safety, edits }: Fix, sources: Sources): object {
  return {
    title,
    safety,
    edits: edits.map((edit) => ({ ...placed(edit, sources), text: edit.text })),
  };
}

function placed(location: Location, sources: Sources): object {
  return placeOf(location, sources);
}
