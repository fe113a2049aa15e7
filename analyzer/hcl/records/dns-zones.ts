import type { Cell } from '#analyzer/facts/cell.ts';
import type { DnsZoneRow } from '#analyzer/facts/network.ts';
import { partOf, placesOf, type Resource, textCell } from '../resources/resource.ts';
import type { Value } from '../values/value.ts';
import { domain } from './dns-records.ts';

/** The attribute that names the zone, for each type of resource or data source that is one. */
const nameAttributes: ReadonlyMap<string, readonly string[]> = new Map([
  ['aws_route53_zone', ['name']],
  ['azurerm_dns_zone', ['name']],
  ['cloudflare_zone', ['name', 'zone']],
  ['desec_domain', ['name']],
  ['digitalocean_domain', ['name']],
  ['dnsimple_zone', ['name']],
  ['gandi_livedns_domain', ['name']],
  ['google_dns_managed_zone', ['dns_name']],
  ['hcloud_zone', ['name']],
  ['hetznerdns_zone', ['name']],
  ['linode_domain', ['domain']],
  ['ovh_domain_zone', ['name']],
  ['powerdns_zone', ['name']],
  ['vultr_dns_domain', ['domain']],
]);

export function isDnsZone(type: string): boolean {
  return nameAttributes.has(type);
}

/** What the zone is called, and its row when that is known. */
export function dnsZone(resource: Resource): {
  readonly name: Cell<string>;
  readonly row: DnsZoneRow | undefined;
} {
  const part = partOf(resource);
  const attribute = nameAttributes.get(resource.type)?.find((name) => part.place(name)) ?? '';
  const name = textCell(part.value(attribute));
  if (typeof name !== 'string') return { name, row: undefined };
  const places = placesOf(resource, { name: part.place(attribute) });
  return { name: domain(name), row: { at: part.at, name: domain(name), places } };
}

/** The zones of a map from names to ids, by the keys with which the map is written. */
export function zonesOfMap(map: Value): DnsZoneRow[] {
  if (!('entries' in map)) return [];
  const named = [...(map.keys ?? [])].filter(([key]) => key.includes('.'));
  return named.map(([key, at]) => ({ at, name: domain(key), places: { name: at } }));
}
