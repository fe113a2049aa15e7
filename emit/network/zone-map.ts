import type { Facts } from '#analyzer/facts/facts.ts';

/** The variable that maps zones to ids, where only one can be it. */
export function zoneMap(facts: Facts): string | undefined {
  const found = facts
    .table('cloud-variable')
    .rows.flatMap(({ name, type }) =>
      type === 'map of string' && /zone/i.test(name) ? [name] : [],
    );
  const [only, ...others] = new Set(found);
  return others.length === 0 ? only : undefined;
}
