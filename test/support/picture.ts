import { isUndecided } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import { parseExample } from '#linter/example.ts';
import { snapshotOf } from './fleet.ts';

/** The facts of an example's files. */
export function factsOf(source: string): Facts {
  return snapshotOf(parseExample(source).files).facts();
}

/**
 * One line per row, then one per gap: `host column=value …`. Columns that are
 * unset, and places, are left out.
 */
export function picture(facts: Facts, name: TableName): string[] {
  const { rows, gaps } = facts.table(name);
  return [
    ...rows.map((row) => shownColumns(row)),
    ...gaps.map((gap) => `? ${shownColumns(gap.known)} ${gap.reason}`.replace('  ', ' ')),
  ];
}

const places = new Set(['at', 'places', 'definitions', 'host']);

function shownColumns(row: object): string {
  const columns = Object.entries(row).flatMap(([column, value]) => {
    if (places.has(column) || value === undefined) return [];
    return [`${column}=${shown(value)}`];
  });
  const host = 'host' in row && row.host !== undefined ? shown(row.host) : '';
  return [host, ...columns].join(' ').trim();
}

function shown(value: unknown): string {
  if (isUndecided(value)) return '?';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
