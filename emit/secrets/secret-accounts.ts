import { isUndecided, known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { SecretReferenceRow } from '#analyzer/facts/secrets.ts';
import type { FleetHost } from '#analyzer/flake/fleet.ts';
import { readerOf } from '#analyzer/secrets/accounts.ts';
import { matchesName } from '#analyzer/secrets/root-names.ts';

/** Whose a secret is to be, by what reads it. */
export type SecretAccount =
  | { readonly kind: 'account'; readonly owner: string; readonly group: string }
  /** The users of the machine are made from it, so that it is root’s before there are others. */
  | { readonly kind: 'early' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What reads a secret, and what else is known of it. */
export interface Reading {
  readonly references: readonly SecretReferenceRow[];
  readonly rootNames: readonly string[];
  readonly machine: FleetHost | undefined;
}

/**
 * Whose a secret of this name is to be: that of all that read it, if they are
 * one account; root’s where that is not known and the name is one of root’s.
 */
export function secretAccount(facts: Facts, name: string, reading: Reading): SecretAccount {
  const { references, rootNames } = reading;
  if (references.some(({ 'reader-kind': kind }) => kind === 'user')) return { kind: 'early' };
  const account = soleAccount(facts, reading);
  if (account.kind === 'account' || !matchesName(name, rootNames)) return account;
  return { kind: 'account', owner: 'root', group: 'root' };
}

function soleAccount(facts: Facts, { references, machine }: Reading): SecretAccount {
  const accounts = references.map((reference) => accountOf(facts, reference, machine));
  const [first, ...others] = accounts;
  const doubt = accounts.find(({ kind }) => kind === 'unknown');
  if (doubt || first === undefined) return doubt ?? { kind: 'unknown', reason: 'nothing reads it' };
  const other = others.find((each) => JSON.stringify(each) !== JSON.stringify(first));
  if (other === undefined) return first;
  const readers = [...new Set(references.map(({ reader }) => reader))].join(' and ');
  return { kind: 'unknown', reason: `${readers} read it as different accounts` };
}

function accountOf(
  facts: Facts,
  reference: SecretReferenceRow,
  machine: FleetHost | undefined,
): SecretAccount {
  const { reader, 'reader-user': user } = reference;
  const account = readerOf(facts, reference);
  const owner = account?.user ?? (isReadAsRoot(facts, reference, machine) ? 'root' : undefined);
  const group =
    account?.group ?? (owner === undefined ? undefined : groupOf(facts, reference, owner));
  if (owner !== undefined && group !== undefined) return { kind: 'account', owner, group };
  const doubt = [user, reference['reader-group']].find(isUndecided);
  const what = owner === undefined ? 'the user' : `the group of \`${owner}\``;
  const why = doubt ? `: ${doubt.undecided}` : '';
  return { kind: 'unknown', reason: `${what} that ${reader} runs as is not known${why}` };
}

/**
 * systemd runs what says nothing else as root, and so do backups of NixOS. A unit
 * that a module of a service makes may say more there.
 */
function isReadAsRoot(
  facts: Facts,
  reference: SecretReferenceRow,
  machine: FleetHost | undefined,
): boolean {
  const { host, 'reader-kind': kind, 'reader-name': name, 'reader-user': user } = reference;
  if (user !== undefined) return false;
  if (kind === 'backup')
    return facts
      .table('backup')
      .rows.some((row) => row.host === host && row.name === name && row.tool === 'restic');
  const isOfModule =
    machine?.evaluation
      .root()
      .at(['services', name ?? ''])
      .isPresent() ?? true;
  if (kind !== 'unit' || isOfModule) return false;
  return facts.table('service').rows.some((row) => {
    const isMeant = row.host === host && row.name === name && row.scope === 'system';
    const isOwn = (known(row.exec) ?? []).length > 0 && row.user === undefined;
    return isMeant && isOwn && row['dynamic-user'] === undefined;
  });
}

/** The primary group of a user: on macOS it has a number, which one of the groups has, too. */
function groupOf(facts: Facts, { host }: SecretReferenceRow, user: string): string | undefined {
  if (user === 'root') return classOf(facts, host) === 'nixos' ? 'root' : 'wheel';
  const row = facts
    .table('user')
    .rows.find((each) => each.host === host && known(each.name) === user);
  const gid = row && known(row.gid);
  if (gid === undefined) return undefined;
  return facts.table('group').rows.find((each) => each.host === host && known(each.gid) === gid)
    ?.name;
}

function classOf(facts: Facts, host: string): string | undefined {
  return facts.table('host').rows.find(({ name }) => name === host)?.class;
}
