import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { RunnerRow } from '#analyzer/facts/runners.ts';
import { inDeclaredOrder } from '#analyzer/order/arrange.ts';
import { emitter, type Problem } from '../emitter.ts';
import { grouped } from '../grouped.ts';
import { code } from '../print/markdown.ts';
import { printedRecords } from '../print/records.ts';
import { type PlainRecord, recordsOf } from '../records.ts';

export const runnerTable = emitter({
  name: 'runner-table',
  summary: 'The runners of each repository, as a table or as sentences.',
  inputs: ['runner'],
  formats: ['markdown', 'json', 'toml', 'yaml'],
  output: 'docs/runners.md',
  effect: 'documentation',
  options: {
    columns: {
      summary: 'What is told of each runner, in this order.',
      default: ['url', 'name', 'host', 'user', 'labels'],
      choices: ['url', 'name', 'host', 'attribute', 'tool', 'user', 'group', 'labels'],
    },
    style: {
      summary: 'A table, or a sentence for each repository.',
      default: 'table',
      choices: ['table', 'sentences'],
    },
    'ordered-sets': {
      summary: 'Names with an order of their own, one set per text, separated by spaces.',
      default: ['mercury venus earth mars jupiter saturn uranus neptune pluto'],
    },
  },
  emit: ({ facts, wants, compare, options, format, existing }) => {
    const sets = options['ordered-sets'].map((set) => set.split(/[\s,]+/).filter(Boolean));
    const rows = inOrder(runnersOf(facts, wants), sets, compare);
    if (rows.length === 0 && existing({}) === undefined) return { parts: [], problems: [] };
    if (options.style === 'sentences' && format === 'markdown') return sentences(rows);
    const { records, problems } = recordsOf(rows, options.columns, labelOf);
    const titles = { url: 'Repository', name: 'Runner', host: 'Runs on' };
    const shown = format === 'markdown' ? records.map(shortened) : records;
    const table = { key: 'runners', columns: options.columns, records: shown, titles };
    return { parts: [{ names: {}, text: printedRecords(table, format) }], problems };
  },
});

function runnersOf(facts: Facts, wants: (host: string) => boolean): readonly RunnerRow[] {
  return facts.table('runner').rows.filter((row) => wants(row.host) && row.enabled !== false);
}

/** By repository, and there by name; those of a declared set as it says. */
function inOrder(
  rows: readonly RunnerRow[],
  sets: readonly (readonly string[])[],
  compare: (a: string, b: string) => number,
): readonly RunnerRow[] {
  const byUrl = [...grouped(rows, ({ url }) => known(url) ?? '')];
  return byUrl
    .toSorted(([a], [b]) => compare(a, b))
    .flatMap(([, members]) => {
      const names = grouped(members, nameOf);
      const sorted = inDeclaredOrder([...names.keys()], sets, compare);
      return sorted.flatMap((name) =>
        (names.get(name) ?? []).toSorted((a, b) => compare(a.host, b.host)),
      );
    });
}

function nameOf({ name, attribute }: RunnerRow): string {
  return known(name) ?? attribute;
}

function labelOf({ host, attribute }: RunnerRow): string {
  return `${attribute} of ${host}`;
}

/** Owner and name of a repository say as much to people as its address. */
function shortened(record: PlainRecord): PlainRecord {
  const { url } = record;
  return typeof url === 'string' ? { ...record, url: shortUrl(url) } : record;
}

function shortUrl(url: string): string {
  return url.replace(/^https:\/\/github\.com\//, '').replace(/\/$/, '');
}

const words: readonly string[] =
  'no one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** `pond` has two runners, named dawn and dusk. */
function sentences(rows: readonly RunnerRow[]) {
  const problems: Problem[] = [];
  const items = [...grouped(rows, ({ url }) => known(url))].flatMap(([url, members]) => {
    if (url === undefined) {
      problems.push(...members.map((row) => unclear(row)));
      return [];
    }
    const names = members.map((row) => nameOf(row));
    const count = words[names.length] ?? String(names.length);
    const noun = names.length === 1 ? 'runner' : 'runners';
    return [`- ${code(shortUrl(url))} has ${count} ${noun} named ${listed(names)}.\n`];
  });
  return { parts: [{ names: {}, text: items.join('') }], problems };
}

function unclear(row: RunnerRow): Problem {
  return { message: `the repository of the runner \`${labelOf(row)}\` is not known`, at: row.at };
}

function listed(names: readonly string[]): string {
  const [last = '', ...before] = names.toReversed();
  return before.length === 0 ? last : `${before.toReversed().join(', ')} and ${last}`;
}
