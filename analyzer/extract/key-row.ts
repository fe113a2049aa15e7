import { known } from '../facts/cell.ts';
import type { HostRow } from '../facts/machines.ts';
import type { PublicKeyRow } from '../facts/secret-files.ts';
import { ageIdentity, isWholeKey, type PublicKey } from '../secret-files/public-key.ts';

/** A key before it is known which machines there are. */
export type OwnKeyRow = Omit<PublicKeyRow, 'identifies'> & {
  /** Names of whatever machine the key is of. */
  readonly hosts: readonly string[];
};

/** A row but for what the key itself says. */
export type KeyPlace = Pick<OwnKeyRow, 'at' | 'source' | 'file'> &
  Partial<Pick<OwnKeyRow, 'name' | 'host' | 'user' | 'hosts'>>;

export function keyRow(key: PublicKey, place: KeyPlace): OwnKeyRow {
  const { recipient, tag } = ageIdentity(key);
  return {
    name: undefined,
    host: undefined,
    user: undefined,
    hosts: [],
    ...place,
    key: key.key,
    type: key.type,
    comment: key.comment,
    age: recipient,
    tag,
    valid: isWholeKey(key),
  };
}

/** The part of a machine's row that says what it is called. */
export type MachineName = Pick<HostRow, 'name' | 'host-name'>;

/** The row with the machines that the names stand for. */
export function identified(
  { hosts, ...row }: OwnKeyRow,
  machines: readonly MachineName[],
): PublicKeyRow {
  return { ...row, identifies: machinesNamed(machines, hosts) };
}

/** The machines that one of the names is that of. */
export function machinesNamed(
  machines: readonly MachineName[],
  names: readonly string[],
): readonly string[] {
  return machines.flatMap((machine) => {
    const own = [machine.name, known(machine['host-name'])];
    return names.some((name) => own.includes(name)) ? [machine.name] : [];
  });
}
