import { isUndecided, known } from '../facts/cell.ts';
import { type Facts, gapFor } from '../facts/facts.ts';
import type { TunnelRow } from '../facts/network.ts';
import type { TableRows } from '../facts/tables.ts';
import { covers } from './ranges.ts';

type TunnelPeerRow = TableRows['tunnel-peer'];

/** A peer of one machine that is certainly an interface of another. */
export interface TunnelPair {
  readonly peer: TunnelPeerRow;
  /** The interface that the peer belongs to. */
  readonly near: TunnelRow;
  /** The interface of the other machine. */
  readonly far: TunnelRow;
}

/**
 * Peers whose ranges are single addresses of tunnels of one other machine. A
 * peer that leads to several machines is a hub, and so is one whose key is that
 * of different machines elsewhere: which machine it is cannot be told.
 */
export function tunnelPairs(facts: Facts): readonly TunnelPair[] {
  const tunnels = facts.table('tunnel').rows.filter(({ kind }) => kind === 'wireguard');
  const pairs = facts.table('tunnel-peer').rows.flatMap((peer): TunnelPair[] => {
    const near = tunnels.find(
      (row) =>
        row.host === peer.host && row.interface === peer.interface && row.addresses.length > 0,
    );
    const ranges = known(peer['allowed-ips']) ?? [];
    const [far, ...others] = tunnels.filter(
      (row) => row.host !== peer.host && ranges.some((range) => isOf(range, row)),
    );
    return near && far && others.length === 0 ? [{ peer, near, far }] : [];
  });
  return pairs.filter(({ peer, far }) => {
    const key = known(peer['public-key']);
    return !pairs.some(
      (other) =>
        key !== undefined && known(other.peer['public-key']) === key && other.far.host !== far.host,
    );
  });
}

function isOf(range: string, { addresses }: TunnelRow): boolean {
  return addresses.some(
    (address) => range === address || range === `${address}/32` || range === `${address}/128`,
  );
}

/** Whether the other machine takes packets of this one, or why that cannot be told. */
export type Return =
  | { readonly kind: 'taken'; readonly peer: TunnelPeerRow }
  | { readonly kind: 'refused'; readonly peers: readonly TunnelPeerRow[] }
  | { readonly kind: 'undecided'; readonly reason: string };

/** WireGuard drops what comes from an address that is none of the peer's. */
export function returnOf(facts: Facts, { near, far }: TunnelPair): Return {
  const table = facts.table('tunnel-peer');
  const peers = table.rows.filter(
    (row) => row.host === far.host && row.interface === far.interface,
  );
  const taking = peers.find((row) =>
    (known(row['allowed-ips']) ?? []).some((range) =>
      near.addresses.some((address) => takes(range, address)),
    ),
  );
  if (taking) return { kind: 'taken', peer: taking };
  const doubt = peers.map((row) => row['allowed-ips']).find(isUndecided)?.undecided;
  const gap = gapFor(table, { host: far.host, interface: far.interface });
  const reason = doubt ?? gap?.reason;
  if (reason !== undefined) return { kind: 'undecided', reason };
  // Ranges of IPv6 are not compared.
  return near.addresses.some((address) => address.includes(':'))
    ? { kind: 'undecided', reason: 'addresses of IPv6 are not compared' }
    : { kind: 'refused', peers };
}

function takes(range: string, address: string): boolean {
  return range === '0.0.0.0/0' || range === address || covers(range, address);
}
