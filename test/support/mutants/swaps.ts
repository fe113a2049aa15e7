import type { TableName } from '#analyzer/facts/tables.ts';
import type { AnyRow } from './mutant.ts';
import type { Part } from './part.ts';
import { isGeneral, type Workshop } from './workshop.ts';

interface Placed {
  readonly row: AnyRow;
  readonly part: Part;
}

/** Exchanges rows that are neighbours in one container. */
export function addSwaps(workshop: Workshop, table: TableName, rows: readonly AnyRow[]): void {
  if (isGeneral(table)) return;
  const { places, collection } = workshop;
  for (const placed of containersOf(workshop, rows)) {
    for (const [index, { row, part }] of placed.entries()) {
      const next = placed[index + 1];
      if (!next) continue;
      const text = places.text(part.file);
      const between = text.slice(part.span.end, next.part.span.start);
      if (!isLayout(between)) continue;
      const own = (one: Part): string => text.slice(one.span.start, one.span.end);
      const span = { start: part.span.start, end: next.part.span.end };
      collection.add(
        'swap',
        { table, row, column: undefined },
        { part: { ...part, span }, span, replacement: own(next.part) + between + own(part) },
      );
    }
  }
}

/** The rows of each container, in the order of the text. */
function containersOf({ places }: Workshop, rows: readonly AnyRow[]): readonly Placed[][] {
  const containers = new Map<string, Map<number, Placed>>();
  for (const row of rows) {
    const part = places.row(row.at);
    if (part?.container === undefined) continue;
    const placed = containers.get(part.container) ?? new Map<number, Placed>();
    placed.set(part.span.start, placed.get(part.span.start) ?? { row, part });
    containers.set(part.container, placed);
  }
  return [...containers.values()].map((placed) =>
    [...placed.values()].sort((a, b) => a.part.span.start - b.part.span.start),
  );
}

/** Whether nothing but separators and comments stands between. */
function isLayout(between: string): boolean {
  return between.replaceAll(/#[^\n]*/g, '').replaceAll(/[\s;,]/g, '') === '';
}
