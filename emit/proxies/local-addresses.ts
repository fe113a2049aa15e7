import type { Cluster, ClusterContext } from './cluster.ts';
import { type Field, mapped } from './fields.ts';
import type { VirtualHost } from './virtual-hosts.ts';

/** How a virtual host's text leads to the machine that it is of. */
export const upstreamOptions = {
  upstreams: {
    summary: 'What stands for `localhost` in texts of other machines: their name or their address.',
    default: 'name',
    choices: ['name', 'address'],
  },
} as const;

/** Names by which a machine calls itself, but not parts of other names and addresses. */
const local = /(?<![\w.-])(?:localhost|0\.0\.0\.0|127\.0\.0\.1|\[::1?\]|(?<!:)::1)(?![\w.-])/g;

/** A text of a machine, for the machine in front: what is local there leads to the machine. */
export function resolved(
  { machine }: Pick<VirtualHost, 'machine'>,
  text: Field<string>,
  { cluster, context }: Resolving,
): Field<string> {
  if (machine.name === cluster.primary.name) return text;
  if ('unknown' in text || text.value.search(local) === -1) return text;
  return mapped(upstreamOf(machine.name, context), (name) => text.value.replace(local, name));
}

export interface Resolving {
  readonly cluster: Cluster;
  readonly context: ClusterContext<{ readonly upstreams: string }>;
}

function upstreamOf(machine: string, context: Resolving['context']): Field<string> {
  if (context.options.upstreams === 'name') return { value: machine };
  const row = context.facts.table('host').rows.find(({ name }) => name === machine);
  const [address, ...others] = row?.addresses ?? [];
  if (address !== undefined && others.length === 0) {
    return { value: address.includes(':') ? `[${address}]` : address };
  }
  const reason = `\`${machine}\` has ${address === undefined ? 'no address that is known' : 'several addresses'}`;
  return { unknown: { reason, at: row?.at } };
}
