import { emitter, type Problem } from '../emitter.ts';
import { pathFrom } from '../paths.ts';
import { behindLinks, link } from '../print/markdown.ts';
import { type BucketSkill, skillOptions, skillsBelow } from './skills.ts';

export const skillsIndex = emitter({
  name: 'skills-index',
  summary: 'Links to skills with what they say of themselves; `{bucket}` makes one per bucket.',
  inputs: ['skill', 'frontmatter'],
  formats: ['markdown'],
  output: 'skills/README.md',
  effect: 'documentation',
  options: {
    ...skillOptions,
    description: {
      summary:
        'What stands behind a link: all it says, its first sentence, or what is there already.',
      default: 'sentence',
      choices: ['whole', 'sentence', 'kept'],
    },
    invocation: {
      summary: 'Which skills: those that only people call, those that agents may call, or any.',
      default: 'any',
      choices: ['any', 'user', 'model'],
    },
    headings: {
      summary: 'The level of the headings of buckets, from 1 to 6; 0 for bold words.',
      default: 3,
    },
  },
  emit: ({ facts, options, compare, existing, file: fileOf }) => {
    const { skills, problems } = skillsBelow({ facts, compare, ...options });
    const buckets = [...new Set(skills.map(({ bucket }) => bucket))];
    const isOne = fileOf({}) !== undefined;
    const lines = (index: Index, chosen: readonly BucketSkill[]): string =>
      ordered(index, chosen)
        .map((skill) => `${itemOf(index, skill)}\n`)
        .join('');
    const of = (bucket: string): readonly BucketSkill[] =>
      skills.filter((skill) => skill.bucket === bucket);
    const indexOf = (names: Readonly<Record<string, string>>): Index => {
      const behind = behindLinks(existing(names));
      return { file: fileOf(names) ?? '', behind, description: options.description };
    };
    const title = (bucket: string): string => {
      const words = bucket.charAt(0).toUpperCase() + bucket.slice(1).replaceAll('-', ' ');
      return options.headings === 0 ? `**${words}**` : `${'#'.repeat(options.headings)} ${words}`;
    };
    const undescribed = skills.flatMap(({ row }): readonly Problem[] => {
      if (row.description !== undefined) return [];
      return [{ message: `\`${row.file}\` does not say what its skill is for`, at: row.at }];
    });
    const one = buckets
      .map(
        (bucket) =>
          `${bucket === '' ? '' : `${title(bucket)}\n\n`}${lines(indexOf({}), of(bucket))}`,
      )
      .join('\n');
    const parts = isOne
      ? [{ names: {}, text: one }]
      : buckets.map((bucket) => {
          const names = { bucket };
          return { names, text: lines(indexOf(names), of(bucket)) };
        });
    return { parts: skills.length === 0 ? [] : parts, problems: [...problems, ...undescribed] };
  },
});

interface Index {
  readonly file: string;
  /** What stands behind links there now. */
  readonly behind: ReadonlyMap<string, string>;
  readonly description: string;
}

/** Skills in the order that people gave them, where that is kept. */
function ordered(index: Index, skills: readonly BucketSkill[]): readonly BucketSkill[] {
  if (index.description !== 'kept') return skills;
  const there = [...index.behind.keys()].map((target) => target.replace(/^\.\//, ''));
  const placeOf = ({ row }: BucketSkill): number => {
    const place = there.indexOf(pathFrom(index.file, row.file));
    return place === -1 ? there.length : place;
  };
  return skills.toSorted((a, b) => placeOf(a) - placeOf(b));
}

function itemOf({ file, behind, description }: Index, { row, name }: BucketSkill): string {
  const target = pathFrom(file, row.file);
  const short = target.startsWith('.') ? target : `./${target}`;
  const kept = description === 'kept' ? (behind.get(short) ?? behind.get(target)) : undefined;
  const said = row.description?.replace(/\s+/g, ' ').trim();
  const words = description === 'whole' ? said : firstSentence(said);
  const more = kept ?? (words === undefined ? '' : `— ${words}`);
  return `- **${link(name, short)}**${more === '' ? '' : ` ${more}`}`;
}

function firstSentence(text: string | undefined): string | undefined {
  return text === undefined ? undefined : (/^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text);
}
