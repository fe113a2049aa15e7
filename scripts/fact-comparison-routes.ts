import { known } from '#analyzer/facts/cell.ts';
import type { RouteRow } from '#analyzer/facts/network.ts';
import { type Machine, rowsOf } from './fact-machine.ts';
import { type OracleFacts, type OracleVirtualHost, scalarOf, textsOf } from './fact-oracle.ts';

/** Compares what virtual hosts answer to, and where they lead. */
export function compareRoutes(machine: Machine, theirs: OracleFacts): void {
  const { score, host } = machine;
  const all = rowsOf(machine, 'route').filter((row) => row.kind === 'http');
  compareCaddy(machine, all, theirs);
  const routes = all.filter((row) => row.proxy === 'nginx');
  const question = { host: host.name, table: 'route' } as const;
  const virtualHosts = Object.entries(theirs.nginx ?? {});
  const domains = virtualHosts.flatMap(([name, virtualHost]) => domainsOf(name, virtualHost));
  // Of a virtual host that fails there, the oracle tells no other names.
  const isWhole = virtualHosts.every(([, virtualHost]) => !('error' in virtualHost));
  score.sets(
    { ...question, what: 'virtual host' },
    routes.flatMap(({ domain = '' }) => (isWhole || domains.includes(domain) ? domain || [] : [])),
    theirs.nginx && domains,
  );
  for (const [name, virtualHost] of virtualHosts) {
    const own = domainsOf(name, virtualHost);
    const targets = targetsOf(virtualHost, theirs.nginxUpstreams);
    const ours = routes.filter((row) => row.domain !== undefined && row.domain === own[0]);
    const ports = ours.flatMap((row) => known(row['upstream-port']) ?? []);
    if (targets && own.length > 0)
      score.sets({ ...question, what: `${own[0]} leads to` }, ports.map(String), targets);
  }
}

/** Compares the names that Caddy answers to; its own texts nobody else reads here. */
function compareCaddy(
  { score, host }: Machine,
  routes: readonly RouteRow[],
  theirs: OracleFacts,
): void {
  const sites = Object.entries(theirs.caddy ?? {});
  const names = sites.flatMap(([name, site]) => [
    String(scalarOf(site.hostName) ?? name),
    ...(textsOf(site.serverAliases) ?? []),
  ]);
  score.sets(
    { host: host.name, table: 'route', what: 'Caddy site' },
    routes.flatMap((row) => (row.proxy === 'caddy' && row.domain) || []),
    theirs.caddy && names.flatMap(addressesOf).flatMap((name) => domainOfSite(name) ?? []),
  );
}

/** A site may have several addresses, with commas between them. */
function addressesOf(name: string): string[] {
  return name.split(/[\s,]+/);
}

/** The name in the address of a site; unset for an address or a wildcard for any name. */
function domainOfSite(address: string): string | undefined {
  const name = address.replace(/^https?:\/\//, '').replace(/(:\d+)?(\/.*)?$/, '');
  const isAddress = /^\d+(\.\d+){3}$|^$/.test(name);
  return isAddress || name.includes('<<') ? undefined : name;
}

function domainsOf(name: string, virtualHost: OracleVirtualHost): string[] {
  const own = scalarOf(virtualHost.serverName) ?? name;
  const aliases = textsOf(virtualHost.serverAliases) ?? [];
  return [String(own), ...aliases].filter(
    (domain) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(domain) && !/^\d+(\.\d+){3}$/.test(domain),
  );
}

/** The ports of plain addresses; unset where one of them is not plain, or may be the name of an upstream. */
function targetsOf(
  { locations }: OracleVirtualHost,
  upstreams: OracleFacts['nginxUpstreams'],
): string[] | undefined {
  const ports: string[] = [];
  for (const location of Object.values(locations ?? {})) {
    const proxyPass = location?.proxyPass;
    if (proxyPass === undefined || proxyPass === null) continue;
    const text = scalarOf(proxyPass);
    const match = /^(https?|grpcs?):\/\/(\[[^\]]+\]|[^:/$]+)(?::(\d+))?(?:\/|$)/.exec(String(text));
    const [, , target = ''] = match ?? [];
    const isName = upstreams ? target in upstreams : /^[\w-]+$/.test(target);
    if (text === undefined || !match || isName) return undefined;
    ports.push(match[3] ?? (match[1] === 'https' ? '443' : '80'));
  }
  return ports;
}
