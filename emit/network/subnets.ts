import { partOf, textAt } from '../fleet-options.ts';
import type { Plain } from '../values.ts';

/** The ranges of addresses of one network. */
export interface Subnet {
  readonly ipv4: string | undefined;
  readonly ipv6: string | undefined;
}

/** The option of emitters that tells which networks a machine knows. */
export const subnetsOption = {
  summary: 'The option with the networks, each with `ipv4.cidr` and `ipv6.cidr`.',
  default: 'server.network.subnets',
} as const;

/** The networks in the value of an option, in its order; those without a range are left out. */
export function subnetsIn(value: Plain): readonly Subnet[] {
  const all = Array.isArray(value) ? value : [];
  return all
    .map((subnet: Plain): Subnet => {
      const range = (family: string): string | undefined => textAt(partOf(subnet, family), 'cidr');
      return { ipv4: range('ipv4'), ipv6: range('ipv6') };
    })
    .filter(({ ipv4, ipv6 }) => ipv4 !== undefined || ipv6 !== undefined);
}

/** Every range once, each network's IPv4 before its IPv6. */
export function rangesOf(subnets: readonly Subnet[]): readonly string[] {
  const ranges = subnets.flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6]);
  return [...new Set(ranges.filter((range) => range !== undefined))];
}
