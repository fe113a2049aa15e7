import { known } from '../facts/cell.ts';
import { type Facts, gapFor } from '../facts/facts.ts';
import type { IdentityCheckRow } from '../facts/identity.ts';
import type { HostRow } from '../facts/machines.ts';
import type { Site } from '../site.ts';
import { asksFor } from './holds.ts';

/** A machine and the name it gives itself. */
export interface NamedMachine {
  readonly host: HostRow;
  /** `undefined` when it cannot be told. */
  readonly name: string | undefined;
  /** Where it gives itself the name; `undefined` when it has one by default. */
  readonly at: Site | undefined;
}

/** The machines of a fleet as seen from one file that checks which one it is on. Homes have no names of their own. */
export interface Machines {
  readonly all: readonly NamedMachine[];
  /** Those that read the file: all when it is no module, none when only homes read it. */
  readonly here: readonly NamedMachine[];
  /** Whether there are machines, there are no others, and the name of each is known. */
  readonly complete: boolean;
}

export function machinesAt(file: string, facts: Facts): Machines {
  const hosts = facts.table('host');
  const all = hosts.rows
    .filter((host) => host.class !== 'home')
    .map((host) => ({
      host,
      name: known(host['host-name']),
      at: host.places?.['host-name'],
    }));
  const module = facts.table('module').rows.find((row) => row.file === file);
  const here = module ? all.filter(({ host }) => module.hosts.includes(host.name)) : all;
  const complete =
    gapFor(hosts, {}) === undefined &&
    all.length > 0 &&
    all.every(({ name }) => name !== undefined);
  return { all, here, complete };
}

/** The machines whose name the check asks for. */
export function askedFor(
  row: IdentityCheckRow,
  machines: readonly NamedMachine[],
): readonly NamedMachine[] {
  return machines.filter(({ name }) => name !== undefined && asksFor(row, name) === true);
}

/** Whether it is certain that no machine's name is one the check asks for. */
export function asksForNone(row: IdentityCheckRow, { all, complete }: Machines): boolean {
  return complete && all.every(({ name }) => name !== undefined && asksFor(row, name) === false);
}

/** Whether every machine that reads the file has a name the check asks for. */
export function asksForAll(row: IdentityCheckRow, { here }: Machines): boolean {
  return (
    here.length > 0 && here.every(({ name }) => name !== undefined && asksFor(row, name) === true)
  );
}
