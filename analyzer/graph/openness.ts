import { type Facts, gapFor } from '../facts/facts.ts';
import type { OpenPortRow, Protocol } from '../facts/network.ts';

export interface PortOf {
  readonly host: string;
  readonly protocol: Protocol;
  readonly port: number;
}

/** The rules of a machine's firewall that open a port. */
export function openersOf(facts: Facts, { host, protocol, port }: PortOf): readonly OpenPortRow[] {
  return facts.table('open-port').rows.filter((row) => {
    const isIn = row.port <= port && port <= row['to-port'];
    return row.host === host && row.protocol === protocol && isIn;
  });
}

/** Where a port is open, in words; nothing for machines whose firewalls are not known. */
export function opennessText(facts: Facts, port: PortOf): string {
  const interfaces = openersOf(facts, port).map((row) => row.interface ?? 'every interface');
  if (interfaces.length > 0) return `open on ${[...new Set(interfaces)].join(', ')}`;
  const machine = facts.table('host').rows.find(({ name }) => name === port.host);
  if (machine?.class !== 'nixos') return '';
  const gap = gapFor(facts.table('open-port'), { host: port.host, protocol: port.protocol });
  return gap ? 'no known rule opens it' : 'no rule opens it';
}
