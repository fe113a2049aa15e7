/**
 * What one column of a row holds: the value, `undefined` when the
 * configuration leaves it unset, or the reason why it cannot be told.
 */
export type Cell<T> = T | undefined | Undecided;

/** A value that could not be worked out, with a short reason for people. */
export interface Undecided {
  readonly undecided: string;
}

export function isUndecided(cell: unknown): cell is Undecided {
  return typeof cell === 'object' && cell !== null && 'undecided' in cell;
}

/** The value of a cell when it is set and known. */
export function known<T>(cell: Cell<T>): T | undefined {
  return isUndecided(cell) ? undefined : (cell as T | undefined);
}
