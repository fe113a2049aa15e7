/** Nobody has looked at the expression. */
export const unseen = 0;
/** Somebody has looked at what the expression says; for the name of a binding, at its value. */
const seen = 1;
/** Somebody has also asked the set for all of its names. */
export const namesSeen = 2;

/** Sets of no more attributes count as empty where size matters. */
export const mostUncounted = 16;

/**
 * Names that tell what a set is, if it is more than a set. Nearly every set is
 * asked for them, so that they are taken to have been asked for everywhere.
 */
export const typeNames = ['_type', 'type'] as const;

/** What an evaluation has looked at in one module. */
export interface CodeNotes {
  /** One of the numbers above for each expression. */
  readonly evaluated: Uint8Array;
  /** The names that sets of the module were asked for without having them. */
  readonly missed: Set<string>;
}

export function emptyNotes(size: number): CodeNotes {
  return { evaluated: new Uint8Array(size), missed: new Set(typeNames) };
}

/** Notes that somebody has looked at an expression. */
export function note({ evaluated }: CodeNotes, id: number): void {
  if (evaluated[id] === unseen) evaluated[id] = seen;
}
