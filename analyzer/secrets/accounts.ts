import { isUndecided, known } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import type { SecretReferenceRow, SecretRow } from '../facts/secrets.ts';
import { leadsTo } from './references.ts';

/** A group that files of a user get. */
export interface PrimaryGroup {
  readonly name: string;
  /** Whether it is what the machine takes when no group is set. */
  readonly isDefault: boolean;
}

/** The primary group of a user on NixOS, where the configuration tells it. */
export function primaryGroup(facts: Facts, host: string, user: string): PrimaryGroup | undefined {
  if (user === 'root') return { name: 'root', isDefault: true };
  const users = facts.table('user').rows.filter((row) => row.host === host);
  const byKey = users.find(({ key }) => key === user);
  const row = byKey ?? users.find(({ name }) => known(name) === user);
  if (!row || isUndecided(row.group)) return undefined;
  const name = row.group ?? (row.kind === 'normal' ? 'users' : undefined);
  return name === undefined ? undefined : { name, isDefault: row === byKey };
}

/** What reads a secret, as whom. */
export interface SecretReader {
  readonly reference: SecretReferenceRow;
  readonly user: string;
  readonly group: string | undefined;
}

/** As whom the reference's reader runs; `undefined` where it has no account of its own. */
export function readerOf(facts: Facts, reference: SecretReferenceRow): SecretReader | undefined {
  const user = known(reference['reader-user']);
  const group = reference['reader-group'];
  if (user === undefined || isUndecided(group)) return undefined;
  const host = facts.table('host').rows.find(({ name }) => name === reference.host);
  const primary = host?.class === 'nixos' ? primaryGroup(facts, reference.host, user) : undefined;
  return { reference, user, group: group ?? primary?.name };
}

/** The one account that reads a secret; `undefined` when there are several, or one is not known. */
export function soleReader(facts: Facts, secret: SecretRow): SecretReader | undefined {
  const [first, ...others] = readersOf(facts, secret);
  const agree = others.every(
    (other) => other?.user === first?.user && other?.group === first?.group,
  );
  return agree ? first : undefined;
}

/** Whether something reads the secret, and all that does so runs as root. */
export function isReadByRoot(facts: Facts, secret: SecretRow): boolean {
  const readers = readersOf(facts, secret);
  return readers.length > 0 && readers.every((reader) => reader?.user === 'root');
}

/** Who reads a secret, one for each reference to it. */
export function readersOf(facts: Facts, secret: SecretRow): readonly (SecretReader | undefined)[] {
  return facts
    .table('secret-reference')
    .rows.filter((reference) => leadsTo(reference, secret))
    .map((reference) => readerOf(facts, reference));
}
