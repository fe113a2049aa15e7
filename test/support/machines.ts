import { known } from '#analyzer/facts/cell.ts';
import { factsOf, picture } from './picture.ts';

/** The machines of a workspace as `class name hostName`, then what is not known of them. */
export function machines(source: string): string[] {
  const facts = factsOf(source);
  const rows = facts
    .table('host')
    .rows.map((row) => [row.class, row.name, known(row['host-name']) ?? '?'].join(' '));
  return [...rows, ...picture(facts, 'host').filter((line) => line.startsWith('?'))];
}
