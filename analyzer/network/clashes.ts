import { isUndecided, known } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import type { ListenerRow } from '../facts/network.ts';

/** Two listeners of a machine that want one port. */
export interface Clash {
  readonly proxy: ListenerRow;
  readonly other: ListenerRow;
}

/** Ports of proxies that something else of the machine listens on as well, and why more cannot be told. */
export function clashesOf(facts: Facts): {
  readonly clashes: readonly Clash[];
  readonly decided: number;
  readonly undecided: readonly string[];
} {
  const { rows } = facts.table('listener');
  const clashes = new Map<string, Clash>();
  const undecided: string[] = [];
  const proxies = rows.filter(({ kind }) => kind === 'proxy');
  for (const proxy of proxies) {
    for (const other of rows.filter((row) => mayClash(proxy, row))) {
      const doubt = [proxy.address, other.address].find(isUndecided);
      const key = [proxy.host, proxy.protocol, proxy.port, other.service].join(' ');
      if (doubt) undecided.push(doubt.undecided);
      else if (meet(proxy, other) && !clashes.has(key)) clashes.set(key, { proxy, other });
    }
  }
  return { clashes: [...clashes.values()], decided: proxies.length, undecided };
}

/**
 * What a unit says of a port may be where it sends requests, and its service may
 * say the same of itself, so only options, containers and other proxies count.
 * Options that the repository declares may be what the proxy is made from.
 */
function mayClash(proxy: ListenerRow, row: ListenerRow): boolean {
  const isOther = row.host === proxy.host && row.service !== proxy.service;
  const isCertain = row.kind === 'option' || row.kind === 'container' || row.kind === 'proxy';
  const isOwnOption = row.source.startsWith(`${row.service}.`);
  const isAfter = row.kind !== 'proxy' || row.service > proxy.service;
  const overlaps = row.port <= proxy['to-port'] && proxy.port <= row['to-port'];
  return (
    isOther && isCertain && !isOwnOption && isAfter && overlaps && row.protocol === proxy.protocol
  );
}

function meet(a: ListenerRow, b: ListenerRow): boolean {
  const [left, right] = [known(a.address), known(b.address)];
  const isEverywhere = (address: string | undefined): boolean =>
    address === '*' || address === '0.0.0.0';
  return left === right || isEverywhere(left) || isEverywhere(right);
}
