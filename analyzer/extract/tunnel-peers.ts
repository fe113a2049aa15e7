import type { Value } from '../evaluate/value.ts';
import type { Cell } from '../facts/cell.ts';
import { type Fleet, type FleetHost, optionAt } from '../flake/fleet.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';
import { itemsOf, membersOf, nameSiteOf, siteOf, TableBuilder } from './table.ts';
import { isWhole, textCellOf, textsIn } from './texts.ts';
import { peerField, peersOf, rangesIn, wireguardDevices, wireguardForms } from './tunnels.ts';

type Peers = TableBuilder<'tunnel-peer'>;

/** Who the WireGuard interfaces of the machines talk to. */
export function tunnelPeerTable(fleet: Fleet): Peers {
  const table = new TableBuilder('tunnel-peer');
  for (const host of fleet.hosts) {
    for (const { path } of wireguardForms)
      for (const { name, node, certain } of membersOf(optionAt(host, path)))
        if (certain) addPeers(table, host, { name, peers: node.child('peers') });
    for (const { name, node } of wireguardDevices(host))
      addPeers(table, host, { name, peers: node.child('wireguardPeers') });
  }
  return table;
}

interface Interface {
  readonly name: string;
  readonly peers: OptionNode;
}

function addPeers(table: Peers, host: FleetHost, { name, peers }: Interface): void {
  const known = { host: host.name, interface: name };
  const { items, open } = itemsOf(peers);
  if (open) table.gap(known, open);
  const sites = items.map((item) => item.site);
  for (const [index, peer] of peersOf(peers).entries()) {
    const at = sites[index] ?? siteOf(peers) ?? nameSiteOf(peers) ?? { file: host.flake, expr: 0 };
    if (peer.kind !== 'attrs') {
      table.gap(known, peer.kind === 'unknown' ? peer : 'a peer that is no set', at);
      continue;
    }
    const endpoint = cellOf(peerField(peer, 'endpoint'));
    const own = cellOf(peerField(peer, 'name'));
    const written = endpointSite(peer);
    table.add({
      at,
      ...(written ? { places: { endpoint: written } } : {}),
      ...known,
      name: typeof own === 'string' ? own : undefined,
      'public-key': cellOf(peerField(peer, 'publicKey')),
      endpoint,
      ...partsOf(endpoint),
      'allowed-ips': listOf(peerField(peer, 'allowedIPs')),
      'preshared-key-file': cellOf(peerField(peer, 'presharedKeyFile')),
    });
  }
}

/** Where the endpoint of a peer is written, in either spelling. */
function endpointSite(peer: Value): Site | undefined {
  if (peer.kind !== 'attrs') return undefined;
  const inner = peer.get('wireguardPeerConfig')?.value.force();
  if (inner) return endpointSite(inner);
  return (peer.get('endpoint') ?? peer.get('Endpoint'))?.value.site;
}

function cellOf(value: Value | undefined): Cell<string> {
  return value && textCellOf(value);
}

function listOf(value: Value | undefined): Cell<readonly string[]> {
  if (value === undefined) return [];
  const items = value.kind === 'list' ? value.items.map((item) => item.force()) : [value];
  const isClosed = value.kind !== 'list' || value.open === undefined;
  if (isClosed && items.every(isWhole)) return textsIn(value).flatMap(rangesIn);
  return { undecided: 'a range of addresses is not known' };
}

/** `vpn.example.org:51820`, `192.0.2.1:51820`, `[2001:db8::1]:51820`. */
function partsOf(endpoint: Cell<string>): {
  readonly 'endpoint-address': Cell<string>;
  readonly 'endpoint-port': Cell<number>;
} {
  if (typeof endpoint !== 'string')
    return { 'endpoint-address': endpoint, 'endpoint-port': endpoint };
  const match = /^(\[[^\]]+\]|[^:]+):(\d+)$/.exec(endpoint);
  return {
    'endpoint-address': match?.[1]?.replace(/^\[|\]$/g, ''),
    'endpoint-port': match ? Number(match[2]) : undefined,
  };
}
