import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';

/** What a thread has to know to check files as the one that started it would. */
export interface ThreadJob {
  /** The absolute path of the workspace. */
  readonly root: string;
  /** All files of the workspace. */
  readonly paths: readonly FilePath[];
  readonly select: readonly string[] | undefined;
  readonly ignore: readonly string[];
  /** The files to check, which all threads take from in shares. */
  readonly files: readonly FilePath[];
  /** How many shares have been taken, shared by all threads. */
  readonly taken: Int32Array<SharedArrayBuffer>;
}

/** What was found in one share. */
export interface ShareFound {
  readonly share: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** So many that taking one costs nothing beside checking it, so few that nobody waits long for the last. */
const shareSize = 32;

/** A job whose files nobody has begun to check. */
export function jobFor(known: Omit<ThreadJob, 'taken'>): ThreadJob {
  return { ...known, taken: new Int32Array(new SharedArrayBuffer(4)) };
}

/** How many shares a job has. */
export function shareCount({ files }: ThreadJob): number {
  return Math.ceil(files.length / shareSize);
}

/** Checks share after share until every one is taken by some thread. */
export function* checkShares(
  job: ThreadJob,
  check: (file: FilePath) => readonly Diagnostic[],
): Generator<ShareFound> {
  const count = shareCount(job);
  for (let share = take(job); share < count; share = take(job)) yield checkShare(job, share, check);
}

/** Checks one share, whoever has taken it. */
export function checkShare(
  { files }: ThreadJob,
  share: number,
  check: (file: FilePath) => readonly Diagnostic[],
): ShareFound {
  const own = files.slice(share * shareSize, (share + 1) * shareSize);
  return { share, diagnostics: own.flatMap((file) => check(file)) };
}

function take({ taken }: ThreadJob): number {
  return Atomics.add(taken, 0, 1);
}
