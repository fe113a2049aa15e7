import { isUndecided } from '#analyzer/facts/cell.ts';
import type { GridCell } from '../format/grid.ts';
import type { Palette } from '../format/palette.ts';
import { printable } from '../format/printable.ts';

/** What stands for a value that is not set. */
export const nothing = '-';

/** A cell of a fact table for people. */
export function cellOf(value: unknown, palette: Palette): GridCell {
  if (value === undefined) return { text: nothing, paint: palette.dim };
  if (isUndecided(value)) return unclearCell(value.undecided, palette);
  if (!Array.isArray(value)) return { text: textOf(value) };
  if (value.length === 0) return { text: nothing, paint: palette.dim };
  return { text: value.map(textOf).join(', ') };
}

function unclearCell(reason: string, palette: Palette): GridCell {
  return { text: `? ${printable(reason)}`, paint: palette.severity.warning };
}

function textOf(value: unknown): string {
  return value === '' ? '""' : printable(String(value));
}
