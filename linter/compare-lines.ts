/** One line of a comparison. */
export interface Line {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** For each diagonal, how far the lines of the old text have been used up. */
type Frontier = ReadonlyMap<number, number>;

/** Texts that differ in more lines are shown as replaced. */
const highestCost = 2000;

/** The shortest way from one list of lines to the other, after Myers. */
export function compareLines(before: readonly string[], after: readonly string[]): Line[] {
  const trace: Frontier[] = [];
  let frontier: Frontier = new Map([[1, 0]]);
  for (let cost = 0; cost <= Math.min(before.length + after.length, highestCost); cost++) {
    trace.push(frontier);
    frontier = advance(frontier, cost, { before, after });
    if (frontier.get(before.length - after.length) === before.length) {
      return traceBack(trace, before, after);
    }
  }
  const removed = before.map((text): Line => ({ sign: '-', text }));
  return [...removed, ...after.map((text): Line => ({ sign: '+', text }))];
}

interface Texts {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Where one more added or removed line leads, equal lines included. */
function advance(frontier: Frontier, cost: number, { before, after }: Texts): Frontier {
  const next = new Map(frontier);
  for (let diagonal = -cost; diagonal <= cost; diagonal += 2) {
    const previous = previousDiagonal(next, diagonal, cost);
    const from = next.get(previous) ?? 0;
    let x = previous > diagonal ? from : from + 1;
    while (x < before.length && before[x] === after[x - diagonal]) x++;
    next.set(diagonal, x);
  }
  return next;
}

/** The diagonal above means that a line was added, the one below that one was removed. */
function previousDiagonal(frontier: Frontier, diagonal: number, cost: number): number {
  if (diagonal === -cost) return diagonal + 1;
  if (diagonal === cost) return diagonal - 1;
  const [below, above] = [frontier.get(diagonal - 1) ?? 0, frontier.get(diagonal + 1) ?? 0];
  return below < above ? diagonal + 1 : diagonal - 1;
}

function traceBack(
  trace: readonly Frontier[],
  before: readonly string[],
  after: readonly string[],
): Line[] {
  const lines: Line[] = [];
  let [x, y] = [before.length, after.length];
  for (let cost = trace.length - 1; cost > 0; cost--) {
    const frontier: Frontier = trace[cost] ?? new Map();
    const previous = previousDiagonal(frontier, x - y, cost);
    const added = previous > x - y;
    const fromX = frontier.get(previous) ?? 0;
    const equal = added ? x - fromX : x - fromX - 1;
    lines.push(...equalLines(before, x, equal));
    x = fromX;
    y = fromX - previous;
    const text = (added ? after[y] : before[x]) ?? '';
    lines.push({ sign: added ? '+' : '-', text });
  }
  return [...lines, ...equalLines(before, x, x)].reverse();
}

/** As many lines as are equal before a position, the last first. */
function equalLines(before: readonly string[], end: number, count: number): Line[] {
  const lines = before.slice(end - count, end).map((text): Line => ({ sign: ' ', text }));
  return lines.reverse();
}
