import type { Span } from '#parser/span.ts';
import type { SiteAddress } from '../caddy/addresses.ts';
import {
  addressesIn,
  type CaddyBody,
  type CaddyHop,
  type Snippets,
  siteBody,
  sitesIn,
} from '../caddy/sites.ts';
import type { Cell } from '../facts/cell.ts';
import type { RouteRow } from '../facts/network.ts';
import { type FleetHost, optionAt } from '../flake/fleet.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';
import { type JoinedText, joinedText } from './joined-text.ts';
import { isDomain, listenAddress, type OwnRoute, type OwnRoutes } from './route-rows.ts';
import { boolCell, certainMembers, siteOf, stringCell, stringsOf, TableBuilder } from './table.ts';

/** What is found while the Caddy of one machine is read. */
interface Server {
  readonly host: FleetHost;
  readonly rows: OwnRoute[];
  readonly table: TableBuilder<'route'>;
  readonly ports: { readonly http: number; readonly https: number };
  /** The text of the configuration, in which snippets stand. */
  readonly extra: JoinedText | undefined;
  readonly snippets: Snippets;
}

/** What the Caddy of a machine serves: virtual hosts, and sites in the text of its configuration. */
export function caddyRoutes(host: FleetHost): OwnRoutes {
  const table = new TableBuilder('route');
  const caddy = optionAt(host, ['services', 'caddy']);
  const nothing = { rows: [], gaps: table.gaps };
  if (caddy.definitions.length === 0 && caddy.gaps.length === 0) return nothing;
  if (boolCell(caddy.child('enable')) === false) return nothing;
  const known = { host: host.name, proxy: 'caddy' } as const;
  const site = { ...known, kind: 'http' } as const;
  const served = caddy.child('package').isPresent() ? known : site;
  if (caddy.child('configFile').isPresent())
    table.gap(served, '`services.caddy.configFile` is a Caddyfile of its own');
  const extra = joinedText(caddy.child('extraConfig'));
  const more = extra && sitesIn(extra.text);
  const server: Server = {
    host,
    rows: [],
    table,
    ports: portsOf(caddy),
    extra,
    snippets: more?.snippets ?? new Map(),
  };
  const virtualHosts = certainMembers(table, {
    node: caddy.child('virtualHosts'),
    what: 'virtual host',
    known: (name) => (name === undefined ? known : { ...site, domain: name }),
    outer: { gaps: optionAt(host, []).gaps, known: { host: host.name } },
  });
  for (const { name, node, at } of virtualHosts) if (at) addVirtualHost(server, { name, node, at });
  addWrittenSites(server, caddy.child('extraConfig'), more);
  return { rows: server.rows, gaps: table.gaps };
}

/** Sites that stand in the text of the configuration. */
function addWrittenSites(
  server: Server,
  option: OptionNode,
  found: ReturnType<typeof sitesIn> | undefined,
): void {
  const { host, table, extra } = server;
  const at = siteOf(option) ?? { file: host.flake, expr: 0 };
  const undecided = found?.undecided ?? extra?.open;
  if (undecided !== undefined) table.gap({ host: host.name, proxy: 'caddy' }, undecided, at);
  for (const site of found?.sites ?? []) {
    const own = firstPlace(extra, site.written) ?? at;
    addSite(server, { ...site, at: own, text: extra, certificate: undefined });
  }
}

/** The first of these parts of a text that is written out by itself, else where all of it is written. */
function firstPlace(text: JoinedText | undefined, parts: readonly Span[]): Site | undefined {
  const places = parts.map((part) => text?.place(part));
  return places.find((place) => place?.content !== undefined) ?? places[0];
}

/** Caddy listens for plain HTTP on 80 and for TLS on 443 unless it is told otherwise. */
function portsOf(caddy: OptionNode): Server['ports'] {
  const text = joinedText(caddy.child('globalConfig'))?.text ?? '';
  const port = (option: string, otherwise: number): number => {
    const written = new RegExp(`^\\s*${option}\\s+(\\d+)`, 'm').exec(text)?.[1];
    return written === undefined ? otherwise : Number(written);
  };
  return { http: port('http_port', 80), https: port('https_port', 443) };
}

interface VirtualHost {
  readonly name: string;
  readonly node: OptionNode;
  readonly at: Site;
}

function addVirtualHost(server: Server, { name, node, at }: VirtualHost): void {
  const text = joinedText(node.child('extraConfig'));
  const body = siteBody(text?.text ?? '', server.snippets);
  const hostName = node.child('hostName');
  const own = hostName.isPresent() ? stringCell(hostName) : name;
  const known = { host: server.host.name, proxy: 'caddy', kind: 'http' } as const;
  if (typeof own !== 'string') {
    server.table.gap(known, own?.undecided ?? 'has no name', at);
    return;
  }
  const names = [own, ...stringsOf(node.child('serverAliases'))];
  addSite(server, {
    addresses: names.flatMap(addressesIn),
    body: {
      ...body,
      binds: [...stringsOf(node.child('listenAddresses')), ...body.binds],
      undecided: body.undecided ?? text?.open,
    },
    at,
    text,
    certificate: node.child('useACMEHost'),
  });
}

interface SiteOfText {
  readonly addresses: readonly SiteAddress[];
  readonly body: CaddyBody;
  readonly at: Site;
  readonly text: JoinedText | undefined;
  /** The option that names an ACME certificate. */
  readonly certificate: OptionNode | undefined;
}

function addSite(server: Server, site: SiteOfText): void {
  const { host, table, rows } = server;
  const names = site.addresses.flatMap((address) => address.host ?? []);
  if (site.body.undecided !== undefined)
    for (const domain of new Set(names.length > 0 ? names : [undefined]))
      table.gap(
        { host: host.name, proxy: 'caddy', kind: 'http', domain },
        site.text?.hole ?? site.body.undecided,
        site.at,
      );
  for (const address of site.addresses) {
    if (address.isOpen) {
      table.gap(
        { host: host.name, proxy: 'caddy', kind: 'http' },
        'the address of a site is not wholly known',
        site.at,
      );
      continue;
    }
    for (const domain of domainsOf(address, site.body.hops))
      rows.push(...routesOf(server, site, { address, domain }));
  }
}

/** The name of a site, and those that matchers inside ask for when it has none or stands for several. */
function domainsOf(
  { host }: SiteAddress,
  hops: readonly CaddyHop[],
): readonly (string | undefined)[] {
  if (host !== undefined && isDomain(host)) return [host];
  const matched = hops.flatMap(({ hosts }) => hosts ?? []).filter(isDomain);
  const isForAll = matched.length === 0 || hops.some(({ hosts }) => hosts === undefined);
  return [...new Set(matched), ...(isForAll ? [undefined] : [])];
}

interface Named {
  readonly address: SiteAddress;
  readonly domain: string | undefined;
}

function routesOf(server: Server, site: SiteOfText, { address, domain }: Named): OwnRoute[] {
  const { body, at, text } = site;
  const hops = body.hops.filter(
    ({ hosts }) => hosts === undefined || domain === undefined || hosts.includes(domain),
  );
  const listen = listenOf(server, address);
  const binds = body.binds.length > 0 ? body.binds.map(listenAddress) : [undefined];
  return [...new Set(binds)].flatMap((bind) =>
    (hops.length > 0 ? hops : [undefined]).map((hop): OwnRoute => {
      const written = hop?.isImported ? server.extra : text;
      const place = hop && written?.place(hop.upstream.portSpan);
      return {
        at,
        places: { domain: at, ...(place ? { 'upstream-port': place } : {}) },
        host: server.host.name,
        proxy: 'caddy',
        domain,
        location: undefined,
        kind: 'http',
        protocol: 'tcp',
        'listen-port': listen.port,
        'listen-address': bind,
        tls: listen.tls,
        ...certificateOf(site, listen.tls),
        ...targetOf(hop, text),
        'upstream-name': undefined,
      };
    }),
  );
}

/** A name gets TLS unless it asks for `http://` or its port; a bare port gets none. */
function listenOf({ ports }: Server, { host, scheme, port }: SiteAddress) {
  const isPlain =
    scheme === 'http' || (scheme === undefined && (port === ports.http || host === undefined));
  const tls = !isPlain;
  return { port: port ?? (isPlain ? ports.http : ports.https), tls };
}

function certificateOf(
  { certificate, body }: SiteOfText,
  tls: boolean,
): Pick<RouteRow, 'certificate' | 'certificate-source'> {
  const named =
    certificate?.isPresent() && certificate.value.kind !== 'null' ? certificate : undefined;
  if (named) return { certificate: stringCell(named), 'certificate-source': 'useACMEHost' };
  if (!tls) return { certificate: undefined, 'certificate-source': undefined };
  if (body.certificate === 'open')
    return {
      certificate: undefined,
      'certificate-source': { undecided: 'the certificate is not wholly known' },
    };
  const source = body.certificate === 'file' ? 'sslCertificate' : 'automatic';
  return { certificate: undefined, 'certificate-source': source };
}

function targetOf(
  hop: CaddyHop | undefined,
  text: JoinedText | undefined,
): { readonly 'upstream-address': Cell<string>; readonly 'upstream-port': Cell<number> } {
  if (!hop) return { 'upstream-address': undefined, 'upstream-port': undefined };
  const { address, port, open } = hop.upstream;
  const undecided = { undecided: text?.hole ?? 'is decided while Caddy runs' };
  return {
    'upstream-address': open.address ? undecided : address,
    'upstream-port': open.port ? undecided : port,
  };
}
