import type { Facts } from '#analyzer/facts/facts.ts';

/** The first heading of each document, one of the first level before any other. */
export function titles(facts: Facts): ReadonlyMap<string, string> {
  const found = new Map<string, { readonly text: string; readonly level: number }>();
  for (const { file, text, level } of facts.table('heading').rows) {
    const before = found.get(file);
    if (before === undefined || (before.level > 1 && level === 1)) found.set(file, { text, level });
  }
  return new Map([...found].map(([file, { text }]) => [file, text]));
}
