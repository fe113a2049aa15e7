import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { proxiesOf } from '#analyzer/network/proxies.ts';
import { machineNamed, type Roles } from '#analyzer/network/roles.ts';

/** Where requests go, as somebody wrote it: `8083`, `orchard:8083` or `10.90.0.2:8083`. */
export interface RouteTarget {
  readonly address: string;
  readonly port: number;
}

interface Wrong {
  readonly problem: string;
}

/** The machine in front: the one that is named, or the only one. */
export function proxyHere(facts: Facts, roles: Roles): string | Wrong {
  if (roles.proxy !== undefined) return roles.proxy;
  const [only, ...others] = proxiesOf(facts, roles).proxies;
  if (only && others.length === 0) return only.host;
  return { problem: 'which machine stands in front is not certain; set `proxy`' };
}

/** The address and port that a target means; a machine is reached by its end of the tunnel. */
export function targetIn(facts: Facts, written: string, roles: Roles): RouteTarget | Wrong {
  const [, bracketed, plain, digits] =
    /^(?:(?:\[([0-9a-f:]+)\]|([\w.-]+)):)?(\d{1,5})$/i.exec(written) ?? [];
  const port = Number(digits);
  if (digits === undefined || port < 1 || port > 65_535)
    return { problem: `\`${written}\` is no port, and no machine or address with a port` };
  if (bracketed !== undefined) return { address: `[${bracketed}]`, port };
  if (plain !== undefined && /^\d+(\.\d+){3}$/.test(plain)) return { address: plain, port };
  const host = plain === undefined ? backendHere(facts, roles) : machineNamed(facts, plain);
  if (host === undefined && plain !== undefined) return { address: plain, port };
  const address = host === undefined ? undefined : addressOf(facts, host, roles);
  if (address !== undefined) return { address, port };
  const whose = host === undefined ? 'what is behind the proxy' : `\`${host}\``;
  return { problem: `the address of ${whose} is not certain` };
}

/** The machine behind: the one that is named, or the only one that requests are passed on to. */
function backendHere(facts: Facts, roles: Roles): string | undefined {
  if (roles.backend !== undefined) return roles.backend;
  const { proxies } = proxiesOf(facts, roles);
  const hosts = proxies.flatMap(({ host, routes }) =>
    routes.flatMap((route) => {
      const behind = known(route['upstream-host']);
      return behind === undefined || behind === host ? [] : [behind];
    }),
  );
  const [only, ...others] = new Set(hosts);
  return others.length === 0 ? only : undefined;
}

function addressOf(facts: Facts, host: string, { tunnel }: Roles): string | undefined {
  const rows = facts
    .table('tunnel')
    .rows.filter((row) => row.host === host && (tunnel === undefined || row.interface === tunnel));
  const addresses = rows.flatMap((row) => row.addresses);
  const [only, ...others] = addresses.filter((address) => !address.includes(':'));
  if (only !== undefined) return others.length === 0 ? only : undefined;
  const [wide, ...more] = addresses;
  return wide === undefined || more.length > 0 ? undefined : `[${wide}]`;
}
