import { emitter, type Problem } from '../emitter.ts';
import { agreedText, type Fleet, optionsOn } from '../fleet-options.ts';
import { rangesOf, subnetsIn, subnetsOption } from '../network/subnets.ts';
import { databasesOption, requestedDatabases } from './requested-databases.ts';

export const postgresAccess = emitter({
  name: 'postgres-access',
  summary: 'Who may reach PostgreSQL from which network, as lines of `pg_hba.conf`.',
  inputs: ['host'],
  formats: ['text'],
  output: 'pg_hba.conf',
  effect: 'configuration',
  options: {
    path: databasesOption,
    subnets: subnetsOption,
    primary: {
      summary: 'The option that names the machine with the server, whose networks count.',
      default: 'server.ioPrimaryHost',
    },
    local: {
      summary: 'How users of the machine itself prove who they are; only the first line counts.',
      default: ['peer'],
    },
    method: { summary: 'How users from elsewhere do.', default: 'scram-sha-256' },
    each: {
      summary: 'Whether users from elsewhere reach only the databases that machines ask for.',
      default: false,
    },
  },
  emit: ({ options, ...fleet }) => {
    const networks = networksOf(fleet, options);
    const asked = requestedDatabases(fleet, options.path);
    if (asked.nothing !== undefined) return asked.nothing;
    const databases = options.each
      ? asked.databases.map(({ name, user }) => ({ name: word(name), user: word(user) }))
      : [{ name: 'all', user: 'all' }];
    const problems = options.each ? asked.problems : [];
    const local = options.local.map((method) => ['local', 'all', 'all', '', method]);
    const remote = databases.flatMap(({ name, user }) =>
      networks.ranges.map((range) => ['host', name, user, range, options.method]),
    );
    const header = ['# TYPE', 'DATABASE', 'USER', 'ADDRESS', 'METHOD'];
    const text = aligned([header, ...local, ...remote]);
    return { parts: [{ names: {}, text }], problems: [...networks.problems, ...problems] };
  },
});

function networksOf(
  fleet: Fleet,
  options: { readonly primary: string; readonly subnets: string },
): { readonly ranges: readonly string[]; readonly problems: readonly Problem[] } {
  const primary = agreedText(fleet, options.primary);
  const wants = (host: string): boolean => primary.value === undefined || host === primary.value;
  const { found, problems } = optionsOn({ ...fleet, wants }, options.subnets);
  const ranges = rangesOf(found.flatMap(({ value }) => subnetsIn(value)));
  return { ranges, problems: [...primary.problems, ...problems] };
}

const keywords: ReadonlySet<string> = new Set([
  'all',
  'replication',
  'samegroup',
  'samerole',
  'sameuser',
]);

/** A name that the file would read as something else stands in quotation marks. */
function word(name: string): string {
  if (/^[a-z_][a-z0-9_-]*$/.test(name) && !keywords.has(name)) return name;
  return `"${name.replaceAll('"', '""')}"`;
}

/** Columns below each other, two spaces apart. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return lines.map((line) => `${line}\n`).join('');
}
