import type { Problem } from '../emitter.ts';
import { type Fleet, namesIn, nodeAt, textAt } from '../fleet-options.ts';
import { optionOf, type Plain, plainOf } from '../values.ts';

const path = 'services.prometheus.scrapeConfigs';

interface ExtraJobs {
  readonly jobs: readonly Plain[];
  readonly problems: readonly Problem[];
}

/** The jobs that the machine with Prometheus names itself, but for those that have a name already. */
export function extraJobs(
  { machine }: Fleet,
  collector: string | undefined,
  taken: ReadonlySet<string>,
): ExtraJobs {
  const found = collector === undefined ? undefined : machine(collector);
  const names = namesIn(path);
  if (found === undefined || 'wrong' in names || nodeAt(found, names) === undefined)
    return { jobs: [], problems: [] };
  const shown = optionOf(found, names);
  const items = shown.kind === 'list' ? shown.items : [shown];
  const all = items.map((item): Plain | Problem | undefined => {
    const { value, missing } = plainOf(item);
    const name = textAt(value, 'job_name');
    if (name !== undefined && taken.has(name)) return undefined;
    const [first] = missing;
    if (first === undefined && name !== undefined) return value;
    const what = name === undefined ? `a job in \`${path}\`` : `the job \`${name}\``;
    const message = `${what} of \`${collector}\` is not wholly known: ${first?.reason ?? 'it has no name'}`;
    return { message, at: first?.at };
  });
  return {
    jobs: all.flatMap((each) => (isProblem(each) || each === undefined ? [] : [each])),
    problems: all.flatMap((each) => (isProblem(each) ? [each] : [])),
  };
}

function isProblem(each: Plain | Problem | undefined): each is Problem {
  return typeof each === 'object' && each !== null && 'message' in each && 'at' in each;
}
