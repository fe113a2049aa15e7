import type { Cell } from '../facts/cell.ts';
import type { Table } from '../facts/facts.ts';
import { type FleetHost, optionAt } from '../flake/fleet.ts';
import { covers } from '../network/ranges.ts';
import { stringsOf } from './table.ts';
import { withoutPrefix } from './tunnels.ts';

/** Which machine of the fleet an address belongs to. */
export interface Addresses {
  /** The name of the machine; unset for an address outside; undecided when a tunnel leads to a machine nobody declares, or two machines claim it. */
  ownerOf(address: string, asking: string): Cell<string>;
}

const loopback = /^(127\.|localhost$|::1$|\[::1\]$|unix:)/;

/** The addresses that one machine says it has. */
export interface OwnAddresses {
  readonly host: string;
  readonly tunnels: Table<'tunnel'>;
  /** Of its network cards, and its own names. */
  readonly others: readonly string[];
}

/** Looks for the addresses of a machine. */
export function ownAddresses(host: FleetHost, tunnels: Table<'tunnel'>): OwnAddresses {
  return { host: host.name, tunnels, others: [...cardAddresses(host), ...namesOf(host)] };
}

/** `isOpen`: whether there may be machines that are not known. */
export function addressesOf(
  machines: readonly OwnAddresses[],
  { isOpen }: { readonly isOpen: boolean },
): Addresses {
  const tunnels = machines.flatMap((machine) => machine.tunnels.rows);
  const gap = machines.flatMap((machine) => machine.tunnels.gaps)[0];
  const owners = ownersOf(machines);
  const behindTunnels = tunnels.flatMap((row) => row['allowed-ips']);
  return {
    ownerOf(address, asking) {
      if (loopback.test(address)) return asking;
      const [owner, ...others] = owners.get(address) ?? [];
      if (owner !== undefined && others.length === 0) return owner;
      if (owner !== undefined)
        return { undecided: `several machines say that they have the address \`${address}\`` };
      if (behindTunnels.some((range) => covers(range, address)))
        return { undecided: `no machine here says that it has the tunnel address \`${address}\`` };
      if (gap) return { undecided: gap.reason };
      return isOpen
        ? { undecided: 'a machine that cannot be read may have the address' }
        : undefined;
    },
  };
}

/** Addresses in tunnels, then those of network cards, then the machines' own names. */
function ownersOf(machines: readonly OwnAddresses[]): ReadonlyMap<string, ReadonlySet<string>> {
  const owners = new Map<string, Set<string>>();
  const claim = (address: string, host: string): void => {
    owners.set(address, (owners.get(address) ?? new Set()).add(host));
  };
  for (const { host, tunnels } of machines)
    for (const row of tunnels.rows) for (const address of row.addresses) claim(address, host);
  const ofTunnels = new Set(owners.keys());
  for (const { host, others } of machines)
    for (const address of others) if (!ofTunnels.has(address)) claim(address, host);
  return owners;
}

/** The addresses that a machine gives to its network cards. */
export function cardAddresses(host: FleetHost): string[] {
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
