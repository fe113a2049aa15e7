import { directoryOf } from '../evaluate/path-value.ts';
import { type Facts, gapFor } from '../facts/facts.ts';
import type { DnsRecordRow } from '../facts/network.ts';
import type { ReverseProxy } from './proxies.ts';
import { namedStreams } from './streams.ts';
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
  const named = streamRecords(facts);
  return [...addressRecords(facts, proxy), ...named].flatMap(([domain, record]): UnrealTarget[] => {
    const target = targetOf(record) ?? '';
    const of = resourceOf(target);
    if (!of) return [];
    const resource = `${of.type}.${of.label}`;
    const known = addresses.get(of.type);
    const unreal = { domain, record, target, resource };
    if (known && !known.includes(of.attribute)) return [{ ...unreal, problem: 'no-address' }];
    return isDeclared(facts, record, of) ? [] : [{ ...unreal, problem: 'no-resource' }];
  });
}

/** The `A` records of the names that documents and services give to streams. */
function streamRecords(facts: Facts): readonly (readonly [string, DnsRecordRow])[] {
  const rows = facts.table('dns-record').rows.filter(({ type }) => type === 'A');
  return namedStreams(facts).flatMap(({ domain }) =>
    rows.filter(({ name }) => name === domain).map((row) => [domain, row] as const),
  );
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
