import { known } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import type { Site } from '../site.ts';

/** A name by which the configuration reaches some machine. */
export interface NamedHost {
  readonly name: string;
  readonly at: Site;
  /** What names it, for people. */
  readonly what: string;
}

/** The names that tunnels, lists of known hosts and settings of ssh lead to, each place once. */
export function namedHosts(facts: Facts): readonly NamedHost[] {
  const found = [...endpoints(facts), ...knownHosts(facts), ...sshHosts(facts)];
  const seen = new Set<string>();
  return found.filter(({ name, at }) => {
    const key = JSON.stringify([name, at]);
    return isDomain(name) && !seen.has(key) && seen.add(key);
  });
}

function endpoints(facts: Facts): NamedHost[] {
  return facts.table('tunnel-peer').rows.flatMap((row) => {
    const name = known(row['endpoint-address'])?.toLowerCase();
    const at = row.places?.endpoint ?? row.at;
    return name === undefined ? [] : [{ name, at, what: 'WireGuard endpoint' }];
  });
}

/** Names may have a port: `[git.example.org]:2222`. */
function knownHosts(facts: Facts): NamedHost[] {
  return facts.table('public-key').rows.flatMap((row) => {
    if (row.source !== 'known-host' && row.source !== 'known-hosts') return [];
    const names = row.name?.split(',') ?? [];
    return names.map((name) => {
      const plain = name.replace(/^\[(.*)\](:\d+)?$/, '$1').toLowerCase();
      return { name: plain, at: row.at, what: 'known host' };
    });
  });
}

const sshBlock =
  /(?:^|\.)programs\.ssh\.(?:matchBlocks|settings)\.(?:"([^"]+)"|([\w-]+))(?:\.(.+))?$/;

/** `hostname` of a block; the block's own name where it has none. */
function sshHosts(facts: Facts): NamedHost[] {
  const blocks = new Map<string, NamedHost>();
  for (const { host, path, value, at } of facts.table('option').rows) {
    const [, quoted, plain, option] = sshBlock.exec(path) ?? [];
    const block = quoted ?? plain;
    if (block === undefined || option === undefined) continue;
    const key = path.slice(0, -option.length);
    const isName = /^(data\.)?hostname$/i.test(option);
    const own = isName ? known(value) : block;
    if (typeof own !== 'string' || (!isName && blocks.has(`${host} ${key}`))) continue;
    blocks.set(`${host} ${key}`, { name: own.toLowerCase(), at, what: 'ssh host' });
  }
  return [...blocks.values()];
}

/** No address, no pattern, and no name of one word. */
function isDomain(name: string): boolean {
  return /^[a-z0-9_-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+$/.test(name);
}
