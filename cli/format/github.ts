import type { Diagnostic, Severity } from '#analyzer/diagnostic.ts';
import { printable } from './printable.ts';
import { placeOf, placeText, type Report, type Sources } from './report.ts';

const commands = { error: 'error', warning: 'warning', hint: 'notice' } as const satisfies Record<
  Severity,
  string
>;

/** Workflow commands, which GitHub shows beside the lines of a change. */
export function formatGithub({ diagnostics, sources }: Report): string {
  return diagnostics.map((diagnostic) => `${commandOf(diagnostic, sources)}\n`).join('');
}

function commandOf(diagnostic: Diagnostic, sources: Sources): string {
  const { file, start, end } = placeOf(diagnostic, sources);
  const properties = {
    file,
    line: start.line,
    col: start.column,
    endLine: end.line,
    endColumn: end.column,
    title: diagnostic.rule,
  };
  const listed = Object.entries(properties).map(
    ([name, value]) => `${name}=${property(String(value))}`,
  );
  return `::${commands[diagnostic.severity]} ${listed.join(',')}::${data(messageOf(diagnostic, sources))}`;
}

/** Related places have no command of their own, so they follow the message. */
function messageOf({ message, related }: Diagnostic, sources: Sources): string {
  const notes = related.map((note) => `${placeText(note, sources)}: ${note.message}`);
  return [message, ...notes].map(printable).join('\n');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(printable(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
