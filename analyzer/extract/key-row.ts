import { known } from '../facts/cell.ts';
import type { HostRow } from '../facts/machines.ts';
import type { PublicKeyRow } from '../facts/secret-files.ts';
import type { KeyIdentity, PublicKey } from '../secret-files/public-key.ts';

/** A key before it is worked out, and before it is known which machines there are. */
export type OwnKeyRow = Omit<PublicKeyRow, 'identifies' | 'age' | 'tag' | 'valid'> & {
  /** Names of whatever machine the key is of. */
  readonly hosts: readonly string[];
};

/** A row but for what the key itself says. */
export type KeyPlace = Pick<OwnKeyRow, 'at' | 'source' | 'file'> &
  Partial<Pick<OwnKeyRow, 'name' | 'host' | 'user' | 'hosts'>>;

export function keyRow(key: PublicKey, place: KeyPlace): OwnKeyRow {
  return {
    name: undefined,
    host: undefined,
    user: undefined,
    hosts: [],
    ...place,
    key: key.key,
    type: key.type,
    comment: key.comment,
  };
}

/** The part of a machine's row that says what it is called. */
export type MachineName = Pick<HostRow, 'name' | 'host-name'>;

/** What rows are completed from. */
export interface KeyContext {
  readonly machines: readonly MachineName[];
  readonly identityOf: (key: PublicKey) => KeyIdentity;
}

/** The row with what age makes of the key, and with the machines that its names stand for. */
export function identified(
  { hosts, ...row }: OwnKeyRow,
  { machines, identityOf }: KeyContext,
): PublicKeyRow {
  const { recipient, tag, valid } = identityOf(row);
  return { ...row, age: recipient, tag, valid, identifies: machinesNamed(machines, hosts) };
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
