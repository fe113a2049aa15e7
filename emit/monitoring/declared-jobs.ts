import { known } from '#analyzer/facts/cell.ts';
import type { Problem } from '../emitter.ts';
import {
  agreedText,
  columns,
  type Fleet,
  hostNameOf,
  isSet,
  type MachineOption,
  optionsOn,
  partOf,
  textAt,
} from '../fleet-options.ts';
import type { Plain } from '../values.ts';

/** A job as Prometheus reads it. */
type WrittenJob = { readonly [name: string]: Plain };

export interface DeclaredJobs {
  readonly jobs: readonly WrittenJob[];
  /** How many there are, also those that cannot be written. */
  readonly count: number;
  readonly problems: readonly Problem[];
}

/** The jobs that machines name themselves, by machine and name. */
export function declaredJobs(
  fleet: Fleet,
  { declared, collector }: { readonly declared: string; readonly collector: string },
): DeclaredJobs {
  if (declared === '') return { jobs: [], count: 0, problems: [] };
  const { found, problems } = optionsOn(fleet, declared, columns(...asked));
  const reader = agreedText(fleet, collector);
  const all = found.flatMap((option) =>
    Object.entries(isSet(option.value) ? option.value : {})
      .toSorted(([a], [b]) => fleet.compare(a, b))
      .map(([name, job]) => jobOf(name, job, { option, fleet, reader: reader.value })),
  );
  return {
    count: all.length,
    jobs: all.flatMap((each) => ('message' in each ? [] : [each.job])),
    problems: [
      ...problems,
      ...reader.problems,
      ...all.flatMap((each) => ('message' in each ? [each] : [])),
    ],
  };
}

const asked = ['job_name', 'host', 'port', 'metrics_path', 'scheme', 'bearer_token_secret'];

interface Declared {
  readonly option: MachineOption;
  readonly fleet: Fleet;
  /** The machine that reads the tokens. */
  readonly reader: string | undefined;
}

function jobOf(
  name: string,
  job: Plain,
  { option, fleet, reader }: Declared,
): { readonly job: WrittenJob } | Problem {
  const port = partOf(job, 'port');
  const { host, at } = option;
  if (typeof port !== 'number')
    return { message: `the port of \`${name}\` on \`${host}\` is not known`, at };
  const secret = textAt(job, 'bearer_token_secret');
  const file = secret === undefined ? undefined : tokenFile(fleet, reader, secret);
  if (secret !== undefined && file === undefined)
    return { message: `where the token \`${secret}\` of \`${name}\` lies is not known`, at };
  const written = {
    job_name: textAt(job, 'job_name') ?? name,
    metrics_path: textAt(job, 'metrics_path') ?? '/metrics',
    scheme: textAt(job, 'scheme') ?? 'http',
    static_configs: [{ targets: [`${textAt(job, 'host') ?? hostNameOf(fleet, host)}:${port}`] }],
  };
  return { job: file === undefined ? written : { ...written, bearer_token_file: file } };
}

function tokenFile(
  { facts }: Fleet,
  reader: string | undefined,
  secret: string,
): string | undefined {
  const row = facts.table('secret').rows.find((each) => {
    return each.host === reader && each.scope === 'system' && each.name === secret;
  });
  return row && known(row.path);
}
