import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import type { Look } from '#linter/lint.ts';
import { type ThreadJob, taken } from './job.ts';

/** What was found in one share of the files. */
export interface ShareFound {
  readonly share: number;
  readonly diagnostics: readonly Diagnostic[];
  /** Those of its files that there is more to say of; see `isQuiet` of a look. */
  readonly loud: readonly FilePath[];
}

/** What is done with each file. */
type Checking = Pick<Look, 'checkFile' | 'isQuiet'>;

/** So many that taking one costs nothing beside checking it, so few that nobody waits long for the last. */
const shareSize = 32;

/** How many shares the files of a job have. */
export function shareCount({ check }: ThreadJob): number {
  return Math.ceil((check?.files.length ?? 0) / shareSize);
}

/** Checks share after share until every one is taken by some thread. */
export function* checkShares(job: ThreadJob, look: Checking): Generator<ShareFound> {
  for (const share of taken(job, 'share', shareCount(job))) yield checkShare(job, share, look);
}

/** Checks one share, whoever has taken it. */
export function checkShare(
  job: ThreadJob,
  share: number,
  { checkFile, isQuiet }: Checking,
): ShareFound {
  const own = filesOf(job, share);
  const diagnostics = own.flatMap((file) => checkFile(file));
  return { share, diagnostics, loud: own.filter((file) => !isQuiet(file)) };
}

/** The files of one share that are quiet. */
export function quietFiles(job: ThreadJob, { share, loud }: ShareFound): readonly FilePath[] {
  return filesOf(job, share).filter((file) => !loud.includes(file));
}

function filesOf({ check }: ThreadJob, share: number): readonly FilePath[] {
  return check?.files.slice(share * shareSize, (share + 1) * shareSize) ?? [];
}
