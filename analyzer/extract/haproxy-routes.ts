import type { Span } from '#parser/span.ts';
import { type FleetHost, optionAt } from '../flake/fleet.ts';
import { type HaproxyProxy, haproxyProxies } from '../haproxy/proxies.ts';
import type { Site } from '../site.ts';
import { joinedText } from './joined-text.ts';
import type { OwnRoute, OwnRoutes } from './route-rows.ts';
import { boolCell, siteOf, TableBuilder } from './table.ts';

/** What the HAProxy of a machine serves, by the text of its configuration. */
export function haproxyRoutes(host: FleetHost): OwnRoutes {
  const table = new TableBuilder('route');
  const haproxy = optionAt(host, ['services', 'haproxy']);
  const nothing = { rows: [], gaps: table.gaps };
  if (haproxy.definitions.length === 0 || boolCell(haproxy.child('enable')) === false)
    return nothing;
  const config = haproxy.child('config');
  const text = joinedText(config);
  const known = { host: host.name, proxy: 'haproxy' } as const;
  if (!text) return nothing;
  const at = siteOf(config) ?? { file: host.flake, expr: 0 };
  const reason = text.hole ?? text.open;
  if (reason !== undefined) table.gap(known, reason, at);
  const proxies = haproxyProxies(text.text);
  for (const { undecided } of proxies) if (undecided !== undefined) table.gap(known, undecided, at);
  const place = (range: Span): Site => text.place(range) ?? at;
  return {
    rows: proxies.flatMap((proxy) => routesOf(proxy, host, place)),
    gaps: table.gaps,
  };
}

function routesOf(proxy: HaproxyProxy, host: FleetHost, place: (range: Span) => Site): OwnRoute[] {
  const kind = proxy.mode === 'http' ? 'http' : 'stream';
  return proxy.binds.flatMap((bind) =>
    (proxy.servers.length > 0 ? proxy.servers : [undefined]).map((server) => ({
      at: place(bind),
      places: {
        'listen-port': place(bind),
        ...(server ? { 'upstream-port': place(server.portSpan) } : {}),
      },
      host: host.name,
      proxy: 'haproxy',
      domain: undefined,
      location: undefined,
      kind,
      protocol: 'tcp',
      'listen-port': bind.port,
      'listen-address': bind.address,
      tls: bind.tls,
      'certificate-source': bind.tls ? 'sslCertificate' : undefined,
      certificate: undefined,
      'upstream-address': server?.address,
      'upstream-port': server?.port,
      'upstream-name': kind === 'stream' ? proxy.name : undefined,
    })),
  );
}
