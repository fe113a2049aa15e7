import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import { isOpenSecret } from '#analyzer/encrypted.ts';
import type { Files } from '#analyzer/files.ts';
import { oncePer } from '#analyzer/once-per.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import type { Change } from '#analyzer/workspace.ts';
import { type Found, inOrder, type LintResult, type Look, lookAt } from '#linter/lint.ts';
import { type MachineCoverage, machineCoverage } from '#linter/machines.ts';
import { readProblemsIn } from '#linter/readable.ts';
import type { Rule } from '#linter/rule.ts';
import { broughtBy } from './brought.ts';
import { optimizeLater, optimizeSeldom } from './compiling.ts';
import { rulesIn } from './configuration.ts';
import type { Session } from './session.ts';
import { jobFor } from './threads/job.ts';
import { machineCount, shareMachines } from './threads/machines.ts';
import { checkShare, checkShares, quietFiles, shareCount } from './threads/shares.ts';
import type { Amount, Threads } from './threads/start.ts';

/** What one look at a workspace led to. */
export interface SessionResult extends LintResult {
  /** Every rule that could have spoken. */
  readonly rules: readonly Rule[];
  /** Worked out when asked for. */
  readonly machines: () => MachineCoverage;
  /** Whether a file holds secrets that lie open, by what is known of the whole workspace. */
  readonly isSecret: (file: FilePath) => boolean;
}

/** Everything there is to say about the workspace when these files have these texts. */
export function lintSession(
  session: Session,
  changed: ReadonlyMap<FilePath, string>,
): SessionResult {
  const opened = openVersion(session, currentVersion(session, changed));
  return resultOf(session, changed, judge(session, opened));
}

/** Everything there is to say about the workspace as it is, with the help of other threads where there are any worth it. */
export async function lintInThreads(
  session: Session,
  threadsFor: (amount: Amount) => Threads | undefined,
): Promise<SessionResult> {
  const unchanged = new Map<FilePath, string>();
  const opened = openVersion(session, currentVersion(session, unchanged));
  const { look, snapshot } = opened;
  const isFleet = look.machines() !== undefined;
  const threads = threadsFor({
    files: isFleet ? snapshot.files.length : look.files.length,
    machines: () => (isFleet ? machineCount(snapshot) : 0),
  });
  if (threads === undefined) (isFleet ? optimizeLater : optimizeSeldom)();
  const found = threads && (await findInThreads(session, opened, threads));
  return resultOf(session, unchanged, judge(session, opened, found));
}

/**
 * This thread makes machines as the others do, looks at the fleet, and then
 * helps with the files. It also checks what a thread that failed has left.
 */
async function findInThreads(
  { disk, chosen, settings }: Session,
  { look, snapshot, version }: Opened,
  threads: Threads,
): Promise<Found> {
  const { root, paths: seen } = disk;
  const { select, ignore } = chosen;
  const job = jobFor({
    root,
    paths: version.paths,
    settings: settings.config.analyzer,
    machines: look.machines(),
    check: { select, ignore, seen, files: look.files },
  });
  const helpers = threads.start(job);
  await shareMachines(job, snapshot, helpers);
  const fleet = look.checkFleet();
  const own = [...checkShares(job, look)];
  const ofOthers = await helpers.shares;
  const found = [...own, ...ofOthers];
  const done = new Set(found.map(({ share }) => share));
  const left = Array.from({ length: shareCount(job) }, (_, share) => share)
    .filter((share) => !done.has(share))
    .map((share) => checkShare(job, share, look));
  return {
    files: [...found, ...left].flatMap(({ diagnostics }) => diagnostics),
    fleet,
    quiet: new Set(ofOthers.flatMap((share) => quietFiles(job, share))),
  };
}

function resultOf(
  session: Session,
  changed: ReadonlyMap<FilePath, string>,
  { snapshot, result }: Judged,
): SessionResult {
  const { changes } = session;
  const machines = (): MachineCoverage => machineCoverage(() => snapshot.facts());
  const isSecret = (file: FilePath): boolean => isOpenSecret(snapshot, file);
  const known = { rules: rulesIn(session.settings.config), machines, isSecret };
  if (changes === undefined) return { ...result, ...known };
  return {
    ...result,
    ...known,
    diagnostics: broughtBy(changes.files, {
      findings: result.diagnostics,
      earlier: () => earlierFindings(session),
      isRewritten: (file) => changed.has(file),
    }),
    files: result.files.filter((file) => changes.files.has(file)),
  };
}

/** Texts of the workspace at one time. */
interface Version {
  readonly files: Files;
  readonly paths: readonly FilePath[];
  /** Files that have other texts. */
  readonly changed: ReadonlyMap<FilePath, string>;
}

function currentVersion(
  { disk, files, targets, stdin, changes }: Session,
  changed: ReadonlyMap<FilePath, string>,
): Version {
  const named = targets.named.filter((file) => changes === undefined || disk.paths.includes(file));
  const added = [...named, ...(stdin === undefined ? [] : [stdin])];
  const paths = [...new Set([...disk.paths, ...added])].sort();
  return { files, paths, changed };
}

/** A version that can be looked at. */
interface Opened {
  readonly version: Version;
  readonly snapshot: Snapshot;
  readonly look: Look;
}

function openVersion({ settings, memory, complete }: Session, version: Version): Opened {
  const { files, paths, changed } = version;
  memory.apply([
    { kind: 'configure', settings: settings.config.analyzer },
    { kind: 'open', files, paths },
    ...[...changed].map(([file, text]): Change => {
      return { kind: 'set', file, content: { kind: 'text', text } };
    }),
  ]);
  const snapshot = complete(memory.snapshot());
  return { version, snapshot, look: lookAt(snapshot, rulesIn(settings.config), settings) };
}

interface Judged {
  readonly snapshot: Snapshot;
  readonly result: LintResult;
}

function judge(
  { disk, settings }: Session,
  { version, snapshot, look }: Opened,
  found?: Found,
): Judged {
  const all = found ?? look.findAll();
  const result = look.judge(all);
  const read = [...version.paths, ...disk.links].filter((file) => !all.quiet?.has(file));
  const problems = readProblemsIn(snapshot.contents, read, settings);
  const diagnostics = inOrder([...result.diagnostics, ...problems]);
  return { snapshot, result: { ...result, diagnostics } };
}

/** The findings of the version before the changes, under the settings of now. */
const earlierFindings = oncePer((session: Session): readonly Diagnostic[] => {
  if (session.changes === undefined) return [];
  const version = { ...session.changes.before, changed: new Map() };
  return judge(session, openVersion(session, version)).result.diagnostics;
});
