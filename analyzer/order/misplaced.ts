/** One item out of place: the smallest of the fewest that would have to move. */
export interface Misplaced {
  readonly index: number;
  /** The item that stays, next to which this one belongs. */
  readonly neighbour: number;
  readonly side: 'before' | 'after';
}

/**
 * The item to name when a sequence is out of order. `ranks` says which place
 * each item should have; nothing is misplaced when they ascend.
 */
export function misplaced(ranks: readonly number[]): Misplaced | undefined {
  const kept = longestAscent(ranks);
  let index: number | undefined;
  for (const [candidate, rank] of ranks.entries()) {
    if (kept.has(candidate)) continue;
    if (index === undefined || rank < (ranks[index] ?? 0)) index = candidate;
  }
  return index === undefined ? undefined : beside(index, ranks, kept);
}

/**
 * What stays can stand right on one side of the item only, or the item could
 * have stayed as well.
 */
function beside(index: number, ranks: readonly number[], kept: ReadonlySet<number>): Misplaced {
  const own = ranks[index] ?? 0;
  let smaller: number | undefined;
  let larger: number | undefined;
  for (const candidate of kept) {
    if ((ranks[candidate] ?? 0) < own) smaller = candidate;
    else larger ??= candidate;
  }
  if (larger !== undefined && larger < index) return { index, neighbour: larger, side: 'before' };
  return { index, neighbour: smaller ?? index, side: 'after' };
}

/** Indices of a longest ascending subsequence, in order; of several, the one that begins first. */
export function longestAscent(ranks: readonly number[]): ReadonlySet<number> {
  const lengths = ascentLengths(ranks);
  let wanted = lengths.reduce((most, length) => Math.max(most, length), 0);
  let last = Number.NEGATIVE_INFINITY;
  const kept = new Set<number>();
  for (const [index, rank] of ranks.entries()) {
    if (lengths[index] !== wanted || rank <= last) continue;
    kept.add(index);
    last = rank;
    wanted--;
  }
  return kept;
}

/** For each item, how many items ascend from it on, itself included. */
function ascentLengths(ranks: readonly number[]): number[] {
  const lengths: number[] = new Array(ranks.length).fill(0);
  /** At `length - 1`, the largest rank from which that many items ascend; descending. */
  const starts: number[] = [];
  for (let index = ranks.length - 1; index >= 0; index--) {
    const rank = ranks[index] ?? 0;
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) > rank) low = middle + 1;
      else high = middle;
    }
    starts[low] = rank;
    lengths[index] = low + 1;
  }
  return lengths;
}
