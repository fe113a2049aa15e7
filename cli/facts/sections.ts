import { drawGrid, type GridCell, type GridColumn } from '../format/grid.ts';
import { printable } from '../format/printable.ts';
import { counted } from '../format/summary.ts';
import { nothing } from './cells.ts';
import type { Look } from './look.ts';
import { Reasons } from './reasons.ts';
import type { FactTable } from './tables.ts';

export const left = (title: string): GridColumn => ({ title, align: 'left' });
export const right = (title: string): GridColumn => ({ title, align: 'right' });

/** A number, with nothing for zero. */
export function countCell(number: number, { palette }: Look): GridCell {
  return number === 0 ? { text: nothing, paint: palette.dim } : { text: String(number) };
}

/** Tables with how much they hold and how much is missing. */
export function tablesText(tables: readonly FactTable[], look: Look): string {
  if (tables.length === 0) return '';
  const rows = tables.map(({ name, schema, rows: { length }, gaps }): GridCell[] => [
    { text: name },
    countCell(length, look),
    countCell(gaps.length, look),
    { text: schema.about, paint: look.palette.dim },
  ]);
  return drawGrid({ columns: [left('table'), right('rows'), right('gaps'), left('')], rows }, look);
}

/** Why tables have gaps. */
export function gapReasons(tables: readonly FactTable[]): Reasons {
  const reasons = new Reasons();
  for (const table of tables) reasons.addGaps(table);
  return reasons;
}

const mostReasons = 8;

/** The most frequent reasons with a place for each. */
export function reasonsText(title: string, reasons: Reasons, look: Look): string {
  const all = reasons.counted();
  if (all.length === 0) return '';
  const rows = all.slice(0, mostReasons).map(({ reason, count, examples }): GridCell[] => {
    const [first] = examples.flatMap(({ at }) => at ?? []);
    return [
      { text: String(count) },
      { text: printable(reason) },
      { text: look.places.text(first), paint: look.palette.dim },
    ];
  });
  const rest = all.length - mostReasons;
  const more = rest > 0 ? `and ${counted(rest, 'more reason')}\n` : '';
  return `${drawGrid({ columns: [right(''), left(title), left('such as')], rows }, look)}${more}`;
}

/** Parts of a page with an empty line between them. */
export function paragraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}
