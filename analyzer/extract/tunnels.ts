import type { Value } from '../evaluate/value.ts';
import { type Fleet, type FleetHost, optionAt } from '../flake/fleet.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { firstSet } from './cells.ts';
import {
  certainMembers,
  integerCell,
  isTrue,
  itemsOf,
  membersOf,
  nameSiteOf,
  siteOf,
  stringCell,
  stringsOf,
  TableBuilder,
} from './table.ts';
import { textCellOf } from './texts.ts';

type Tunnels = TableBuilder<'tunnel'>;

/** Interfaces of WireGuard, however they are configured, and those of what builds on it. */
export function tunnelTable(fleet: Fleet): Tunnels {
  const table = new TableBuilder('tunnel');
  for (const host of fleet.hosts) {
    for (const form of wireguardForms) addInterfaces(table, host, form);
    addNetworkd(table, host);
    addTailscale(table, host);
    addNetbird(table, host);
    addNebula(table, host);
  }
  return table;
}

/** Options with a WireGuard interface for each attribute, and what they call its addresses. */
export const wireguardForms = [
  { path: ['networking', 'wg-quick', 'interfaces'], addresses: 'address' },
  { path: ['networking', 'wireguard', 'interfaces'], addresses: 'ips' },
] as const;

function addInterfaces(
  table: Tunnels,
  host: FleetHost,
  { path, addresses }: (typeof wireguardForms)[number],
): void {
  const members = certainMembers(table, {
    node: optionAt(host, path),
    what: 'tunnel',
    known: (name) =>
      name === undefined ? { host: host.name } : { host: host.name, interface: name },
  });
  for (const { name, node, at } of members) {
    const own = node.child(addresses);
    const known = { host: host.name, interface: name };
    const open = itemsOf(own).open;
    if (open) table.gap(known, open);
    if (node.child('configFile').isPresent())
      table.gap(known, 'the tunnel has a configuration file of its own', at);
    const port = siteOf(node.child('listenPort'));
    table.add({
      at: at ?? { file: host.flake, expr: 0 },
      ...(port ? { places: { 'listen-port': port } } : {}),
      ...known,
      kind: 'wireguard',
      addresses: stringsOf(own).map(withoutPrefix),
      'listen-port': integerCell(node.child('listenPort')),
      'private-key-file': fileIn(node, 'privateKeyFile'),
      'allowed-ips': peerAddresses(node.child('peers')),
    });
  }
}

function fileIn(node: OptionNode, option: string) {
  const file = node.child(option);
  return file.isPresent() ? textCellOf(file.value) : undefined;
}

function peerAddresses(peers: OptionNode): string[] {
  return peersOf(peers).flatMap((peer) => strings(peerField(peer, 'allowedIPs')).flatMap(rangesIn));
}

/** The peers of an interface: a list, or a set. */
export function peersOf(peers: OptionNode): readonly Value[] {
  const { value } = peers;
  if (value.kind === 'list') return value.items.map((item) => item.force());
  return peers.names().map((name) => peers.child(name).value);
}

/** A setting of a peer, as NixOS spells it, or as networkd does, which had a set around them. */
export function peerField(peer: Value, name: string): Value | undefined {
  if (peer.kind !== 'attrs') return undefined;
  const inner = peer.get('wireguardPeerConfig')?.value.force();
  if (inner) return peerField(inner, name);
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  return (peer.get(name) ?? peer.get(capital))?.value.force();
}

/** Devices of networkd that are WireGuard interfaces, with their names. */
export function wireguardDevices(
  host: FleetHost,
): readonly { readonly key: string; readonly name: string; readonly node: OptionNode }[] {
  const devices = optionAt(host, ['systemd', 'network', 'netdevs']);
  return membersOf(devices).flatMap(({ name: key, node }) => {
    const kind = node.at(['netdevConfig', 'Kind']).value;
    if (kind.kind !== 'string' || kind.value !== 'wireguard') return [];
    const name = node.at(['netdevConfig', 'Name']).value;
    return [{ key, name: name.kind === 'string' ? name.value : key, node }];
  });
}

/** `systemd.network.netdevs.X.wireguardConfig` with the addresses of the network of that name. */
function addNetworkd(table: Tunnels, host: FleetHost): void {
  for (const { key, name, node } of wireguardDevices(host)) {
    const network = optionAt(host, ['systemd', 'network', 'networks', key]);
    const config = node.child('wireguardConfig');
    table.add({
      at: nameSiteOf(node) ?? { file: host.flake, expr: 0 },
      host: host.name,
      interface: name,
      kind: 'wireguard',
      addresses: [
        ...stringsOf(network.child('address')),
        ...strings(network.at(['networkConfig', 'Address']).value),
      ].map(withoutPrefix),
      'listen-port': integerCell(config.child('ListenPort')),
      'private-key-file': fileIn(config, 'PrivateKeyFile'),
      'allowed-ips': peerAddresses(node.child('wireguardPeers')),
    });
  }
}

function addTailscale(table: Tunnels, host: FleetHost): void {
  const node = optionAt(host, ['services', 'tailscale']);
  if (!isTrue(node.child('enable'))) return;
  const name = firstSet(setting(node, 'interfaceName'), 'tailscale0');
  if (typeof name !== 'string') return;
  table.add({
    ...bare(host, node),
    interface: name,
    kind: 'tailscale',
    'listen-port': node.child('port').isPresent() ? integerCell(node.child('port')) : undefined,
    'private-key-file': fileIn(node, 'authKeyFile'),
  });
}

function addNetbird(table: Tunnels, host: FleetHost): void {
  const node = optionAt(host, ['services', 'netbird']);
  if (isTrue(node.child('enable')))
    table.add({ ...bare(host, node), interface: 'wt0', kind: 'netbird' });
  for (const option of ['clients', 'tunnels'])
    for (const { name, node: client, certain } of membersOf(node.child(option))) {
      const own = firstSet(setting(client, 'interface'), `nb-${name}`);
      if (certain && typeof own === 'string')
        table.add({ ...bare(host, client), interface: own, kind: 'netbird' });
    }
}

function addNebula(table: Tunnels, host: FleetHost): void {
  for (const { name, node, certain } of membersOf(
    optionAt(host, ['services', 'nebula', 'networks']),
  )) {
    const own = firstSet(setting(node.child('tun'), 'device'), `nebula.${name}`);
    const port = node.at(['listen', 'port']);
    if (certain && typeof own === 'string')
      table.add({
        ...bare(host, node),
        interface: own,
        kind: 'nebula',
        'listen-port': port.isPresent() ? integerCell(port) : undefined,
        'private-key-file': fileIn(node, 'key'),
      });
  }
}

function setting(node: OptionNode, option: string) {
  const child = node.child(option);
  return child.isPresent() ? stringCell(child) : undefined;
}

/** A tunnel whose addresses are given to it while it runs. */
function bare(host: FleetHost, node: OptionNode) {
  return {
    at: nameSiteOf(node) ?? { file: host.flake, expr: 0 },
    host: host.name,
    addresses: [],
    'listen-port': undefined,
    'private-key-file': undefined,
    'allowed-ips': [],
  };
}

function strings(value: Value | undefined): string[] {
  if (value?.kind === 'string') return [value.value];
  if (value?.kind !== 'list') return [];
  return value.items.flatMap((item) => strings(item.force()));
}

/** Several ranges may stand in one text, with commas between them. */
export function rangesIn(text: string): string[] {
  return text.split(',').map((range) => range.trim());
}

/** `10.0.0.1/24` is the address `10.0.0.1`. */
export function withoutPrefix(address: string): string {
  return address.split('/', 1)[0] ?? address;
}
