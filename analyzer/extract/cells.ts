import type { Cell } from '../facts/cell.ts';

/** All texts of several cells; undecided when one of them is. */
export function concatenated(
  ...cells: readonly Cell<readonly string[]>[]
): Cell<readonly string[]> {
  const all: string[] = [];
  for (const cell of cells) {
    if (cell === undefined) continue;
    if ('undecided' in cell) return cell;
    all.push(...cell);
  }
  return all;
}

/** A cell with its texts changed one by one. */
export function mapped(
  cell: Cell<readonly string[]>,
  change: (text: string) => string,
): Cell<readonly string[]> {
  return cell === undefined || 'undecided' in cell ? cell : cell.map(change);
}

/** Values as `NAME=value`, as unit files have them. */
export function named(name: string, values: Cell<readonly string[]>): Cell<readonly string[]> {
  return mapped(values, (value) => `${name}=${value}`);
}

/** One text as a list; none when it is unset. */
export function single(cell: Cell<string>): Cell<readonly string[]> {
  if (cell === undefined) return [];
  return typeof cell === 'string' ? [cell] : cell;
}

/** The first cell that is set. */
export function firstSet<T>(...cells: readonly Cell<T>[]): Cell<T> {
  return cells.find((cell) => cell !== undefined);
}
