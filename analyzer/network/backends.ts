import { isUndecided, known } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import type { RouteRow } from '../facts/network.ts';
import type { Site } from '../site.ts';
import { type FirewallList, firewallList, type WantedPort } from './firewall.ts';
import { isOfProxy, leadsBehind, proxiesOf } from './proxies.ts';
import type { Roles } from './roles.ts';

/** One hop of a route from a proxy to another machine of the fleet. */
export interface Backend {
  readonly route: RouteRow;
  readonly wanted: WantedPort;
  /** The digits of the port where the route names them. */
  readonly at: Site;
}

/** Every hop to another machine, each once, and why others cannot be told. */
export function backendsOf(
  facts: Facts,
  roles: Roles,
): {
  readonly backends: readonly Backend[];
  readonly undecided: readonly string[];
} {
  const backends = new Map<string, Backend>();
  const undecided = new Map<string, string>();
  const { rows: all, gaps } = facts.table('route');
  const rows = all.filter((route) => isOfProxy(route, roles));
  for (const route of rows) {
    const target = route['upstream-host'];
    const port = route['upstream-port'];
    if (isUndecided(target)) undecided.set(keyOf(route), target.undecided);
    if (!leadsBehind(route, roles)) continue;
    if (isUndecided(port)) undecided.set(keyOf(route), port.undecided);
    const backend = backendOf(facts, route, roles);
    if (backend && !backends.has(keyOf(route))) backends.set(keyOf(route), backend);
  }
  const hosts = new Set(rows.filter((row) => leadsBehind(row, roles)).map(({ host }) => host));
  // A machine that might be a proxy, as any that is not wholly known might, is no row to judge.
  const open = gaps.filter(({ known: of }) => of.kind !== undefined || hosts.has(of.host ?? ''));
  const reasons = [...undecided.values(), ...open.map(({ reason }) => reason)];
  return { backends: [...backends.values()], undecided: reasons };
}

/** Every hop that ends on a known port of a machine of the fleet, that of the proxy itself included. */
export function hopsOf(facts: Facts, roles: Roles): readonly Backend[] {
  const { proxies } = proxiesOf(facts, roles);
  const hops = new Map<string, Backend>();
  for (const route of proxies.flatMap(({ routes }) => routes)) {
    const backend = backendOf(facts, route, roles);
    if (backend && !hops.has(keyOf(route))) hops.set(keyOf(route), backend);
  }
  return [...hops.values()];
}

function backendOf(facts: Facts, route: RouteRow, roles: Roles): Backend | undefined {
  const host = known(route['upstream-host']);
  const port = known(route['upstream-port']);
  if (host === undefined || port === undefined) return undefined;
  const tunnel = facts
    .table('tunnel')
    .rows.find(
      (row) => row.host === host && row.addresses.includes(known(route['upstream-address']) ?? ''),
    );
  const arrival = roles.tunnel ?? tunnel?.interface;
  const wanted = { host, protocol: route.protocol, port, interface: arrival };
  return { route, wanted, at: route.places?.['upstream-port'] ?? route.at };
}

/** A virtual host that listens twice or has several names has its hops once, as has a stream. */
function keyOf(route: RouteRow): string {
  const place = route.kind === 'http' ? route.at : (route.places?.['upstream-port'] ?? route.at);
  const { expr, file, content } = place;
  const target = [known(route['upstream-address']), known(route['upstream-port'])];
  return [file, expr, content?.start, route.protocol, ...target].join(' ');
}

/** Where most of the ports stand that other hops to the machine use: in the list of all interfaces, or of the tunnel. */
export function usualList(
  facts: Facts,
  { wanted }: Pick<Backend, 'wanted'>,
  all: readonly Backend[],
): FirewallList | undefined {
  const everywhere = firewallList(facts, wanted);
  const inTunnel =
    wanted.interface === undefined ? undefined : firewallList(facts, wanted, wanted.interface);
  const used = new Set(
    all.filter((other) => other.wanted.host === wanted.host).map((other) => other.wanted.port),
  );
  const uses = (list: FirewallList | undefined): number =>
    list?.rows.filter((row) => used.has(row.port)).length ?? 0;
  return uses(inTunnel) > uses(everywhere) ? inTunnel : (everywhere ?? inTunnel);
}
