import type { Facts } from '#analyzer/facts/facts.ts';
import type { HostRow } from '#analyzer/facts/machines.ts';
import type { TableName, TableRows } from '#analyzer/facts/tables.ts';
import type { Score } from './fact-score.ts';

/** One machine here, and where to count. */
export interface Machine {
  readonly facts: Facts;
  readonly score: Score;
  readonly host: HostRow;
}

/** The rows of a table that are about the machine. */
export function rowsOf<Name extends TableName>(
  { facts, host }: Machine,
  table: Name,
): readonly TableRows[Name][] {
  return facts.table(table).rows.filter((row) => 'host' in row && row.host === host.name);
}
