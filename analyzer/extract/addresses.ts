import type { Cell } from '../facts/cell.ts';
import { type Fleet, type FleetHost, optionAt } from '../flake/fleet.ts';
import { stringsOf } from './table.ts';
import { tunnelTable, withoutPrefix } from './tunnels.ts';

/** Which machine of the fleet an address belongs to. */
export interface Addresses {
  /** The name of the machine; unset for an address outside; undecided when a tunnel leads to a machine nobody declares, or two machines claim it. */
  ownerOf(address: string, asking: string): Cell<string>;
}

const loopback = /^(127\.|localhost$|::1$|\[::1\]$|unix:)/;

export function addressesOf(fleet: Fleet): Addresses {
  const tunnels = tunnelTable(fleet);
  const owners = ownersOf(fleet, tunnels.rows);
  const behindTunnels = tunnels.rows.flatMap((row) => row['allowed-ips']);
  return {
    ownerOf(address, asking) {
      if (loopback.test(address)) return asking;
      const [owner, ...others] = owners.get(address) ?? [];
      if (owner !== undefined && others.length === 0) return owner;
      if (owner !== undefined)
        return { undecided: `several machines say that they have the address \`${address}\`` };
      if (behindTunnels.some((range) => covers(range, address)))
        return { undecided: `no machine here says that it has the tunnel address \`${address}\`` };
      if (tunnels.gaps[0]) return { undecided: tunnels.gaps[0].reason };
      return fleet.gaps[0] && { undecided: 'a machine that cannot be read may have the address' };
    },
  };
}

/** Addresses in tunnels, then those of network cards, then the machines' own names. */
function ownersOf(
  fleet: Fleet,
  tunnels: ReturnType<typeof tunnelTable>['rows'],
): ReadonlyMap<string, ReadonlySet<string>> {
  const owners = new Map<string, Set<string>>();
  const claim = (address: string, host: string): void => {
    owners.set(address, (owners.get(address) ?? new Set()).add(host));
  };
  for (const row of tunnels) for (const address of row.addresses) claim(address, row.host);
  const ofTunnels = new Set(owners.keys());
  for (const host of fleet.hosts)
    for (const address of [...cardAddresses(host), ...namesOf(host)])
      if (!ofTunnels.has(address)) claim(address, host.name);
  return owners;
}

function cardAddresses(host: FleetHost): string[] {
  const interfaces = optionAt(host, ['networking', 'interfaces']);
  const scripted = interfaces.names().flatMap((name) =>
    ['ipv4', 'ipv6'].flatMap((family) => {
      const { value } = interfaces.at([name, family, 'addresses']);
      if (value.kind !== 'list') return [];
      return value.items.flatMap((item) => {
        const entry = item.force();
        const address = entry.kind === 'attrs' ? entry.get('address')?.value.force() : undefined;
        return address?.kind === 'string' ? [address.value] : [];
      });
    }),
  );
  const networks = optionAt(host, ['systemd', 'network', 'networks']);
  const networkd = networks.names().flatMap((name) => stringsOf(networks.at([name, 'address'])));
  return [...scripted, ...networkd.map(withoutPrefix)];
}

/** A machine is also reached by its own name. */
function namesOf(host: FleetHost): string[] {
  const value = optionAt(host, ['networking', 'hostName']).value;
  return value.kind === 'string' ? [value.value] : [];
}

/** Whether an IPv4 range such as `10.0.0.0/24` holds an address. */
function covers(range: string, address: string): boolean {
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
