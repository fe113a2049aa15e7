import type { Diagnostic } from '#analyzer/diagnostic.ts';
import type { MachineCoverage } from '#linter/machines.ts';
import { printable } from './printable.ts';
import { type Coverage, countBySeverity, type Report } from './report.ts';
import { fixSafety } from './statistics.ts';

/** One line: how much was found, in how many files, and what could be mended at once. */
export function summaryLine({
  diagnostics,
  files,
  known,
}: Pick<Report, 'diagnostics' | 'files' | 'known'>): string {
  const place = `in ${counted(files, 'file')}`;
  const silent = known === 0 ? '' : `, ${known} known to the baseline`;
  if (diagnostics.length === 0) return `no findings ${place}${silent}\n`;
  const counts = countBySeverity(diagnostics);
  const parts = [
    counts.error > 0 ? [counted(counts.error, 'error')] : [],
    counts.warning > 0 ? [counted(counts.warning, 'warning')] : [],
    counts.hint > 0 ? [counted(counts.hint, 'hint')] : [],
  ].flat();
  return `${listed(parts)} ${place}${mendable(diagnostics)}${silent}\n`;
}

/** How much could be mended unasked, and how much when asked for. */
function mendable(diagnostics: readonly Diagnostic[]): string {
  const count = (safety: 'safe' | 'unsafe') =>
    diagnostics.filter((diagnostic) => fixSafety(diagnostic) === safety).length;
  const [safe, unsafe] = [count('safe'), count('unsafe')];
  if (safe > 0 && unsafe > 0)
    return `, ${safe} can be mended with \`--fix\` and ${unsafe} more with \`--unsafe-fixes\``;
  if (safe > 0) return `, ${safe} can be mended with \`--fix\``;
  return unsafe > 0 ? `, ${unsafe} can be mended with \`--unsafe-fixes\`` : '';
}

/** Which machines are known, what fleet rules could judge, and what stood in the way of the rest. */
export function coverageText({ machines, rules }: Coverage): string {
  const width = Math.max(0, ...rules.map(({ rule }) => rule.length));
  const lines = rules.flatMap(({ rule, decided, undecided }) => {
    const open = undecided.reduce((sum, { count }) => sum + count, 0);
    const reasons = undecided.map(
      ({ reason, count }) => `    ${counted(count, 'time')}: ${printable(reason)}`,
    );
    return [`  ${rule.padEnd(width)}  decided ${decided}, undecided ${open}`, ...reasons];
  });
  return `${['coverage', `  ${machinesText(machines)}`, ...lines].join('\n')}\n`;
}

const mostUnknown = 5;

function machinesText({ known, unknown }: MachineCoverage): string {
  const parts = unknown.slice(0, mostUnknown).map(({ output, reason, count }) => {
    const times = count === 1 ? '' : `${count} times `;
    return `${times}${printable(output)} (${printable(reason)})`;
  });
  const more = unknown.length > mostUnknown ? [`${unknown.length - mostUnknown} more`] : [];
  const rest = parts.length === 0 ? '' : `; unknown: ${[...parts, ...more].join(', ')}`;
  return `machines  ${known} known${rest}`;
}

export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
