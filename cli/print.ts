import { atLeast, type CheckOptions, fails } from './commands/check-options.ts';
import { formatCheckstyle } from './format/checkstyle.ts';
import { formatConcise } from './format/concise.ts';
import { formatGithub } from './format/github.ts';
import { formatGitlab } from './format/gitlab.ts';
import { formatJson, formatJsonLines } from './format/json.ts';
import { formatJunit } from './format/junit.ts';
import { type Palette, paletteOf } from './format/palette.ts';
import { formatPretty } from './format/pretty.ts';
import { formatRdjson } from './format/rdjson.ts';
import type { Report } from './format/report.ts';
import { formatSarif } from './format/sarif.ts';
import { statisticsJson, statisticsJsonLines, statisticsText } from './format/statistics.ts';
import { coverageText, summaryLine } from './format/summary.ts';

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
    case 'concise':
      return peopleText(shown, options, { remarks, palette: paletteOf(color) });
    case 'json':
      return options.statistics ? statisticsJson(diagnostics) : formatJson(shown);
    case 'jsonl':
      return options.statistics ? statisticsJsonLines(diagnostics) : formatJsonLines(shown);
    case 'sarif':
      return formatSarif(shown);
    case 'github':
      return formatGithub(shown);
    case 'gitlab':
      return formatGitlab(shown);
    case 'junit':
      return formatJunit(shown, (diagnostic) => fails(diagnostic, options.failOn));
    case 'checkstyle':
      return formatCheckstyle(shown);
    case 'rdjson':
      return formatRdjson(shown);
  }
}

function peopleText(
  report: Report,
  { format, statistics, quiet }: CheckOptions,
  { remarks, palette }: { readonly remarks: Remarks; readonly palette: Palette },
): string {
  const { diagnostics, coverage } = report;
  const formatted = format === 'concise' ? formatConcise : formatPretty;
  return [
    statistics ? statisticsText(diagnostics) : formatted(report, palette),
    coverage === undefined ? '' : `${coverageText(coverage)}\n`,
    quiet ? '' : remarks.before + summaryLine(report) + remarks.closing,
  ].join('');
}
