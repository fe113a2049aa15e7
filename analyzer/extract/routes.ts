import type { Cell, RouteRow } from '../facts.ts';
import { type Fleet, type FleetHost, optionAt } from '../fleet.ts';
import { type NginxListen, type NginxServer, nginxStreams } from '../nginx/streams.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';
import { describe, type Value } from '../value.ts';
import { type Addresses, addressesOf } from './addresses.ts';
import {
  isTrue,
  itemsOf,
  membersOf,
  nameSiteOf,
  siteOf,
  stringsOf,
  TableBuilder,
} from './table.ts';
import { type Upstream, upstreamsOf } from './upstreams.ts';

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

interface Server {
  readonly host: FleetHost;
  readonly nginx: OptionNode;
  readonly addresses: Addresses;
}

function addVirtualHost(
  table: Routes,
  server: Server,
  { name, node }: { readonly name: string; readonly node: OptionNode },
): void {
  const serverName = node.child('serverName').value;
  const own = serverName.kind === 'string' ? serverName.value : name;
  const at = nameSiteOf(node);
  if (!at) return;
  const listens = listensOf(node);
  const upstreams = upstreamsOf(node, server.nginx);
  for (const domain of [own, ...stringsOf(node.child('serverAliases'))]) {
    if (!isDomain(domain)) continue;
    for (const listen of listens) {
      for (const upstream of upstreams.length > 0 ? upstreams : [undefined]) {
        table.add(httpRow({ at, domain, listen, upstream }, server));
      }
    }
  }
}

/** `_` and `localhost` are names for nobody; wildcards and expressions are not one domain. */
function isDomain(name: string): boolean {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(name) && !/^\d+(\.\d+){3}$/.test(name);
}

interface Listen {
  readonly port: number;
  readonly tls: Cell<boolean>;
}

interface HttpRoute {
  readonly at: Site;
  readonly domain: string;
  readonly listen: Listen;
  readonly upstream: Upstream | undefined;
}

function httpRow(
  { at, domain, listen, upstream }: HttpRoute,
  { host, addresses }: Server,
): RouteRow {
  const places: { [column: string]: Site } = { domain: at };
  if (upstream?.at) places['upstream-port'] = upstream.at;
  return {
    at,
    places,
    host: host.name,
    domain,
    kind: 'http',
    protocol: 'tcp',
    'listen-port': listen.port,
    tls: listen.tls,
    'upstream-address': upstream?.address,
    'upstream-host': ownerCell(addresses, host, upstream?.address),
    'upstream-port': upstream?.port,
  };
}

function ownerCell(addresses: Addresses, host: FleetHost, address: Cell<string>): Cell<string> {
  if (address === undefined || typeof address === 'object') return address;
  return addresses.ownerOf(address, host.name);
}

/** Plain HTTP on 80, TLS on 443, unless the virtual host lists its own. */
function listensOf(node: OptionNode): readonly Listen[] {
  const custom = itemsOf(node.child('listen')).items.flatMap(
    (item) => customListen(item.force()) ?? [],
  );
  if (custom.length > 0) return custom;
  const tls = [
    'enableACME',
    'forceSSL',
    'addSSL',
    'onlySSL',
    'useACMEHost',
    'sslCertificate',
  ].filter((name) => isSet(node.child(name)));
  if (tls.length === 0) return [{ port: 80, tls: false }];
  if (tls.includes('onlySSL')) return [{ port: 443, tls: true }];
  return [
    { port: 443, tls: true },
    { port: 80, tls: false },
  ];
}

function isSet(node: OptionNode): boolean {
  return (
    isTrue(node) ||
    node.value.kind === 'string' ||
    node.value.kind === 'path' ||
    node.value.kind === 'template'
  );
}

function customListen(value: Value): Listen | undefined {
  if (value.kind !== 'attrs') return undefined;
  const port = value.get('port')?.value.force();
  const tls = value.get('ssl')?.value.force();
  return port?.kind === 'int'
    ? { port: Number(port.value), tls: tls?.kind === 'bool' && tls.value }
    : undefined;
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
        tls: listen.ssl,
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
