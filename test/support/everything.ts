import type { Facts } from '#analyzer/facts/facts.ts';
import { type TableName, tables } from '#analyzer/facts/tables.ts';
import type { Site } from '#analyzer/site.ts';

export const tableNames = Object.keys(tables) as readonly TableName[];

/** Everything that facts say, line by line, with every site and its place in today's text. */
export function everything(facts: Facts): readonly string[] {
  const located = (_: string, value: unknown): unknown =>
    isSite(value) ? { ...facts.locate(value), expr: value.expr } : value;
  return tableNames.flatMap((name) => {
    const { rows, gaps } = facts.table(name);
    return [
      ...rows.map((row) => `${name} ${JSON.stringify(row, located)}`),
      ...gaps.map((gap) => `no ${name} ${JSON.stringify(gap, located)}`),
    ];
  });
}

function isSite(value: unknown): value is Site {
  return typeof value === 'object' && value !== null && 'file' in value && 'expr' in value;
}
