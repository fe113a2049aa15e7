import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import { type ThreadJob, taken } from './job.ts';

/** What was found in one share of the files. */
export interface ShareFound {
  readonly share: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** So many that taking one costs nothing beside checking it, so few that nobody waits long for the last. */
const shareSize = 32;

/** How many shares the files of a job have. */
export function shareCount({ check }: ThreadJob): number {
  return Math.ceil((check?.files.length ?? 0) / shareSize);
}

/** Checks share after share until every one is taken by some thread. */
export function* checkShares(
  job: ThreadJob,
  check: (file: FilePath) => readonly Diagnostic[],
): Generator<ShareFound> {
  for (const share of taken(job, 'share', shareCount(job))) yield checkShare(job, share, check);
}

/** Checks one share, whoever has taken it. */
export function checkShare(
  job: ThreadJob,
  share: number,
  check: (file: FilePath) => readonly Diagnostic[],
): ShareFound {
  const own = job.check?.files.slice(share * shareSize, (share + 1) * shareSize) ?? [];
  return { share, diagnostics: own.flatMap((file) => check(file)) };
}
