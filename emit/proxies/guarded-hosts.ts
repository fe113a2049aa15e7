import type { Problem } from '../emitter.ts';
import { type Guarded, guardedHost, type LoginSource } from './kanidm.ts';
import { leftOut, type VirtualHost, virtualHostsOf } from './virtual-hosts.ts';

export interface GuardedHosts {
  /** In the order of their names. */
  readonly guarded: readonly Guarded[];
  readonly problems: readonly Problem[];
}

/** The virtual hosts that people log in for. One that contradicts another of its context is left out. */
export function guardedHosts(source: LoginSource): GuardedHosts {
  const { cluster, context } = source;
  const { hosts, problems } = virtualHostsOf(cluster, context);
  const all = hosts.map((host) => ({ host, found: guardedHost(host, source) }));
  const guarded = all
    .flatMap(({ found }) => ('value' in found ? (found.value ?? []) : []))
    .toSorted((a, b) => context.compare(a.host.name, b.host.name));
  const left = all.flatMap(({ host, found }) =>
    'unknown' in found ? [leftOut(host, found.unknown)] : [],
  );
  const contrary = guarded.flatMap((one) => contradiction(one, guarded) ?? []);
  const lost = new Set(contrary.map(({ host }) => host));
  return {
    guarded: guarded.filter(({ host }) => !lost.has(host)),
    problems: [...problems, ...left, ...contrary.map(({ problem }) => problem)],
  };
}

/** Both sides know a context once, so all its virtual hosts have to say the same of it. */
function contradiction(
  { host, login }: Guarded,
  all: readonly Guarded[],
): { readonly host: VirtualHost; readonly problem: Problem } | undefined {
  const first = all.find((other) => other.login.context === login.context);
  if (first === undefined || first.host === host) return undefined;
  const isSame =
    first.login.authDomain === login.authDomain &&
    first.login.scopes.join(' ') === login.scopes.join(' ');
  if (isSame) return undefined;
  const reason = `\`${first.host.name}\` says something else of the login \`${login.context}\``;
  return { host, problem: leftOut(host, { reason, at: host.at }) };
}
