import { isUndecided } from '#analyzer/facts/cell.ts';
import { drawGrid, type GridCell } from '../format/grid.ts';
import { printable } from '../format/printable.ts';
import { counted } from '../format/summary.ts';
import { cellOf } from './cells.ts';
import type { Look } from './look.ts';
import { left, right } from './sections.ts';
import type { FactGap } from './tables.ts';
import type { Filtered } from './where.ts';

export interface TablePage extends Filtered {
  /** Columns that would say the same in every row. */
  readonly without: readonly string[];
  /** Whether the gaps are listed one by one. */
  readonly gaps: 'listed' | 'counted';
}

/** The rows of a table with their places, and how much is missing. */
export function tablePage(page: TablePage, look: Look): string {
  const { rows } = page.table;
  const drawn = rows.length === 0 ? '' : `${drawRows(page, look)}\n`;
  return drawn + summary(page) + gapsText(page, look);
}

function drawRows({ table: { columns, rows }, without }: TablePage, look: Look): string {
  const filled = columns.filter(([name, { type }]) => {
    const isTold = type !== 'list of places' && !without.includes(name);
    return isTold && rows.some((row) => row[name] !== undefined);
  });
  const titles = filled.map(([name, { type }]) => {
    const isOpen = rows.some((row) => isUndecided(row[name]));
    return type === 'number' && !isOpen ? right(name) : left(name);
  });
  const cells = rows.map((row): GridCell[] => [
    ...filled.map(([name]) => cellOf(row[name], look.palette)),
    { text: look.places.text(row.at), paint: look.palette.dim },
  ]);
  return drawGrid({ columns: [...titles, left('place')], rows: cells }, look);
}

/** What was shown, what is unset everywhere, and what may be missing. */
function summary({ table, undecided, without, gaps }: TablePage): string {
  const { name, columns, rows } = table;
  const unset = columns.flatMap(([column]) => {
    return !without.includes(column) && rows.every((row) => row[column] === undefined)
      ? column
      : [];
  });
  const isKnown = (row: object): boolean => !Object.values(row).some(isUndecided);
  const open = rows.filter((row) => !isKnown(row)).length;
  const parts = [
    `${counted(rows.length, 'row')} in ${name}`,
    ...(open > 0 ? [`${open} not wholly known`] : []),
    ...(undecided > 0 ? [`${undecided} more may match`] : []),
    ...(table.gaps.length > 0
      ? [
          `${counted(table.gaps.length, 'gap')}${gaps === 'counted' ? ' (`--gaps` lists them)' : ''}`,
        ]
      : []),
    ...(rows.length > 0 && unset.length > 0 ? [`unset everywhere: ${unset.join(', ')}`] : []),
  ];
  return `${parts.join('; ')}\n`;
}

function gapsText({ table, gaps, without }: TablePage, look: Look): string {
  if (gaps === 'counted' || table.gaps.length === 0) return '';
  const rows = table.gaps.map((gap): GridCell[] => [
    { text: knownText(gap, without) },
    { text: printable(gap.reason), paint: look.palette.severity.warning },
    { text: look.places.text(gap.at), paint: look.palette.dim },
  ]);
  const columns = [left('what may be missing'), left('reason'), left('place')];
  return `\n${drawGrid({ columns, rows }, look)}`;
}

function knownText({ known }: FactGap, without: readonly string[]): string {
  const parts = Object.entries(known).flatMap(([column, value]) => {
    if (value === undefined || isUndecided(value) || without.includes(column)) return [];
    return `${column}=${printable(String(value))}`;
  });
  return parts.join(' ') || 'any row';
}
