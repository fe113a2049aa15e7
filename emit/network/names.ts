import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { RouteRow } from '#analyzer/facts/network.ts';
import { isLocalName } from '#analyzer/network/names.ts';
import type { ReverseProxy } from '#analyzer/network/proxies.ts';
import { namedStreams } from '#analyzer/network/streams.ts';
import type { Site } from '#analyzer/site.ts';

/** A name by which the world reaches a proxy. */
export interface PublicName {
  readonly domain: string;
  readonly at: Site;
}

/** Names of virtual hosts, of streams that something gives one to, and of ends of tunnels. */
export function publicNames(
  facts: Facts,
  proxies: readonly ReverseProxy[],
): ReadonlyMap<string, PublicName> {
  const names = new Map<string, PublicName>();
  const all = [
    ...proxies.flatMap(({ routes }) => routes.flatMap(servedName)),
    ...streamNames(facts, proxies),
    ...proxies.flatMap(({ host }) => endpointNames(facts, host)),
  ];
  for (const { domain, at } of all) {
    const name = domain.toLowerCase();
    if (isPublicName(name) && !names.has(name)) names.set(name, { domain: name, at });
  }
  return names;
}

function servedName(route: RouteRow): PublicName[] {
  const { domain, 'listen-address': address } = route;
  if (domain === undefined || isInner(address)) return [];
  return [{ domain, at: route.places?.domain ?? route.at }];
}

function streamNames(facts: Facts, proxies: readonly ReverseProxy[]): readonly PublicName[] {
  const hasStreams = proxies.some(({ routes }) => routes.some(({ kind }) => kind === 'stream'));
  return hasStreams ? namedStreams(facts) : [];
}

/** Names by which peers reach this end of a tunnel: those that they give to an end with its address. */
function endpointNames(facts: Facts, host: string): PublicName[] {
  const own = facts
    .table('tunnel')
    .rows.flatMap((row) => (row.host === host && row.kind === 'wireguard' ? row.addresses : []));
  return facts.table('tunnel-peer').rows.flatMap((peer) => {
    const domain = known(peer['endpoint-address']);
    const ranges = known(peer['allowed-ips']) ?? [];
    const isOurs = ranges.some((range) => own.includes(range.replace(/\/(32|128)$/, '')));
    if (peer.host === host || domain === undefined || !isOurs) return [];
    return [{ domain, at: peer.places?.endpoint ?? peer.at }];
  });
}

/** Whether an address is one that only machines nearby reach. */
function isInner(address: string | undefined): boolean {
  return /^(10\.|127\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:|fe80:|::1$)/i.test(
    address ?? '',
  );
}

function isPublicName(name: string): boolean {
  const isName = /^(\*\.)?([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)+[a-z][a-z0-9-]*$/.test(name);
  return isName && !isLocalName(name);
}
