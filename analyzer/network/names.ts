import { isUndecided, known } from '../facts/cell.ts';
import { type Facts, gapFor } from '../facts/facts.ts';
import type { DnsRecordRow } from '../facts/network.ts';

/** Whether a name leads anywhere, or why that cannot be told. */
export type Naming =
  | { readonly kind: 'named'; readonly record: DnsRecordRow }
  | { readonly kind: 'missing' }
  | { readonly kind: 'undecided'; readonly reason: string };

/** Types of records that lead to an address. */
const addressTypes = ['A', 'AAAA', 'CNAME'];

/** Whether the repository has DNS records, or may have some. */
export function hasRecords(facts: Facts): boolean {
  const { rows, gaps } = facts.table('dns-record');
  return rows.length > 0 || gaps.length > 0;
}

/** Looks for the record of a name, or for a wildcard above it. */
export function namingOf(facts: Facts, domain: string): Naming {
  const table = facts.table('dns-record');
  const rows = table.rows.filter((row) => mayLead(row));
  const record = rows.find((row) => covers(row, domain));
  if (record) return { kind: 'named', record };
  for (const row of rows) {
    if (isUndecided(row.name) && mayHold(row, domain))
      return { kind: 'undecided', reason: row.name.undecided };
  }
  const gap = addressTypes
    .map((type) => gapFor(table, { name: domain, type }))
    .find((found) => found !== undefined);
  return gap ? { kind: 'undecided', reason: gap.reason } : { kind: 'missing' };
}

/** The zone of the repository that a name lies in, the nearest one. */
export function zoneOf(facts: Facts, domain: string): string | undefined {
  const zones = [
    ...facts.table('dns-zone').rows.map(({ name }) => name),
    ...facts.table('dns-record').rows.flatMap(({ zone }) => known(zone) ?? []),
  ];
  return zones
    .filter((zone) => zone.includes('.') && isBelow(domain, zone))
    .toSorted((a, b) => b.length - a.length)[0];
}

/** Whether a name is a zone or lies in it. */
export function isBelow(domain: string, zone: string): boolean {
  return domain === zone || domain.endsWith(`.${zone}`);
}

/** Names that public DNS never has: those of local networks. */
export function isLocalName(domain: string): boolean {
  return /\.(local|localdomain|lan|home|internal|intranet|private|corp|localhost|test|invalid|onion)$|\.home\.arpa$|\.ts\.net$/.test(
    domain,
  );
}

function mayLead({ type }: DnsRecordRow): boolean {
  return type === undefined || isUndecided(type) || addressTypes.includes(type);
}

function covers(row: DnsRecordRow, domain: string): boolean {
  const name = known(row.name);
  if (name === undefined) return false;
  return name === domain || (name.startsWith('*.') && domain.endsWith(name.slice(1)));
}

function mayHold({ zone }: DnsRecordRow, domain: string): boolean {
  const name = known(zone);
  return name === undefined || !name.includes('.') || isBelow(domain, name);
}
