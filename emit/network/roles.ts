import type { Facts } from '#analyzer/facts/facts.ts';
import { proxiesOf, type ReverseProxy } from '#analyzer/network/proxies.ts';
import { machineNamed, type Roles } from '#analyzer/network/roles.ts';
import type { Problem } from '../emitter.ts';

/** Options of emitters that write about a proxy and what is behind it. */
export const roleOptions = {
  proxy: {
    summary: 'The machine that stands in front; empty for every one that passes requests on.',
    default: '',
  },
  backend: {
    summary: 'The machine that requests are passed on to; empty for every one.',
    default: '',
  },
  tunnel: {
    summary: 'The interface by which requests arrive there; empty for that of the address.',
    default: '',
  },
} as const;

type RoleNames = { readonly [Name in keyof typeof roleOptions]: string };

/** Which machines the options name; a name that is no machine's is a problem. */
export function rolesOf(
  facts: Facts,
  { proxy, backend, tunnel }: RoleNames,
): { readonly roles: Roles; readonly problems: readonly Problem[] } {
  const found = [proxy, backend].map((name) => (name === '' ? '' : machineNamed(facts, name)));
  const problems = [proxy, backend].flatMap((name, index) =>
    found[index] === undefined ? [{ message: `there is no machine \`${name}\`` }] : [],
  );
  const [inFront, behind] = found;
  return {
    roles: {
      proxy: inFront || undefined,
      backend: behind || undefined,
      tunnel: tunnel || undefined,
    },
    problems,
  };
}

/** The proxies that are asked for, and why there may be more to them than is known. */
export interface KnownProxies {
  readonly roles: Roles;
  readonly proxies: readonly ReverseProxy[];
  readonly problems: readonly Problem[];
}

export function knownProxies(
  facts: Facts,
  names: RoleNames,
  wants: (host: string) => boolean,
): KnownProxies {
  const { roles, problems } = rolesOf(facts, names);
  const { proxies, undecided } = proxiesOf(facts, roles);
  const wanted = proxies.filter(({ host }) => wants(host));
  const hosts = new Set(wanted.map(({ host }) => host));
  const table = facts.table('route');
  const open = table.gaps.filter((gap) =>
    gap.known.host === undefined ? hosts.size === 0 : hosts.has(gap.known.host),
  );
  const more = open.map(({ reason, at }) => ({ message: `what a proxy forwards: ${reason}`, at }));
  const unclear = undecided.map((reason) => ({ message: `who is a proxy: ${reason}` }));
  return { roles, proxies: wanted, problems: distinct([...problems, ...unclear, ...more]) };
}

/** Each reason once, at the first of its places. */
export function distinct(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ message }) => !seen.has(message) && seen.add(message));
}
