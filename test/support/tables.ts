import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import type { Site } from '#analyzer/site.ts';
import { LineIndex } from '#parser/lines.ts';
import { snapshotOf } from './fleet.ts';

/** Files written one below the other: `-- path --` on a line of its own begins each. */
function filesOf(source: string): ReadonlyMap<FilePath, string> {
  const parts = source.split(/^-- (.+) --\n/m).slice(1);
  const files = parts.flatMap((path, index): [FilePath, string][] => {
    return index % 2 === 0 ? [[path as FilePath, parts[index + 1] ?? '']] : [];
  });
  return new Map(files);
}

export function factsOf(source: string): Facts {
  return snapshotOf(filesOf(source)).facts();
}

/** A table as text: where each row is with what is written there, the columns that are set, and the gaps. */
export function shownTable(facts: Facts, name: TableName, columns?: readonly string[]): string {
  const { rows, gaps } = facts.table(name);
  const lines = rows.map(({ at, places: _, ...row }) => {
    const cells = Object.entries(row)
      .filter(([column]) => columns?.includes(column) ?? column !== 'file')
      .flatMap(([column, value]) => cellText(column, value));
    return `${shownSite(facts, at)} ${cells.join(' ')}`.trimEnd();
  });
  const open = gaps.map(({ reason, at }) => `? ${reason}${at ? ` ${shownSite(facts, at)}` : ''}`);
  return [...lines, ...open].join('\n');
}

/** What a column of the first row that has these words points at. */
export function placeIn(facts: Facts, name: TableName, words: string, column: string): string {
  const row = facts.table(name).rows.find((one) => JSON.stringify(one).includes(words));
  const site = row?.places?.[column];
  return site ? written(facts, site) : 'no place';
}

function cellText(column: string, value: unknown): string[] {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return [];
  if (Array.isArray(value)) return [`${column}=[${value.join(' ')}]`];
  if (typeof value === 'object' && value !== null && 'undecided' in value) return [`${column}=?`];
  return [`${column}=${String(value)}`];
}

function shownSite(facts: Facts, site: Site): string {
  const { file, span } = facts.locate(site);
  const { line } = new LineIndex(facts.text(file) ?? '').position(span.start);
  return `${file}:${line + 1} «${written(facts, site)}»`;
}

function written(facts: Facts, site: Site): string {
  const { file, span } = facts.locate(site);
  return (facts.text(file) ?? '').slice(span.start, span.end).replaceAll('\n', '⏎');
}
