import { type Facts, gapFor } from '../facts/facts.ts';
import type { ListenerRow, Protocol } from '../facts/network.ts';

/** Who listens on a port of a machine, or why that cannot be told. */
export type Listening =
  | { readonly kind: 'somebody'; readonly listener: ListenerRow }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'undecided'; readonly reason: string };

/** Every machine has a door for ssh; one with nothing else is not described here. */
function isOfService({ kind, service }: ListenerRow): boolean {
  return kind !== 'proxy' && kind !== 'tunnel' && service !== 'openssh';
}

interface Port {
  readonly host: string;
  readonly protocol: Protocol;
  readonly port: number;
}

export function listeningOn(facts: Facts, { host, protocol, port }: Port): Listening {
  const machine = facts.table('host').rows.find((row) => row.name === host);
  if (machine?.class !== 'nixos') return { kind: 'undecided', reason: `\`${host}\` is not NixOS` };
  const table = facts.table('listener');
  const listener = table.rows.find(
    (row) =>
      row.host === host && row.protocol === protocol && row.port <= port && port <= row['to-port'],
  );
  if (listener) return { kind: 'somebody', listener };
  const gap = gapFor(table, { host, protocol, port });
  if (gap) return { kind: 'undecided', reason: gap.reason };
  return table.rows.some((row) => row.host === host && isOfService(row))
    ? { kind: 'nobody' }
    : { kind: 'undecided', reason: `no service of \`${host}\` is known to listen anywhere` };
}
