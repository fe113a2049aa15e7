import { isUndecided, known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { Protocol, RouteRow } from '#analyzer/facts/network.ts';
import { type Backend, backendsOf } from '#analyzer/network/backends.ts';
import { portComment } from '#analyzer/network/firewall.ts';
import { type PublicPort, publicPorts } from '#analyzer/network/proxies.ts';
import type { Site } from '#analyzer/site.ts';
import type { Problem } from '../emitter.ts';
import { distinct, type KnownProxies } from './roles.ts';

/** A port that has to be open on a machine. */
export interface NeededPort {
  readonly host: string;
  readonly protocol: Protocol;
  readonly port: number;
  /** The hop by which a proxy reaches it; `undefined` where the world does. */
  readonly hop: Backend | undefined;
  /** What people call what listens there. */
  readonly service: string | undefined;
  /** The same as the configuration has it, where it does. */
  readonly name: string | undefined;
  readonly at: Site;
}

/** Everything that proxies, what is behind them and the tunnels between need, each port once. */
export function neededPorts(
  facts: Facts,
  { proxies, roles }: KnownProxies,
): { readonly ports: readonly NeededPort[]; readonly problems: readonly Problem[] } {
  const hosts = new Set(proxies.map(({ host }) => host));
  const { backends } = backendsOf(facts, roles);
  const hops = backends.filter(({ route }) => hosts.has(route.host));
  const machines = new Set([...hosts, ...hops.map(({ wanted }) => wanted.host)]);
  const all = [
    ...proxies.flatMap((proxy) => publicPorts(proxy).map((port) => atProxy(facts, port))),
    ...tunnelPorts(facts, machines),
    ...hops.map((hop) => behindProxy(facts, hop)),
  ];
  const seen = new Set<string>();
  const ports = all.filter(({ host, protocol, port }) => {
    const key = `${host} ${protocol} ${port}`;
    return !seen.has(key) && seen.add(key);
  });
  const problems = proxies.flatMap(({ routes }) => routes.flatMap(unclearHop));
  return { ports, problems: distinct(problems) };
}

/** Why nobody can tell where a route ends. */
function unclearHop(route: RouteRow): Problem[] {
  const cell = [route['upstream-host'], route['upstream-port']].find(isUndecided);
  if (!isUndecided(cell)) return [];
  const message = `where a route of \`${route.host}\` ends: ${cell.undecided}`;
  return [{ message, at: route.places?.['upstream-port'] ?? route.at }];
}

function atProxy(facts: Facts, wanted: PublicPort): NeededPort {
  const { route, protocol, port } = wanted;
  const own = portComment(facts, { host: route.host, protocol, port }) ?? webName(wanted);
  const name = route['upstream-name'];
  return {
    host: route.host,
    protocol,
    port,
    hop: undefined,
    service: own ?? (name && titleOf(name)) ?? serviceBehind(facts, wanted) ?? route.domain,
    name: webName(wanted) ?? name,
    at: route.places?.['listen-port'] ?? route.at,
  };
}

function webName({ route, port }: PublicPort): string | undefined {
  if (route.kind === 'stream') return undefined;
  return port === 80 ? 'HTTP' : port === 443 ? 'HTTPS' : undefined;
}

/** What there is where a stream ends. */
function serviceBehind(facts: Facts, { route, protocol }: PublicPort): string | undefined {
  const [host, port] = [known(route['upstream-host']), known(route['upstream-port'])];
  if (route.kind === 'http' || host === undefined || port === undefined) return undefined;
  const behind = { host, protocol, port };
  return portComment(facts, behind) ?? listeningService(facts, behind);
}

function behindProxy(facts: Facts, hop: Backend): NeededPort {
  const { host, protocol, port } = hop.wanted;
  const { domain, 'upstream-name': name } = hop.route;
  const own = portComment(facts, hop.wanted) ?? listeningService(facts, hop.wanted);
  const service = own ?? (name && titleOf(name)) ?? domain;
  return { host, protocol, port, hop, service, name, at: hop.at };
}

function tunnelPorts(facts: Facts, machines: ReadonlySet<string>): NeededPort[] {
  return facts.table('tunnel').rows.flatMap((row): NeededPort[] => {
    const port = known(row['listen-port']);
    if (row.kind !== 'wireguard' || port === undefined || !machines.has(row.host)) return [];
    const service = portComment(facts, { host: row.host, protocol: 'udp', port }) ?? 'WireGuard';
    const at = row.places?.['listen-port'] ?? row.at;
    const common = { host: row.host, protocol: 'udp', port, hop: undefined } as const;
    return [{ ...common, service, name: 'wireguard', at }];
  });
}

type Port = Pick<NeededPort, 'host' | 'protocol' | 'port'>;

/** The only thing that listens on a port, as people would call it. */
function listeningService(facts: Facts, { host, protocol, port }: Port): string | undefined {
  const rows = facts
    .table('listener')
    .rows.filter(
      (row) =>
        row.host === host &&
        row.protocol === protocol &&
        row.port <= port &&
        port <= row['to-port'],
    );
  const [only, ...others] = new Set(rows.map(({ service }) => service));
  if (only === undefined || only.includes('.') || others.length > 0) return undefined;
  return titleOf(only);
}

/** `soft-serve` as people would write it; a word without a vowel is an abbreviation. */
export function titleOf(name: string): string {
  const words = name.replace(/[-_:.]+/g, ' ');
  if (/^[^aeiouy\d]+$/i.test(words)) return words.toUpperCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
