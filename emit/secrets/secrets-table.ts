import { type Cell, isUndecided } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { SecretRow } from '#analyzer/facts/secrets.ts';
import { emitter, type Problem } from '../emitter.ts';
import { gapProblem } from '../gaps.ts';
import { printedRecords } from '../print/records.ts';
import type { PlainRecord } from '../records.ts';

export const secretsTable = emitter({
  name: 'secrets-table',
  summary: 'Every secret with its file, machines, owner and readers; never a value.',
  inputs: ['secret', 'secret-reference'],
  formats: ['markdown', 'json', 'toml', 'yaml'],
  output: 'docs/secrets.md',
  effect: 'documentation',
  options: {
    columns: {
      summary: 'What is told of each secret, in this order.',
      default: ['name', 'file', 'hosts', 'owner', 'group', 'mode', 'readers'],
      choices: [
        'name',
        'manager',
        'file',
        'key',
        'hosts',
        'owner',
        'group',
        'mode',
        'path',
        'readers',
      ],
    },
  },
  emit: ({ facts, wants, compare, options: { columns }, format, existing }) => {
    const problems: Problem[] = [];
    const groups = new Map<string, Group>();
    for (const row of facts.table('secret').rows.filter(({ host }) => wants(host))) {
      const said = columnsOf(row, columns, problems);
      const key = JSON.stringify(said);
      const group = groups.get(key) ?? { said, hosts: [], readers: [] };
      const where = row.scope === 'home' ? `${row.account ?? ''}@${row.host}` : row.host;
      groups.set(key, {
        said,
        hosts: [...group.hosts, row.host === row.account ? row.host : where],
        readers: [...group.readers, ...readersOf(facts, row)],
      });
    }
    const records = [...groups.values()]
      .map(({ said, hosts, readers }): PlainRecord => {
        const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort(compare);
        return picked({ ...said, hosts: sorted(hosts), readers: sorted(readers) }, columns);
      })
      .toSorted((a, b) => compare(String(a.name ?? ''), String(b.name ?? '')));
    const gaps = gapProblem('secrets', facts.table('secret').gaps);
    const text = printedRecords({ key: 'secrets', columns, records }, format);
    const isNothing = records.length === 0 && existing({}) === undefined;
    return { parts: isNothing ? [] : [{ names: {}, text }], problems: [...problems, ...gaps] };
  },
});

/** What several machines say alike of a secret. */
interface Group {
  readonly said: PlainRecord;
  readonly hosts: readonly string[];
  readonly readers: readonly string[];
}

const told = ['name', 'manager', 'file', 'key', 'owner', 'group', 'mode', 'path'] as const;

/** What is known of a secret; whatever is not is left out and reported. */
function columnsOf(row: SecretRow, columns: readonly string[], problems: Problem[]): PlainRecord {
  const wanted = told.filter((column) => column === 'name' || columns.includes(column));
  const cells = wanted.flatMap((column): [string, string][] => {
    const value: Cell<string> = row[column];
    if (!isUndecided(value)) return value === undefined ? [] : [[column, value]];
    const message = `the ${column} of \`${row.name}\` on \`${row.host}\` is not known: ${value.undecided}`;
    problems.push({ message, at: row.places?.[column] ?? row.at });
    return [];
  });
  return Object.fromEntries(cells);
}

function picked(record: PlainRecord, columns: readonly string[]): PlainRecord {
  return Object.fromEntries(
    columns.flatMap((column) => {
      const value = record[column];
      return value === undefined ? [] : [[column, value]];
    }),
  );
}

/** What reads a secret, by its names where it has any. */
function readersOf(facts: Facts, row: SecretRow): readonly string[] {
  return facts.table('secret-reference').rows.flatMap((reference) => {
    const isSame = reference.host === row.host && reference.manager === row.manager;
    const isNamed = reference.kind === 'path' ? row.path : row.name;
    if (!isSame || isNamed !== reference.target || reference.evaluated !== true) return [];
    return [reference['reader-name'] ?? reference.reader];
  });
}
