import type { Facts } from '#analyzer/facts/facts.ts';
import type { Site } from '#analyzer/site.ts';
import { LineIndex } from '#parser/lines.ts';

/** Tells the line of a site as people count it, from one. */
export function lineNumbers(facts: Facts): (site: Site) => number {
  const known = new Map<string, LineIndex>();
  return (site) => {
    const { file, span } = facts.locate(site);
    const lines = known.get(file) ?? new LineIndex(facts.text(file) ?? '');
    known.set(file, lines);
    return lines.position(span.start).line + 1;
  };
}
