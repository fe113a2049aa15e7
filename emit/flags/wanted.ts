import type { Facts } from '#analyzer/facts/facts.ts';
import type { TableRows } from '#analyzer/facts/tables.ts';
import type { EmitContext } from '../emitter.ts';

export type ProfileRow = TableRows['profile'];
export type SettingRow = TableRows['profile-setting'];

/** The profiles that are asked for, by their names or by machines that have them, in the order of names. */
export function wantedProfiles({
  facts,
  wants,
  compare,
}: Pick<EmitContext<unknown>, 'facts' | 'wants' | 'compare'>): readonly ProfileRow[] {
  return facts
    .table('profile')
    .rows.filter(({ name, hosts }) => wants(name) || hosts.some(wants))
    .toSorted((a, b) => compare(a.name, b.name));
}

/** Whether a machine is asked for, by its own name or by that of a profile that it is made from. */
export function isWanted(facts: Facts, wants: (name: string) => boolean, host: string): boolean {
  if (wants(host)) return true;
  return facts.table('profile').rows.some(({ name, hosts }) => hosts.includes(host) && wants(name));
}

/** What a machine is called together with its home: the name of their profile, if they have one. */
export function plainHostName(facts: Facts, host: string): string {
  const profile = facts.table('profile').rows.find(({ hosts }) => hosts.includes(host));
  return profile?.name ?? host;
}
