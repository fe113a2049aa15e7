/** Where something begins and ends along an axis. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Takes out of an axis what nothing stands on, but for a gap. What it gives
 * back says where a point of the axis comes to lie; the order of points stays,
 * and what stands on the axis keeps its length.
 */
export function squeezed(stretches: readonly Stretch[], gap: number): (point: number) => number {
  const [first, ...others] = [...stretches].sort((a, b) => a.start - b.start);
  if (!first) return (point) => point;
  const empty: Stretch[] = [];
  let end = first.end;
  for (const stretch of others) {
    if (stretch.start > end + gap) empty.push({ start: end, end: stretch.start });
    end = Math.max(end, stretch.end);
  }
  return (point) => {
    let moved = point;
    for (const { start, end: stop } of empty) {
      if (point <= start) break;
      const part = Math.min(1, (point - start) / (stop - start));
      moved -= part * (stop - start - gap);
    }
    return moved;
  };
}
