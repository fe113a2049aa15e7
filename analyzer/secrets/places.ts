import type { Row } from '../facts/schema.ts';
import type { Site } from '../site.ts';

/** Rows of several machines that come from one place of a file, in the order of the rows. */
export function byPlace<Kind extends Row>(
  rows: readonly Kind[],
  placeOf: (row: Kind) => Site = (row) => row.at,
): readonly (readonly [Kind, ...Kind[]])[] {
  const places = new Map<string, [Kind, ...Kind[]]>();
  for (const row of rows) {
    const { file, expr, content } = placeOf(row);
    const key = `${file}:${expr}:${content?.start ?? ''}`;
    const found = places.get(key);
    if (found) found.push(row);
    else places.set(key, [row]);
  }
  return [...places.values()];
}

/** `ash`, `ash and elm`, `ash, elm and 3 others`. */
export function enumerated(names: readonly string[]): string {
  if (names.length <= 3) return joined(names);
  return joined([...names.slice(0, 2), `${names.length - 2} others`]);
}

function joined(names: readonly string[]): string {
  const [last = '', ...before] = names.toReversed();
  return before.length === 0 ? last : `${before.toReversed().join(', ')} and ${last}`;
}

/** Rows that have a place in common, directly or by way of others, together. */
export function connected<Kind>(
  rows: readonly Kind[],
  placesOf: (row: Kind) => readonly Site[],
): readonly (readonly Kind[])[] {
  const groups = new Map<string, Kind[]>();
  for (const row of rows) {
    const keys = placesOf(row).map(({ file, expr }) => `${file}:${expr}`);
    const joined = new Set(keys.flatMap((key) => groups.get(key) ?? []));
    const group = [...joined, row];
    for (const key of keys) groups.set(key, group);
    for (const other of joined)
      for (const { file, expr } of placesOf(other)) groups.set(`${file}:${expr}`, group);
  }
  return [...new Set(groups.values())];
}
