import type { TableRows } from '#analyzer/facts/tables.ts';
import type { Problem } from '../emitter.ts';
import { type Fleet, hostNameOf, machinesOf } from '../fleet-options.ts';

type PublicKeyRow = TableRows['public-key'];

/** A machine and the public keys by which others know it. */
export interface HostKeys {
  readonly host: string;
  /** What others call it. */
  readonly name: string;
  /** Each with its type in front, sorted. */
  readonly keys: readonly string[];
}

export interface FleetKeys {
  readonly hosts: readonly HostKeys[];
  readonly problems: readonly Problem[];
}

/** The public keys of machines that certainly are theirs, in the order of the machines. */
export function hostKeysOf(fleet: Fleet): FleetKeys {
  const { facts } = fleet;
  const rows = facts.table('public-key').rows.filter(({ type, valid }) => {
    return valid && type.startsWith('ssh-');
  });
  const hosts = machinesOf(fleet).map((host): HostKeys => {
    const own = rows.filter(({ identifies }) => identifies.includes(host));
    const given = own.filter(isGiven);
    const keys = (given.length > 0 ? given : own.filter(isWritten)).map(({ key }) => key);
    return { host, name: hostNameOf(fleet, host), keys: [...new Set(keys)].toSorted() };
  });
  const problems = hosts.flatMap(({ host, keys }): Problem[] => {
    if (keys.length > 0) return [];
    const at = facts.table('host').rows.find(({ name }) => name === host)?.at;
    return [{ message: `no public key in the repository certainly is that of \`${host}\``, at }];
  });
  return { hosts: hosts.filter(({ keys }) => keys.length > 0), problems };
}

/** A key as the machine itself made it. Other lists of keys may be copies, and ours among them. */
function isGiven({ source, file }: PublicKeyRow): boolean {
  return source === 'file' && file.endsWith('.pub');
}

/** A key that the configuration writes out. */
function isWritten({ source }: PublicKeyRow): boolean {
  return source === 'nix' || source === 'known-host' || source === 'host-key';
}
