import { directoryOf } from '#analyzer/evaluate/path-value.ts';
import type { SkillRow } from '#analyzer/facts/agents.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { Problem } from '../emitter.ts';
import { gapProblem } from '../gaps.ts';

/** A skill, and the bucket that it is sorted into. */
export interface BucketSkill {
  readonly row: SkillRow;
  /** The folder of the skill. */
  readonly folder: string;
  /** The folders between that of all skills and its own; empty for none. */
  readonly bucket: string;
  readonly name: string;
}

export interface WantedSkills {
  readonly facts: Facts;
  /** The folder of all skills. */
  readonly folder: string;
  /** Buckets that are left out. */
  readonly exclude: readonly string[];
  readonly compare: (a: string, b: string) => number;
  /** Whether only skills that people call count, or those that agents may call by themselves. */
  readonly invocation?: string;
}

/** The skills below a folder by bucket and name, and those that give themselves no name. */
export function skillsBelow({ facts, folder, exclude, compare, invocation }: WantedSkills): {
  readonly skills: readonly BucketSkill[];
  readonly problems: readonly Problem[];
} {
  const { rows, gaps } = facts.table('skill');
  const problems: Problem[] = [...gapProblem('skills', gaps)];
  const byPeople = new Set(
    facts
      .table('frontmatter')
      .rows.filter(({ key, value }) => key === 'disable-model-invocation' && value === true)
      .map(({ file }) => file),
  );
  const skills = rows.flatMap((row): readonly BucketSkill[] => {
    const own = directoryOf(row.file);
    if (folder !== '' && !own.startsWith(`${folder}/`)) return [];
    const bucket = directoryOf(folder === '' ? own : own.slice(folder.length + 1));
    if (exclude.includes(bucket)) return [];
    const isCalled = byPeople.has(row.file) ? 'user' : 'model';
    if (invocation !== undefined && invocation !== 'any' && invocation !== isCalled) return [];
    if (row.name !== undefined) return [{ row, folder: own, bucket, name: row.name }];
    problems.push({ message: `\`${row.file}\` gives its skill no name`, at: row.at });
    return [];
  });
  const sorted = skills.toSorted(
    (a, b) => compare(a.bucket, b.bucket) || compare(a.name, b.name) || compare(a.folder, b.folder),
  );
  return { skills: sorted, problems };
}

/** The options that emitters about skills have in common. */
export const skillOptions = {
  folder: {
    summary: 'The folder of all skills; buckets are the folders in it.',
    default: 'skills',
  },
  exclude: {
    summary: 'Buckets that are left out, such as `deprecated`.',
    default: [] as readonly string[],
  },
} as const;
