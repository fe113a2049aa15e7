import type { Area } from './areas.ts';

interface Standing {
  readonly from: number;
  readonly shown: ReadonlySet<number>;
}

/** The nearest node that is shown in the direction of an arrow key. */
export function nextNode(
  areas: readonly Area[],
  { from, shown }: Standing,
  key: string,
): number | undefined {
  const start = areas[from];
  if (!start) return undefined;
  const [x, y] = middle(start);
  let best: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, area] of areas.entries()) {
    if (index === from || !shown.has(index)) continue;
    const [otherX, otherY] = middle(area);
    const cost = costOf(key, otherX - x, otherY - y);
    if (cost < least) [best, least] = [index, cost];
  }
  return best;
}

function middle({ x, y, width, height }: Area): readonly [number, number] {
  return [x + width / 2, y + height / 2];
}

/** Straight ahead is cheaper than aside; behind is no way at all. */
function costOf(key: string, dx: number, dy: number): number {
  const ways: { readonly [key: string]: readonly [number, number] } = {
    ArrowRight: [dx, dy],
    ArrowLeft: [-dx, dy],
    ArrowDown: [dy, dx],
    ArrowUp: [-dy, dx],
  };
  const [ahead, aside] = ways[key] ?? [-1, 0];
  return ahead <= 4 ? Number.POSITIVE_INFINITY : ahead + 2.5 * Math.abs(aside);
}
