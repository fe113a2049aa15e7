import {
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic as ProtocolDiagnostic,
} from 'vscode-languageserver';
import type { Diagnostic, FilePath, Severity } from '#analyzer/diagnostic.ts';
import type { Span } from '#parser/span.ts';
import type { Place } from './places.ts';

/** What protocol diagnostics are made with. */
export interface DiagnosticContext {
  readonly place: (file: FilePath, span: Span) => Place;
  /** Where the page of a rule is. */
  readonly page: (rule: string) => string | undefined;
  /** Whether the client shows the places that a finding also speaks of. */
  readonly hasRelated: boolean;
}

/** A finding as the protocol has it. */
export function protocolDiagnostic(
  { file, span, rule, severity, message, related, fixes }: Diagnostic,
  { place, page, hasRelated }: DiagnosticContext,
): ProtocolDiagnostic {
  const href = page(rule);
  const tags = tagsOf(rule);
  return {
    range: place(file, span).range,
    severity: severityOf(severity, tags),
    code: rule,
    source: 'flakewise',
    message,
    ...(href !== undefined && { codeDescription: { href } }),
    ...(tags.length > 0 && { tags }),
    ...(hasRelated &&
      related.length > 0 && {
        relatedInformation: related.map((note) => {
          return { location: place(note.file, note.span), message: note.message };
        }),
      }),
    data: { fixes: fixes.map(({ title }) => title) },
  };
}

/** What only fades or strikes code stays out of the list of problems. */
function severityOf(severity: Severity, tags: readonly DiagnosticTag[]): DiagnosticSeverity {
  switch (severity) {
    case 'error':
      return DiagnosticSeverity.Error;
    case 'warning':
      return DiagnosticSeverity.Warning;
    case 'hint':
      return tags.length > 0 ? DiagnosticSeverity.Hint : DiagnosticSeverity.Information;
  }
}

/** Groups of rules whose findings editors fade or strike through. */
function tagsOf(rule: string): DiagnosticTag[] {
  if (rule.startsWith('unused/')) return [DiagnosticTag.Unnecessary];
  return rule.startsWith('deprecated/') ? [DiagnosticTag.Deprecated] : [];
}
