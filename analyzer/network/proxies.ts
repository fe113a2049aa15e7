import { isUndecided, known } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import type { RouteRow } from '../facts/network.ts';
import type { Roles } from './roles.ts';

/** A machine that passes requests on to other machines of the fleet. */
export interface ReverseProxy {
  readonly host: string;
  /** All its routes, those that end on the machine itself included. */
  readonly routes: readonly RouteRow[];
}

export interface Proxies {
  readonly proxies: readonly ReverseProxy[];
  /** Why other machines with routes may be proxies as well. */
  readonly undecided: readonly string[];
}

/**
 * Who stands in front of whom. A machine whose nginx serves only what runs on
 * the machine itself, or sends requests out of the fleet, is no proxy unless
 * it is named as one.
 */
export function proxiesOf(facts: Facts, roles: Roles): Proxies {
  const byHost = new Map<string, RouteRow[]>();
  for (const row of facts.table('route').rows.filter((route) => isOfProxy(route, roles)))
    byHost.set(row.host, [...(byHost.get(row.host) ?? []), row]);
  const proxies: ReverseProxy[] = [];
  const undecided: string[] = [];
  for (const [host, routes] of byHost) {
    const reason = routes.map((row) => row['upstream-host']).find(isUndecided)?.undecided;
    if (host === roles.proxy || routes.some((route) => leadsBehind(route, roles)))
      proxies.push({ host, routes });
    else if (reason !== undefined) undecided.push(reason);
  }
  return { proxies, undecided };
}

/** Whether another machine of the fleet answers, and the one that is named if one is. */
export function leadsBehind(row: RouteRow, { backend }: Roles): boolean {
  const target = known(row['upstream-host']);
  if (target === undefined || target === row.host) return false;
  return backend === undefined || target === backend;
}

/** Whether the route is of the machine that is named, if one is. */
export function isOfProxy({ host }: RouteRow, { proxy }: Roles): boolean {
  return proxy === undefined || host === proxy;
}

/** One route for each domain that the proxy serves over HTTP, by name. */
export function servedDomains({ routes }: ReverseProxy): ReadonlyMap<string, RouteRow> {
  const domains = new Map<string, RouteRow>();
  for (const row of routes)
    if (row.domain !== undefined && !domains.has(row.domain)) domains.set(row.domain, row);
  return domains;
}

/** One port that a proxy listens on for everyone, with the first route that says so. */
export interface PublicPort {
  readonly protocol: RouteRow['protocol'];
  readonly port: number;
  readonly route: RouteRow;
}

/** The ports on which the whole network reaches the proxy, by protocol and number. */
export function publicPorts({ routes }: ReverseProxy): readonly PublicPort[] {
  const ports = new Map<string, PublicPort>();
  for (const route of routes) {
    const { protocol, 'listen-port': port } = route;
    const key = `${protocol} ${port}`;
    if (route['listen-address'] === undefined && !ports.has(key))
      ports.set(key, { protocol, port, route });
  }
  return [...ports.values()];
}
