import type { Problem } from '../emitter.ts';
import type { Cluster, ClusterContext } from './cluster.ts';
import { allOf, type Field, fieldAt, numberAt, textAt, withDefault } from './fields.ts';
import { leftOut, type VirtualHost, virtualHostsOf } from './virtual-hosts.ts';

/** A virtual host that is reached below HTTP as well, by a port of its own. */
export interface Layer4Entry {
  readonly host: VirtualHost;
  readonly domain: string;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  /** Whether the virtual host itself says its protocol. */
  readonly saysProtocol: boolean;
  readonly config: string;
}

export interface Layer4Entries {
  readonly entries: readonly Layer4Entry[];
  readonly problems: readonly Problem[];
}

/** What is reached below HTTP, in ascending order of ports, then by name. */
export function layer4Entries(cluster: Cluster, context: ClusterContext): Layer4Entries {
  const { hosts, problems } = virtualHostsOf(cluster, context);
  const all = hosts.map((host) => ({ host, found: entryOf(host) }));
  const entries = all.flatMap(({ found }) =>
    'value' in found && found.value !== undefined ? [found.value] : [],
  );
  const left = all.flatMap(({ host, found }) =>
    'unknown' in found ? [leftOut(host, found.unknown)] : [],
  );
  return {
    entries: entries.toSorted((a, b) => a.port - b.port || context.compare(a.domain, b.domain)),
    problems: [...problems, ...left],
  };
}

function entryOf(host: VirtualHost): Field<Layer4Entry | undefined> {
  const { value } = host;
  const asked = fieldAt({ value: value.value, missing: wholly(host) }, 'l4');
  if ('unknown' in asked) return asked;
  if (asked.value === undefined) return { value: undefined };
  const parts = allOf({
    domain: host.domain,
    port: numberAt(value, 'l4', 'listenPort'),
    said: textAt(value, 'l4', 'protocol'),
    config: withDefault(textAt(value, 'l4', 'config'), ''),
  });
  if ('unknown' in parts) return parts;
  const { port, said, domain, config } = parts.value;
  const protocol = said ?? 'tcp';
  if (port === undefined) return { unknown: { reason: 'its port is not set', at: host.at } };
  if (protocol !== 'tcp' && protocol !== 'udp')
    return { unknown: { reason: `\`${protocol}\` is no protocol`, at: host.at } };
  const saysProtocol = said !== undefined;
  return { value: { host, domain, port, protocol, saysProtocol, config } };
}

/** What is missing of the virtual host as a whole, so that it may be more than it seems. */
function wholly({ value }: VirtualHost): VirtualHost['value']['missing'] {
  return value.missing.filter(({ path: [first, second] }) => {
    return first === undefined || (first === 'l4' && second === undefined);
  });
}
