import { describe } from '../evaluate/value.ts';
import type { Cell } from '../facts/cell.ts';
import { type Fleet, type FleetHost, optionAt } from '../flake/fleet.ts';
import { type NginxListen, type NginxServer, nginxStreams } from '../nginx/streams.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';
import { type Addresses, addressesOf } from './addresses.ts';
import { membersOf, nameSiteOf, siteOf, TableBuilder } from './table.ts';
import { type VirtualHost, virtualHostRoutes } from './virtual-hosts.ts';

type Routes = TableBuilder<'route'>;

/** What the nginx of each machine serves: virtual hosts, and streams. */
export function routeTable(fleet: Fleet): Routes {
  const table = new TableBuilder('route');
  const addresses = addressesOf(fleet);
  for (const host of fleet.hosts) {
    const nginx = optionAt(host, ['services', 'nginx']);
    if (nginx.definitions.length === 0 && nginx.gaps.length === 0) continue;
    const virtualHosts = nginx.child('virtualHosts');
    table.nodeGaps({ host: host.name }, virtualHosts);
    for (const { name, node, certain } of membersOf(virtualHosts)) {
      if (certain) addVirtualHost(table, { host, nginx, addresses }, { name, node });
      else
        table.gap(
          { host: host.name, kind: 'http', domain: name },
          'the virtual host is there under a condition that is not known',
          nameSiteOf(node),
        );
    }
    addStreams(table, { host, nginx, addresses });
  }
  return table;
}

function addVirtualHost(
  table: Routes,
  { host, addresses }: Server,
  virtualHost: VirtualHost,
): void {
  for (const route of virtualHostRoutes(host, virtualHost))
    table.add({ ...route, 'upstream-host': ownerCell(addresses, host, route['upstream-address']) });
}

interface Server {
  readonly host: FleetHost;
  readonly nginx: OptionNode;
  readonly addresses: Addresses;
}

function ownerCell(addresses: Addresses, host: FleetHost, address: Cell<string>): Cell<string> {
  if (address === undefined || typeof address === 'object') return address;
  return addresses.ownerOf(address, host.name);
}

function addStreams(table: Routes, server: Server): void {
  const { host, nginx } = server;
  const node = nginx.child('streamConfig');
  if (!node.isPresent()) return;
  const { value } = node;
  const at = siteOf(node);
  if (value.kind !== 'string' || !at) {
    table.gap(
      { host: host.name, kind: 'stream' },
      value.kind === 'unknown'
        ? describe(value.reason)
        : 'the stream configuration is not wholly known',
      at,
    );
    return;
  }
  const streams = nginxStreams(value.value);
  for (const gap of streams.gaps)
    table.gap({ host: host.name, kind: 'stream' }, gap.reason, { ...at, content: gap });
  for (const stream of streams.servers) addStream(table, server, { at, stream });
}

function addStream(
  table: Routes,
  server: Server,
  { at, stream }: { readonly at: Site; readonly stream: NginxServer },
): void {
  if (stream.undecided)
    table.gap({ host: server.host.name, kind: 'stream' }, stream.undecided, {
      ...at,
      content: stream.span,
    });
  for (const listen of stream.listens) {
    for (const endpoint of stream.endpoints.length > 0 ? stream.endpoints : [undefined]) {
      table.add({
        at: { ...at, content: contentOf(listen) },
        places: {
          'listen-port': { ...at, content: listen.portSpan },
          ...(endpoint ? { 'upstream-port': { ...at, content: endpoint.portSpan } } : {}),
        },
        host: server.host.name,
        domain: undefined,
        kind: 'stream',
        protocol: listen.protocol,
        'listen-port': listen.port,
        'listen-address': listen.address,
        tls: listen.ssl,
        'certificate-source': undefined,
        certificate: undefined,
        'upstream-address': endpoint?.address,
        'upstream-host': ownerCell(server.addresses, server.host, endpoint?.address),
        'upstream-port': endpoint?.port,
      });
    }
  }
}

function contentOf(listen: NginxListen): { readonly start: number; readonly end: number } {
  return { start: listen.start, end: listen.end };
}
