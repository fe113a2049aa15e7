import type { Facts } from '#analyzer/facts/facts.ts';
import type { Site } from '#analyzer/site.ts';

/** The text at a site. */
export function writtenAt(facts: Facts, site: Site): string {
  const { file, span } = facts.locate(site);
  return facts.text(file)?.slice(span.start, span.end) ?? '';
}
