import type { Diagnostic, Severity } from '#analyzer/diagnostic.ts';
import { escaped } from './escape.ts';
import { byFilePath, messageWithPlaces, placeOf, type Report, type Sources } from './report.ts';

const severities = { error: 'error', warning: 'warning', hint: 'info' } as const satisfies Record<
  Severity,
  string
>;

/** The XML that Checkstyle writes, which many viewers of reports read; `source` is the rule. */
export function formatCheckstyle({ diagnostics, sources }: Report): string {
  const files = [...byFilePath(diagnostics)].map(([file, found]) => {
    const errors = found.map((diagnostic) => errorOf(diagnostic, sources));
    return `  <file name="${escaped(sources.path(file))}">\n${errors.join('')}  </file>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n${files.join('')}</checkstyle>\n`;
}

/** Related places have no element of their own, so they follow the message. */
function errorOf(diagnostic: Diagnostic, sources: Sources): string {
  const { start } = placeOf(diagnostic, sources);
  const attributes = {
    line: String(start.line),
    column: String(start.column),
    severity: severities[diagnostic.severity],
    message: messageWithPlaces(diagnostic, sources),
    source: diagnostic.rule,
  };
  const written = Object.entries(attributes).map(([name, value]) => `${name}="${escaped(value)}"`);
  return `    <error ${written.join(' ')}/>\n`;
}
