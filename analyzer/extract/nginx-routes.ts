import { describe } from '../evaluate/value.ts';
import { type FleetHost, optionAt } from '../flake/fleet.ts';
import { type NginxListen, type NginxServer, nginxStreams } from '../nginx/streams.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';
import type { OwnRoute, OwnRoutes } from './route-rows.ts';
import { membersOf, nameSiteOf, siteOf, TableBuilder } from './table.ts';
import { unclearNames, virtualHostRoutes } from './virtual-hosts.ts';

/** What is found while the nginx of one machine is read. */
interface Server {
  readonly host: FleetHost;
  readonly nginx: OptionNode;
  readonly rows: OwnRoute[];
  readonly table: TableBuilder<'route'>;
}

/** What the nginx of a machine serves: virtual hosts, and streams. */
export function nginxRoutes(host: FleetHost): OwnRoutes {
  const table = new TableBuilder('route');
  const nginx = optionAt(host, ['services', 'nginx']);
  const server: Server = { host, nginx, rows: [], table };
  if (nginx.definitions.length > 0 || nginx.gaps.length > 0) {
    addVirtualHosts(server);
    addStreams(server);
  }
  return { rows: server.rows, gaps: table.gaps };
}

function addVirtualHosts({ host, nginx, table, rows }: Server): void {
  const virtualHosts = nginx.child('virtualHosts');
  table.nodeGaps({ host: host.name }, virtualHosts);
  for (const { name, node, certain } of membersOf(virtualHosts)) {
    const unclear = certain ? unclearNames({ name, node }) : undefined;
    if (unclear !== undefined)
      table.gap({ host: host.name, kind: 'http', proxy: 'nginx' }, unclear, nameSiteOf(node));
    if (certain) rows.push(...virtualHostRoutes(host, { name, node }));
    else
      table.gap(
        { host: host.name, kind: 'http', proxy: 'nginx', domain: name },
        'the virtual host is there under a condition that is not known',
        nameSiteOf(node),
      );
  }
}

function addStreams(server: Server): void {
  const { host, nginx, table } = server;
  const node = nginx.child('streamConfig');
  if (!node.isPresent()) return;
  const { value } = node;
  const at = siteOf(node);
  if (value.kind !== 'string' || !at) {
    table.gap(
      { host: host.name, kind: 'stream', proxy: 'nginx' },
      value.kind === 'unknown'
        ? describe(value.reason)
        : 'the stream configuration is not wholly known',
      at,
    );
    return;
  }
  const streams = nginxStreams(value.value);
  for (const gap of streams.gaps)
    table.gap({ host: host.name, kind: 'stream', proxy: 'nginx' }, gap.reason, {
      ...at,
      content: gap,
    });
  for (const stream of streams.servers) addStream(server, { at, stream });
}

function addStream(
  { host, table, rows }: Server,
  { at, stream }: { readonly at: Site; readonly stream: NginxServer },
): void {
  if (stream.undecided)
    table.gap({ host: host.name, kind: 'stream', proxy: 'nginx' }, stream.undecided, {
      ...at,
      content: stream.span,
    });
  for (const listen of stream.listens) {
    for (const endpoint of stream.endpoints.length > 0 ? stream.endpoints : [undefined]) {
      rows.push({
        at: { ...at, content: contentOf(listen) },
        places: {
          'listen-port': { ...at, content: listen.portSpan },
          ...(endpoint ? { 'upstream-port': { ...at, content: endpoint.portSpan } } : {}),
        },
        host: host.name,
        domain: undefined,
        proxy: 'nginx',
        location: undefined,
        kind: 'stream',
        protocol: listen.protocol,
        'listen-port': listen.port,
        'listen-address': listen.address,
        tls: listen.ssl,
        'certificate-source': undefined,
        certificate: undefined,
        'upstream-address': endpoint?.address,
        'upstream-port': endpoint?.port,
        'upstream-name': stream.upstream,
      });
    }
  }
}

function contentOf(listen: NginxListen): { readonly start: number; readonly end: number } {
  return { start: listen.start, end: listen.end };
}
