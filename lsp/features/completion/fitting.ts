import type { Entry } from './entry.ts';

/** Longer lists are cut, and asked for again when more is written. */
const most = 200;

/** The proposals that what is written may become, the best first, and whether they are all. */
export function fitting(
  entries: readonly Entry[],
  written: string,
): { readonly entries: readonly Entry[]; readonly isWhole: boolean } {
  const wanted = written.toLowerCase();
  const found = new Map<string, { readonly entry: Entry; readonly fit: number }>();
  for (const entry of entries) {
    const fit = fitOf(entry.label.toLowerCase(), wanted);
    const known = found.get(entry.label);
    if (fit === undefined || (known && known.entry.rank <= entry.rank)) continue;
    found.set(entry.label, { entry, fit });
  }
  const sorted = [...found.values()].sort(
    (a, b) => a.fit - b.fit || a.entry.rank - b.entry.rank || compare(a.entry, b.entry),
  );
  return {
    entries: sorted.slice(0, most).map(({ entry }) => entry),
    isWhole: sorted.length <= most,
  };
}

/** Less is better; `undefined` where the letters do not come in this order. */
function fitOf(label: string, wanted: string): number | undefined {
  if (label.startsWith(wanted)) return 0;
  let at = -1;
  for (const letter of wanted) {
    at = label.indexOf(letter, at + 1);
    if (at === -1) return undefined;
  }
  return label.includes(wanted) ? 1 : 2;
}

function compare(a: Entry, b: Entry): number {
  return a.label < b.label ? -1 : a.label > b.label ? 1 : 0;
}
