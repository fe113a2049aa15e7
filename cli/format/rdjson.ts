import type { Diagnostic, Fix, Location, Severity } from '#analyzer/diagnostic.ts';
import { applyEdits } from '#linter/edits.ts';
import type { Span } from '#parser/span.ts';
import { printableJson } from './printable.ts';
import type { Report, Sources } from './report.ts';

const severities = { error: 'ERROR', warning: 'WARNING', hint: 'INFO' } as const satisfies Record<
  Severity,
  string
>;

/** One `DiagnosticResult` of reviewdog's diagnostic format; its columns count bytes of UTF-8. */
export function formatRdjson({ diagnostics, sources }: Report): string {
  const result = {
    source: { name: 'flakewise' },
    diagnostics: diagnostics.map((diagnostic) => diagnosticOf(diagnostic, sources)),
  };
  return `${printableJson(result)}\n`;
}

function diagnosticOf(diagnostic: Diagnostic, sources: Sources): object {
  const { rule, severity, message, related, fixes } = diagnostic;
  const suggestions = fixes.flatMap((fix) => suggestionOf(fix, diagnostic, sources) ?? []);
  return {
    message,
    location: locationOf(diagnostic, sources),
    severity: severities[severity],
    code: { value: rule },
    ...(suggestions.length > 0 && { suggestions }),
    ...(related.length > 0 && {
      related_locations: related.map((note) => ({
        message: note.message,
        location: locationOf(note, sources),
      })),
    }),
  };
}

/**
 * A fix as the one replacement from its first edit to its last. A suggestion
 * names no file, so a fix that reaches into others is none: half of it would
 * be wrong.
 */
function suggestionOf({ edits }: Fix, { file }: Location, sources: Sources): object | undefined {
  const text = sources.text(file);
  if (text === undefined || edits.length === 0 || edits.some((edit) => edit.file !== file))
    return undefined;
  const start = Math.min(...edits.map(({ span }) => span.start));
  const end = Math.max(...edits.map(({ span }) => span.end));
  const after = applyEdits(text, edits);
  return {
    range: rangeOf({ file, span: { start, end } }, sources),
    text: after.slice(start, after.length - (text.length - end)),
  };
}

function locationOf(location: Location, sources: Sources): object {
  return { path: sources.path(location.file), range: rangeOf(location, sources) };
}

function rangeOf({ file, span }: Location, sources: Sources): { [end in keyof Span]: object } {
  return {
    start: positionOf(span.start, file, sources),
    end: positionOf(span.end, file, sources),
  };
}

function positionOf(offset: number, file: Location['file'], sources: Sources): object {
  const lines = sources.lines(file);
  const { line, column } = lines.position(offset);
  const start = lines.start(line);
  const before = (sources.text(file) ?? '').slice(start, start + column);
  return { line: line + 1, column: Buffer.byteLength(before) + 1 };
}
