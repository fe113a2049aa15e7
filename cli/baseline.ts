import { join, resolve } from 'node:path';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { knownFindings, mustBeSeen } from '#linter/baseline.ts';
import {
  type Baseline,
  baselineText,
  type KnownFinding,
  lineOf,
  readBaseline,
} from '#linter/baseline-file.ts';
import type { CheckOptions } from './commands/check-options.ts';
import { type Sources, shownText } from './format/report.ts';
import { counted } from './format/summary.ts';
import type { SessionResult } from './lint-session.ts';
import type { Workspace } from './session.ts';
import { pathInside, realPath } from './targets.ts';
import type { WrongUse } from './terminal.ts';
import { createWhole } from './write.ts';

/** The file that a baseline is read from or written to, and what it says if it is there. */
export interface BaselineFile {
  readonly file: FilePath;
  readonly baseline: Baseline | undefined;
}

const defaultFile = 'flakewise-baseline.toml' as FilePath;

/** What the options say about a baseline, and which one the configuration names. */
interface BaselineOptions extends Pick<CheckOptions, 'baseline' | 'writeBaseline'> {
  readonly known: FilePath | undefined;
}

/** The baseline that was asked for; `undefined` when nobody names one. */
export function openBaseline(
  { baseline: name, writeBaseline, known }: BaselineOptions,
  { disk, files, display }: Workspace,
  directory: string,
): BaselineFile | WrongUse | undefined {
  if (name === undefined && known === undefined && !writeBaseline) return undefined;
  const file =
    name === undefined
      ? (known ?? defaultFile)
      : pathInside(disk.root, realPath(resolve(directory, name)));
  if (file === undefined) return { wrongUse: `\`${name}\` is outside the workspace` };
  const content = files.read(file);
  if (content.kind === 'absent') {
    if (writeBaseline) return { file, baseline: undefined };
    return { wrongUse: `\`${display(file)}\` does not exist; \`--write-baseline\` writes it` };
  }
  if (content.kind !== 'text') return { wrongUse: `\`${display(file)}\` ${content.detail}` };
  const baseline = readBaseline(content.text, file);
  if ('entries' in baseline) return { file, baseline };
  const line = lineOf(content.text, baseline.offset);
  return { wrongUse: `\`${display(file)}\` is no baseline: line ${line} ${baseline.problem}` };
}

/**
 * Writes what was found as known; what the baseline says of files and rules
 * that were not looked at stays. Returns what was written, or what went wrong.
 */
export function writeBaseline(
  { disk, display }: Workspace,
  { file, result, sources }: BaselineWrite,
): { readonly written: string } | WrongUse {
  const { known, unjudged } = result.baseline;
  const found = knownFindings([...result.diagnostics, ...known], (one) => shownText(one, sources));
  const findings: readonly KnownFinding[] = [...found, ...unjudged];
  const failure = createWhole(join(disk.root, file), baselineText(findings));
  if (failure !== undefined) {
    return { wrongUse: `\`${display(file)}\` was not written: ${failure}` };
  }
  const count = findings.reduce((sum, finding) => sum + finding.count, 0);
  return { written: `wrote ${counted(count, 'known finding')} to \`${display(file)}\`\n` };
}

export interface BaselineWrite {
  readonly file: FilePath;
  readonly result: SessionResult;
  readonly sources: Sources;
}

/** A result without what a baseline can know. */
export function unknowable(result: SessionResult): SessionResult {
  return { ...result, diagnostics: result.diagnostics.filter(mustBeSeen) };
}
