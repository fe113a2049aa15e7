import type { Value } from '../evaluate/value.ts';
import { type Fleet, type FleetHost, optionAt } from '../flake/fleet.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { integerCell, itemsOf, membersOf, nameSiteOf, stringsOf, TableBuilder } from './table.ts';

/** WireGuard interfaces, however they are configured. */
export function tunnelTable(fleet: Fleet): TableBuilder<'tunnel'> {
  const table = new TableBuilder('tunnel');
  for (const host of fleet.hosts) {
    addInterfaces(table, {
      host,
      path: ['networking', 'wg-quick', 'interfaces'],
      addresses: 'address',
    });
    addInterfaces(table, {
      host,
      path: ['networking', 'wireguard', 'interfaces'],
      addresses: 'ips',
    });
    addNetworkd(table, host);
  }
  return table;
}

interface Source {
  readonly host: FleetHost;
  readonly path: readonly string[];
  readonly addresses: string;
}

function addInterfaces(table: TableBuilder<'tunnel'>, { host, path, addresses }: Source): void {
  const interfaces = optionAt(host, path);
  table.nodeGaps({ host: host.name }, interfaces);
  for (const { name, node, certain } of membersOf(interfaces)) {
    if (!certain) {
      table.gap(
        { host: host.name, interface: name },
        'the tunnel is there under a condition that is not known',
        nameSiteOf(node),
      );
      continue;
    }
    const own = node.child(addresses);
    const open = itemsOf(own).open;
    if (open) table.gap({ host: host.name, interface: name }, open);
    table.add({
      at: nameSiteOf(node) ?? { file: host.flake, expr: 0 },
      host: host.name,
      interface: name,
      addresses: stringsOf(own).map(withoutPrefix),
      'listen-port': integerCell(node.child('listenPort')),
      'allowed-ips': peerAddresses(node.child('peers')),
    });
  }
}

function peerAddresses(peers: OptionNode): string[] {
  const { value } = peers;
  const all =
    value.kind === 'list'
      ? value.items.map((item) => item.force())
      : peers.names().map((name) => peers.child(name).value);
  return all.flatMap((peer) =>
    strings(
      peer.kind === 'attrs'
        ? (peer.get('allowedIPs') ?? peer.get('AllowedIPs'))?.value.force()
        : undefined,
    ),
  );
}

/** `systemd.network.netdevs.X.wireguardConfig` with the addresses of the network of that name. */
function addNetworkd(table: TableBuilder<'tunnel'>, host: FleetHost): void {
  const devices = optionAt(host, ['systemd', 'network', 'netdevs']);
  for (const { name, node } of membersOf(devices)) {
    const kind = node.at(['netdevConfig', 'Kind']).value;
    if (kind.kind !== 'string' || kind.value !== 'wireguard') continue;
    const device = node.at(['netdevConfig', 'Name']).value;
    const network = optionAt(host, ['systemd', 'network', 'networks', name]);
    table.add({
      at: nameSiteOf(node) ?? { file: host.flake, expr: 0 },
      host: host.name,
      interface: device.kind === 'string' ? device.value : name,
      addresses: [
        ...stringsOf(network.child('address')),
        ...strings(network.at(['networkConfig', 'Address']).value),
      ].map(withoutPrefix),
      'listen-port': integerCell(node.at(['wireguardConfig', 'ListenPort'])),
      'allowed-ips': peerAddresses(node.child('wireguardPeers')),
    });
  }
}

function strings(value: Value | undefined): string[] {
  if (value?.kind === 'string') return [value.value];
  if (value?.kind !== 'list') return [];
  return value.items.flatMap((item) => strings(item.force()));
}

/** `10.0.0.1/24` is the address `10.0.0.1`. */
export function withoutPrefix(address: string): string {
  return address.split('/', 1)[0] ?? address;
}
