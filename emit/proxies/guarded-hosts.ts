import type { Problem } from '../emitter.ts';
import { type Guarded, guardedHost, type LoginSource } from './kanidm.ts';
import { leftOut, virtualHostsOf } from './virtual-hosts.ts';

export interface GuardedHosts {
  /** In the order of their names. */
  readonly guarded: readonly Guarded[];
  readonly problems: readonly Problem[];
}

/** The virtual hosts that people log in for. */
export function guardedHosts(source: LoginSource): GuardedHosts {
  const { cluster, context } = source;
  const { hosts, problems } = virtualHostsOf(cluster, context);
  const all = hosts.map((host) => ({ host, found: guardedHost(host, source) }));
  const guarded = all.flatMap(({ found }) => {
    return 'value' in found && found.value !== undefined ? [found.value] : [];
  });
  const left = all.flatMap(({ host, found }) =>
    'unknown' in found ? [leftOut(host, found.unknown)] : [],
  );
  return {
    guarded: guarded.toSorted((a, b) => context.compare(a.host.name, b.host.name)),
    problems: [...problems, ...left],
  };
}
