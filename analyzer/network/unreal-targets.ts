import { directoryOf } from '../evaluate/path-value.ts';
import { type Facts, gapFor } from '../facts/facts.ts';
import type { DnsRecordRow } from '../facts/network.ts';
import type { ReverseProxy } from './proxies.ts';
import { addressRecords, resourceOf, targetOf } from './targets.ts';

/** A record whose target cannot be an address. */
export interface UnrealTarget {
  readonly domain: string;
  readonly record: DnsRecordRow;
  readonly target: string;
  /** The resource that the target is an attribute of. */
  readonly resource: string;
  readonly problem: 'no-resource' | 'no-address';
}

/** Addresses of IPv4 that resources of AWS have, as its provider documents them. */
const addresses = new Map([
  ['aws_eip', ['public_ip', 'private_ip', 'carrier_ip', 'customer_owned_ip']],
  ['aws_instance', ['public_ip', 'private_ip']],
]);

/** Targets of a proxy’s records that name a resource that is not there, or what is none of its addresses. */
export function unrealTargets(facts: Facts, proxy: ReverseProxy): readonly UnrealTarget[] {
  return [...addressRecords(facts, proxy)].flatMap(([domain, record]): UnrealTarget[] => {
    const target = targetOf(record) ?? '';
    const named = resourceOf(target);
    if (!named) return [];
    const resource = `${named.type}.${named.label}`;
    const known = addresses.get(named.type);
    const unreal = { domain, record, target, resource };
    if (known && !known.includes(named.attribute)) return [{ ...unreal, problem: 'no-address' }];
    return isDeclared(facts, record, named) ? [] : [{ ...unreal, problem: 'no-resource' }];
  });
}

/** Whether the module of a record has a resource, or may have it. */
function isDeclared(
  facts: Facts,
  record: DnsRecordRow,
  { type, label: name }: { readonly type: string; readonly label: string },
): boolean {
  const table = facts.table('resource');
  const folder = directoryOf(record.at.file);
  const isThere = table.rows.some(
    (row) => row.type === type && row.name === name && directoryOf(row.file) === folder,
  );
  return isThere || gapFor(table, { type, name }) !== undefined;
}
