import type { Cell } from '../facts.ts';
import { type Fleet, type FleetHost, optionAt } from '../fleet.ts';
import { tunnelTable } from './tunnels.ts';

/** Which machine of the fleet an address belongs to. */
export interface Addresses {
  /** The name of the machine; unset for an address outside; undecided when a tunnel leads to a machine nobody declares. */
  ownerOf(address: string, asking: string): Cell<string>;
}

const loopback = /^(127\.|localhost$|::1$|\[::1\]$|unix:)/;

export function addressesOf(fleet: Fleet): Addresses {
  const tunnels = tunnelTable(fleet);
  const owners = new Map<string, string>();
  for (const row of tunnels.rows)
    for (const address of row.addresses) owners.set(address, row.host);
  for (const host of fleet.hosts)
    for (const name of namesOf(host)) if (!owners.has(name)) owners.set(name, host.name);
  const behindTunnels = tunnels.rows.flatMap((row) => row['allowed-ips']);
  return {
    ownerOf(address, asking) {
      if (loopback.test(address)) return asking;
      const owner = owners.get(address);
      if (owner !== undefined) return owner;
      if (behindTunnels.some((range) => covers(range, address)))
        return { undecided: `no machine here says that it has the tunnel address \`${address}\`` };
      return tunnels.gaps[0] ? { undecided: tunnels.gaps[0].reason } : undefined;
    },
  };
}

/** A machine is also reached by its own name. */
function namesOf(host: FleetHost): string[] {
  const value = optionAt(host, ['networking', 'hostName']).value;
  return value.kind === 'string' ? [value.value] : [];
}

/** Whether an IPv4 range such as `10.0.0.0/24` holds an address. */
export function covers(range: string, address: string): boolean {
  const [base = '', bits] = range.split('/');
  if (bits === undefined) return base === address;
  const [start, asked] = [ipv4(base), ipv4(address)];
  const length = Number(bits);
  if (start === undefined || asked === undefined || length === 0) return false;
  return start >>> (32 - length) === asked >>> (32 - length);
}

function ipv4(text: string): number | undefined {
  const parts = text.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255))
    return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0) >>> 0;
}
