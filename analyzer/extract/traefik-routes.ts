import type { Cell } from '../facts/cell.ts';
import type { RouteRow } from '../facts/network.ts';
import { type FleetHost, optionAt } from '../flake/fleet.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';
import { isDomain, listenAddress, type OwnRoute, type OwnRoutes } from './route-rows.ts';
import { boolCell, certainMembers, siteOf, stringCell, stringsOf, TableBuilder } from './table.ts';
import { parseTarget, portSite } from './upstreams.ts';

/** What is found while the Traefik of one machine is read. */
interface Server {
  readonly host: FleetHost;
  readonly table: TableBuilder<'route'>;
  readonly entries: ReadonlyMap<string, EntryPoint>;
  /** `http` of the dynamic configuration. */
  readonly dynamic: OptionNode;
}

interface EntryPoint {
  readonly port: number;
  readonly address: string | undefined;
  readonly tls: OptionNode;
}

/** What the Traefik of a machine serves by the routers of its dynamic configuration. */
export function traefikRoutes(host: FleetHost): OwnRoutes {
  const table = new TableBuilder('route');
  const traefik = optionAt(host, ['services', 'traefik']);
  const nothing = { rows: [], gaps: table.gaps };
  if (traefik.definitions.length === 0 || boolCell(traefik.child('enable')) === false)
    return nothing;
  const known = { host: host.name, proxy: 'traefik' } as const;
  // Providers such as Docker, and files that are not options, add routers while it runs.
  if (traefik.child('dynamicConfigFile').isPresent() || hasProviders(traefik))
    table.gap(known, 'Traefik finds routers while it runs');
  const dynamic = traefik.at(['dynamicConfigOptions', 'http']);
  const server: Server = { host, table, entries: entryPoints(traefik), dynamic };
  const routers = certainMembers(table, {
    node: dynamic.child('routers'),
    what: 'router',
    known: () => known,
    outer: { gaps: optionAt(host, []).gaps, known: { host: host.name } },
  });
  const rows = routers.flatMap(({ node, at }) => (at ? routesOf(server, node, at) : []));
  return { rows, gaps: table.gaps };
}

function hasProviders(traefik: OptionNode): boolean {
  return traefik.at(['staticConfigOptions', 'providers']).names().length > 0;
}

function entryPoints(traefik: OptionNode): ReadonlyMap<string, EntryPoint> {
  const entries = traefik.at(['staticConfigOptions', 'entryPoints']);
  return new Map(
    entries.names().flatMap((name) => {
      const node = entries.child(name);
      const written = stringCell(node.child('address'));
      const match = typeof written === 'string' ? /^(.*):(\d+)(?:\/tcp)?$/.exec(written) : null;
      if (!match) return [];
      const entry: EntryPoint = {
        port: Number(match[2]),
        address: listenAddress(match[1] ?? ''),
        tls: node.at(['http', 'tls']),
      };
      return [[name, entry] as const];
    }),
  );
}

function routesOf(server: Server, router: OptionNode, at: Site): OwnRoute[] {
  const { host, table, entries } = server;
  const known = { host: host.name, proxy: 'traefik', kind: 'http' } as const;
  const rule = stringCell(router.child('rule'));
  if (typeof rule !== 'string') {
    table.gap(known, rule?.undecided ?? 'a router without a rule', at);
    return [];
  }
  const domains = hostsIn(rule).filter(isDomain);
  const named = stringsOf(router.child('entryPoints'));
  const used = (named.length > 0 ? named : [...entries.keys()]).flatMap(
    (name) => entries.get(name) ?? [],
  );
  if (used.length === 0) table.gap(known, 'the entry points of a router are not known', at);
  return (domains.length > 0 ? domains : [undefined]).flatMap((domain) =>
    used.flatMap((entry) =>
      targetsOf(server, router).map((target) => ({
        at,
        places: { domain: siteOf(router.child('rule')) ?? at, ...placeOf(target) },
        host: host.name,
        proxy: 'traefik' as const,
        domain,
        location: /PathPrefix\(`([^`]+)`\)/.exec(rule)?.[1],
        kind: 'http' as const,
        protocol: 'tcp' as const,
        'listen-port': entry.port,
        'listen-address': entry.address,
        ...securityOf(router, entry),
        'upstream-address': target?.address,
        'upstream-port': target?.port,
        'upstream-name': undefined,
      })),
    ),
  );
}

function placeOf(target: Target | undefined): { readonly [column: string]: Site } {
  return target?.at ? { 'upstream-port': target.at } : {};
}

/** The names in ``Host(`a`, `b`)``, however often a rule has it. */
function hostsIn(rule: string): string[] {
  return [...rule.matchAll(/Host\(([^)]*)\)/g)].flatMap(([, names = '']) =>
    [...names.matchAll(/[`"']([^`"']+)[`"']/g)].map(([, name = '']) => name),
  );
}

interface Target {
  readonly address: Cell<string>;
  readonly port: Cell<number>;
  readonly at: Site | undefined;
}

/** The servers of the router’s service; one that is made elsewhere has none. */
function targetsOf({ dynamic }: Server, router: OptionNode): readonly (Target | undefined)[] {
  const service = stringCell(router.child('service'));
  if (typeof service !== 'string') return [undefined];
  const { value } = dynamic.at(['services', service, 'loadBalancer', 'servers']);
  if (value.kind !== 'list') return [undefined];
  return value.items.map((item): Target => {
    const server = item.force();
    const url = server.kind === 'attrs' ? server.get('url')?.value : undefined;
    const text = url?.force();
    const target = text?.kind === 'string' ? parseTarget(text.value) : undefined;
    if (target)
      return {
        address: target.address,
        port: target.port ?? target.standard,
        at: portSite(url?.site, target),
      };
    const undecided = { undecided: 'the address is not wholly known' };
    return { address: undecided, port: undecided, at: undefined };
  });
}

function securityOf(
  router: OptionNode,
  entry: EntryPoint,
): Pick<RouteRow, 'tls' | 'certificate' | 'certificate-source'> {
  const tls = [router.child('tls'), entry.tls].filter((node) => node.isPresent());
  const isAutomatic = tls.some((node) => node.child('certResolver').isPresent());
  return {
    tls: tls.length > 0,
    certificate: undefined,
    'certificate-source':
      tls.length === 0
        ? undefined
        : isAutomatic
          ? 'automatic'
          : { undecided: 'certificates of Traefik are not read' },
  };
}
