/** How many letters must be added, dropped, changed or swapped with their neighbour. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const changed = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + changed,
        swapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.MAX_SAFE_INTEGER,
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}

/** Whether two names have more in common than not: at most a third of the longer one differs. */
export function isAlike(a: string, b: string): boolean {
  return editDistance(a, b) * 3 <= Math.max(a.length, b.length);
}

/** The candidates nearest to a name, and how far they are; none when nothing is as near as `limit`. */
export function nearest(
  name: string,
  candidates: Iterable<string>,
  limit: number,
): { readonly distance: number; readonly names: readonly string[] } {
  let distance = limit;
  let names: string[] = [];
  for (const candidate of new Set(candidates)) {
    const own = editDistance(name, candidate);
    if (own > distance) continue;
    if (own < distance) names = [];
    distance = own;
    names.push(candidate);
  }
  return { distance, names };
}
