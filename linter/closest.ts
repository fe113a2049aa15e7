import { editDistance } from '#analyzer/closest.ts';

/** The name most like the given one, for a "did you mean"; `undefined` when none is near. */
export function closest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = Math.min(
      editDistance(name, candidate),
      editDistance(name, lastPart(candidate)) + 1,
    );
    if (distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

/** The end of a message: `, did you mean ...` or nothing. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const best = closest(name, candidates);
  return best === undefined ? '' : `, did you mean \`${best}\`?`;
}

/** `imports` for `order/imports`: people leave out groups. */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
