import type { Facts } from '#analyzer/facts/facts.ts';
import type { TableRows } from '#analyzer/facts/tables.ts';
import type { FactMention, Thing } from './thing.ts';

/** Where resources of OpenTofu are declared and spoken of by blocks about its state. */
export function* cloudMentions(facts: Facts): Iterable<FactMention> {
  for (const row of facts.table('resource').rows)
    yield { thing: resourceThing(row), role: 'declaration', at: row.at, hosts: undefined };
  for (const { root, address, at } of facts.table('resource-mention').rows) {
    const thing: Thing = { kind: 'resource', of: root, name: address };
    yield { thing, role: 'use', at, hosts: undefined };
  }
}

/** All instances of a resource are one thing. */
export function resourceThing({
  root,
  address,
  key,
}: Pick<TableRows['resource'], 'root' | 'address' | 'key'>): Thing {
  const name = key === undefined ? address : address.replace(/\[[^[]*\]$/, '');
  return { kind: 'resource', of: root, name };
}

/** Keys that files of secrets are encrypted for. */
export function* recipientMentions(facts: Facts): Iterable<FactMention> {
  const thing = (name: string): Thing => ({ kind: 'recipient', of: '', name });
  for (const { key, age, at } of facts.table('public-key').rows)
    yield { thing: thing(age ?? key), role: 'declaration', at, hosts: undefined };
  for (const { recipient, age, at } of facts.table('rule-recipient').rows)
    yield { thing: thing(age ?? recipient), role: 'use', at, hosts: undefined };
  for (const { recipient, at } of facts.table('secret-recipient').rows) {
    if (recipient !== undefined)
      yield { thing: thing(recipient), role: 'use', at, hosts: undefined };
  }
}
