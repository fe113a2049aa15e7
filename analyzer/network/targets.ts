import { known } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import type { DnsRecordRow } from '../facts/network.ts';
import { type ReverseProxy, servedDomains } from './proxies.ts';

/** A record that leads elsewhere than the other names of the same proxy. */
export interface StrayRecord {
  readonly domain: string;
  readonly record: DnsRecordRow;
  readonly target: string;
  /** A record with the target that most of the others have. */
  readonly usual: DnsRecordRow;
  readonly usualTarget: string;
}

/** The `A` record of each domain that a proxy serves and that has one target. */
export function addressRecords(
  facts: Facts,
  proxy: ReverseProxy,
): ReadonlyMap<string, DnsRecordRow> {
  const rows = facts.table('dns-record').rows.filter(({ type }) => type === 'A');
  const records = new Map<string, DnsRecordRow>();
  for (const domain of servedDomains(proxy).keys()) {
    const [record, ...others] = rows.filter((row) => row.name === domain);
    if (record && others.length === 0 && targetOf(record) !== undefined)
      records.set(domain, record);
  }
  return records;
}

/**
 * Records whose target differs from the one that most have. Two must agree,
 * and a target is different only where that is certain: an elastic address and
 * the instance it belongs to are one, but two attributes of one resource are not.
 */
export function strayRecords(facts: Facts, proxy: ReverseProxy): readonly StrayRecord[] {
  const records = [...addressRecords(facts, proxy)];
  const usual = usualRecord(records.map(([, record]) => record));
  const usualTarget = usual && targetOf(usual);
  if (!usual || usualTarget === undefined) return [];
  return records.flatMap(([domain, record]) => {
    const target = targetOf(record);
    return target !== undefined && differ(target, usualTarget)
      ? [{ domain, record, target, usual, usualTarget }]
      : [];
  });
}

/** A record with the target that at least two have, and more than have any other. */
export function usualRecord(records: readonly DnsRecordRow[]): DnsRecordRow | undefined {
  const counts = new Map<string, number>();
  for (const record of records) {
    const target = targetOf(record) ?? '';
    counts.set(target, (counts.get(target) ?? 0) + 1);
  }
  const [first, second] = [...counts].toSorted(([, a], [, b]) => b - a);
  if (!first || first[1] < 2 || first[1] === second?.[1]) return undefined;
  return records.find((record) => targetOf(record) === first[0]);
}

/** What a record with one target leads to. */
export function targetOf(record: DnsRecordRow): string | undefined {
  const [target, ...others] = known(record.targets) ?? [];
  return others.length === 0 ? target : undefined;
}

/** Whether two targets are certainly not the same machine. */
function differ(a: string, b: string): boolean {
  if (a === b) return false;
  const [left, right] = [resourceOf(a), resourceOf(b)];
  if (left && right)
    return (
      left.type === right.type && (left.label !== right.label || left.attribute !== right.attribute)
    );
  const isKnown = (target: string): boolean =>
    isAddress(target) || resourceOf(target) !== undefined;
  return isKnown(a) && isKnown(b);
}

function isAddress(target: string): boolean {
  return /^\d+(\.\d+){3}$/.test(target);
}

/** The resource that an attribute such as `aws_eip.gate.public_ip` belongs to. */
export function resourceOf(
  target: string,
): { readonly type: string; readonly label: string; readonly attribute: string } | undefined {
  const [, type, label, attribute] = /^([a-z][a-z0-9]*_\w+)\.([\w-]+)\.(\w+)$/.exec(target) ?? [];
  return type && label && attribute ? { type, label, attribute } : undefined;
}
