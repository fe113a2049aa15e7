import type { Cell } from '../facts/cell.ts';
import type { Gap, Table } from '../facts/facts.ts';
import type { FleetHost } from '../flake/fleet.ts';
import type { Addresses } from './addresses.ts';
import { caddyRoutes } from './caddy-routes.ts';
import { haproxyRoutes } from './haproxy-routes.ts';
import { nginxRoutes } from './nginx-routes.ts';
import type { OwnRoutes } from './route-rows.ts';
import { traefikRoutes } from './traefik-routes.ts';

/** What the proxies of a machine serve, in the order of their kinds. */
export function ownRoutes(host: FleetHost): OwnRoutes {
  const found = [nginxRoutes, caddyRoutes, traefikRoutes, haproxyRoutes].map((read) => read(host));
  return {
    rows: found.flatMap(({ rows }) => rows),
    gaps: distinct(found.flatMap(({ gaps }) => gaps)),
  };
}

/** What hides every proxy is one gap. */
function distinct(gaps: readonly Gap<'route'>[]): readonly Gap<'route'>[] {
  return [...new Map(gaps.map((gap) => [JSON.stringify(gap), gap])).values()];
}

/** The routes of all machines, with the machines that they lead to. */
export function routeTable(machines: readonly OwnRoutes[], addresses: Addresses): Table<'route'> {
  const ownerOf = (address: Cell<string>, host: string): Cell<string> => {
    if (address === undefined || typeof address === 'object') return address;
    return addresses.ownerOf(address, host);
  };
  return {
    rows: machines.flatMap(({ rows }) =>
      rows.map((row) => {
        return { ...row, 'upstream-host': ownerOf(row['upstream-address'], row.host) };
      }),
    ),
    gaps: machines.flatMap(({ gaps }) => gaps),
  };
}
