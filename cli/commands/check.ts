import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import { internalError } from '#linter/crash.ts';
import type { FixResult } from '#linter/fix.ts';
import { defaultConfig } from '#linter/settings.ts';
import { type BaselineWrite, unknowable, writeBaseline } from '../baseline.ts';
import { rulesIn } from '../configuration.ts';
import { paletteOf } from '../format/palette.ts';
import { type Report, type Sources, sourcesOf } from '../format/report.ts';
import { counted } from '../format/summary.ts';
import { lintInThreads, lintSession, type SessionResult } from '../lint-session.ts';
import { printed, type Remarks } from '../print.ts';
import { type Misconfigured, openSession, type Session, type Workspace } from '../session.ts';
import { areFolders } from '../targets.ts';
import { complain, ExitCode, type Terminal } from '../terminal.ts';
import type { Amount, Threads } from '../threads/start.ts';
import { type CheckOptions, conflict, fails } from './check-options.ts';
import { diffText, mend, sparedFiles, writeChanges } from './fix.ts';

/** Checks, mends if asked to, prints what is left, and says how it ended. */
export async function check(
  paths: readonly string[],
  options: CheckOptions,
  terminal: Terminal,
): Promise<number> {
  const wrong = conflict(options);
  if (wrong !== undefined) {
    complain(wrong, terminal);
    return ExitCode.wrongUse;
  }
  const threads = threadsFor(paths, options, terminal);
  // Whoever selects nothing looks at the fleet, and how many machines it has shows late.
  const isWide = options.select !== undefined && areFolders(paths, terminal.directory);
  const saw = (files: number): void => {
    if (isWide) threads({ files, machines: () => 0 })?.wake();
  };
  const session = await openSession(paths, { ...options, saw }, terminal);
  if ('wrongUse' in session) {
    complain(session.wrongUse, terminal);
    return ExitCode.wrongUse;
  }
  const color = options.color === 'auto' ? terminal.color : options.color === 'always';
  const call = { options, terminal, color };
  if ('problems' in session) return refuse(session, call);
  if (options.diff) return showDiff(session, call);
  if (options.fix) return fix(session, call);
  const result = await lintInThreads(session, threads);
  const sources = sourcesIn(session, new Map(), result);
  if (options.writeBaseline) return acceptAll(session, { ...call, result, sources });
  const report = reportOf(result, sources, options);
  terminal.output(printed(report, options, { remarks: remarksOn(session, options), color }));
  return exitCode(result.diagnostics, options);
}

/** Versions that lie elsewhere than on the disk are looked at by this thread alone, and so is what is mended. */
function threadsFor(
  paths: readonly string[],
  { threads, changed, staged, fix, diff }: CheckOptions,
  terminal: Terminal,
): (amount: Amount) => Threads | undefined {
  const isElsewhere = staged || changed !== undefined || paths.includes('-');
  if (isElsewhere || fix || diff) return () => undefined;
  let first: Threads | undefined;
  return (amount) => {
    const worthwhile = terminal.threads?.(threads, amount);
    first ??= worthwhile;
    return worthwhile && first;
  };
}

/** How one command was called. */
interface Call {
  readonly options: CheckOptions;
  readonly terminal: Terminal;
  readonly color: boolean;
}

function refuse(session: Misconfigured, { options, terminal, color }: Call): number {
  const { problems } = session;
  const sources = sourcesIn(session, new Map(), { isSecret: () => false });
  const rules = rulesIn(defaultConfig);
  const report = { diagnostics: problems, files: 1, known: 0, coverage: undefined, sources, rules };
  const remarks = {
    before: '',
    closing: 'nothing was checked: the configuration must be right first\n',
  };
  terminal.output(printed(report, options, { remarks, color }));
  return ExitCode.wrongUse;
}

/** Writes what was found to the baseline and prints what no baseline can know. */
function acceptAll(
  session: Session,
  { result, sources, options, terminal, color }: Call & Omit<BaselineWrite, 'file'>,
): number {
  if (session.baseline === undefined) return ExitCode.clean;
  const outcome = writeBaseline(session, { file: session.baseline.file, result, sources });
  if ('wrongUse' in outcome) {
    complain(outcome.wrongUse, terminal);
    return ExitCode.wrongUse;
  }
  const left = unknowable(result);
  const remarks = { ...remarksOn(session, options), before: outcome.written };
  terminal.output(printed(reportOf(left, sources, options), options, { remarks, color }));
  return exitCode(left.diagnostics, options);
}

/** Prints a patch of what `--fix` would do. */
function showDiff(session: Session, { options, terminal, color }: Call): number {
  const { changed } = mend(session, options);
  terminal.output(diffText(session, changed, paletteOf(color)));
  return changed.size === 0 ? ExitCode.clean : ExitCode.findings;
}

/** Writes the fixes and prints what is left, in files that could not be written too. */
function fix(session: Session, { options, terminal, color }: Call): number {
  const mended = mend(session, options);
  const { stdin } = session;
  if (stdin !== undefined) return fixInput(session, stdin, { mended, options, terminal, color });
  const failures = writeChanges(session, mended.changed);
  const written = new Map([...mended.changed].filter(([file]) => !failures.has(file)));
  const remaining = failures.size === 0 ? mended.remaining : lintSession(session, written);
  const report = reportOf(remaining, sourcesIn(session, written, remaining), options);
  const toStage = options.staged && written.size > 0;
  const before = [
    failures.size === 0
      ? appliedText(mended)
      : `wrote fixes to ${written.size} of ${counted(mended.changed.size, 'file')}\n`,
    toStage ? 'the fixes are in the working tree; look at them, and stage them\n' : '',
  ].join('');
  const remarks = { ...remarksOn(session, options), before };
  terminal.output(printed(report, options, { remarks, color }));
  for (const failure of failures.values()) complain(failure, terminal);
  for (const file of sparedFiles(session, remaining, options)) {
    complain(
      `\`${session.display(file)}\` holds work that is not staged, so it was not mended`,
      terminal,
    );
  }
  if (failures.size > 0) return ExitCode.wrongUse;
  const code = exitCode(remaining.diagnostics, options);
  return toStage ? Math.max(code, ExitCode.findings) : code;
}

/** Fixed standard input goes to the standard output, so the findings make room for it. */
function fixInput(
  session: Session,
  stdin: FilePath,
  { mended, options, terminal, color }: Call & { readonly mended: FixResult<SessionResult> },
): number {
  const { changed, remaining } = mended;
  const report = reportOf(remaining, sourcesIn(session, changed, remaining), options);
  const remarks = { ...remarksOn(session, options), before: appliedText(mended) };
  const content = session.files.read(stdin);
  terminal.output(changed.get(stdin) ?? (content.kind === 'text' ? content.text : ''));
  terminal.error(printed(report, options, { remarks, color }));
  return exitCode(remaining.diagnostics, options);
}

function appliedText({ applied, changed }: FixResult): string {
  if (applied === 0) return '';
  return `applied ${counted(applied, 'fix', 'fixes')} in ${counted(changed.size, 'file')}\n`;
}

function exitCode(diagnostics: readonly Diagnostic[], { failOn }: CheckOptions): number {
  if (diagnostics.some(({ rule }) => rule === internalError)) return ExitCode.bug;
  const failing = diagnostics.some((diagnostic) => fails(diagnostic, failOn));
  return failing ? ExitCode.findings : ExitCode.clean;
}

function reportOf(result: SessionResult, sources: Sources, { coverage }: CheckOptions): Report {
  return {
    diagnostics: result.diagnostics,
    files: result.files.length,
    known: result.baseline.known.length,
    coverage: coverage ? { machines: result.machines(), rules: result.coverage } : undefined,
    sources,
    rules: result.rules,
  };
}

function sourcesIn(
  { files, display }: Workspace,
  changed: ReadonlyMap<FilePath, string>,
  { isSecret }: Pick<SessionResult, 'isSecret'>,
): Sources {
  const text = (file: FilePath): string | undefined => {
    const content = files.read(file);
    return changed.get(file) ?? (content.kind === 'text' ? content.text : undefined);
  };
  return sourcesOf({ text, path: display, isSecret });
}

/** Conventions are a choice; whoever has not made one hears of it, once and at the end. */
function remarksOn({ isConfigured }: Session, { select }: CheckOptions): Remarks {
  const closing =
    'conventions (ordering, owners, routing) are off without a configuration; `flakewise init` writes ' +
    'one that fits this repository, and `--select proxied-fleet` tries them\n';
  return { before: '', closing: isConfigured || select !== undefined ? '' : closing };
}
