import type { Palette } from './palette.ts';
import { printable } from './printable.ts';
import { messageWithPlaces, placeText, type Report } from './report.ts';

/** One line for each finding, in the form of the GNU coding standards, which editors jump by. */
export function formatConcise({ diagnostics, sources }: Report, palette: Palette): string {
  const lines = diagnostics.map((diagnostic) => {
    const { rule, severity } = diagnostic;
    const place = printable(placeText(diagnostic, sources));
    const message = printable(messageWithPlaces(diagnostic, sources));
    return `${place}: ${palette.severity[severity](severity)}: ${message} [${rule}]\n`;
  });
  return lines.join('');
}
