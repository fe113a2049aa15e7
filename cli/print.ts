import { rules } from '#rules/index.ts';
import { atLeast, type CheckOptions } from './commands/check-options.ts';
import { formatGithub } from './format/github.ts';
import { formatJson } from './format/json.ts';
import { type Palette, paletteOf } from './format/palette.ts';
import { formatPretty } from './format/pretty.ts';
import type { Report } from './format/report.ts';
import { formatSarif } from './format/sarif.ts';
import { coverageText, statisticsText, summaryLine } from './format/summary.ts';

/** What is said around the findings, to people only. */
export interface Remarks {
  /** Before the summary. */
  readonly before: string;
  /** The last line. */
  readonly closing: string;
}

/** A report as the options want it; findings below `--severity` are left out. */
export function printed(
  report: Report,
  options: CheckOptions,
  { remarks, color }: { readonly remarks: Remarks; readonly color: boolean },
): string {
  const diagnostics = report.diagnostics.filter(({ severity }) =>
    atLeast(severity, options.severity),
  );
  const shown = { ...report, diagnostics };
  switch (options.format) {
    case 'pretty':
      return prettyText(shown, options, { remarks, palette: paletteOf(color) });
    case 'json':
      return formatJson(shown);
    case 'sarif':
      return formatSarif(shown, rules);
    case 'github':
      return formatGithub(shown);
  }
}

function prettyText(
  report: Report,
  { statistics, quiet }: CheckOptions,
  { remarks, palette }: { readonly remarks: Remarks; readonly palette: Palette },
): string {
  const { diagnostics, coverage, files } = report;
  return [
    statistics ? statisticsText(diagnostics) : formatPretty(report, palette),
    coverage === undefined ? '' : `${coverageText(coverage)}\n`,
    quiet ? '' : remarks.before + summaryLine(diagnostics, files) + remarks.closing,
  ].join('');
}
