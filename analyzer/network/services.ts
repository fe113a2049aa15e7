import { known } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import { portComment } from './firewall.ts';
import type { PublicPort } from './proxies.ts';

/** What people call a port: the web, or what a firewall says on the proxy or on the machine behind it. */
export function serviceOf(facts: Facts, { route, protocol, port }: PublicPort): string | undefined {
  if (route.kind === 'http') return port === 443 ? 'HTTPS' : port === 80 ? 'HTTP' : undefined;
  const here = portComment(facts, { host: route.host, protocol, port });
  if (here !== undefined) return here;
  const [host, behind] = [known(route['upstream-host']), known(route['upstream-port'])];
  if (host === undefined || behind === undefined) return undefined;
  return portComment(facts, { host, protocol, port: behind });
}

/** The same in the form that labels of ingress rules have. */
export function labelOf(facts: Facts, wanted: PublicPort): string {
  const words =
    serviceOf(facts, wanted)
      ?.toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  const label = words.join('_');
  return /^[a-z]/.test(label) ? label : `${wanted.protocol}_${wanted.port}`;
}
