import { known } from '#analyzer/facts/cell.ts';
import { type Facts, gapFor } from '#analyzer/facts/facts.ts';
import type { SecretReferenceRow, SecretRow } from '#analyzer/facts/secrets.ts';
import type { FleetHost } from '#analyzer/flake/fleet.ts';
import { nameOf } from '#analyzer/secrets/declaration.ts';
import { leadsTo } from '#analyzer/secrets/references.ts';
import type { Problem } from '../emitter.ts';
import { NixCode, type NixData } from '../print/nix.ts';
import type { WrittenSet } from '../print/written-nix.ts';
import { type SecretAccount, secretAccount } from './secret-accounts.ts';

/** A secret as it is to be declared. */
export interface WantedSecret {
  readonly name: string;
  /** The login that it is sorted by. */
  readonly owner: string;
  readonly attributes: { readonly [name: string]: NixData };
}

export interface WantedSecrets {
  readonly secrets: readonly WantedSecret[];
  readonly problems: readonly Problem[];
}

/** What the secrets of a machine are made from. */
export interface SecretSources {
  readonly host: string;
  readonly machine: FleetHost | undefined;
  readonly rootNames: readonly string[];
  /** What the output has now. */
  readonly existing: ReadonlyMap<string, WrittenSet>;
}

/**
 * The secrets that are read on a machine and that nothing else declares. What
 * the output says of one beside its owner stays, and so does one of which it
 * cannot be told that nothing reads it.
 */
export function wantedSecrets(facts: Facts, sources: SecretSources): WantedSecrets {
  const made = [...candidates(facts, sources)].map(([name, references]) => {
    return wantedSecret(facts, sources, { name, references });
  });
  return {
    secrets: made.flatMap(({ secret }) => secret ?? []),
    problems: made.flatMap(({ problem }) => problem ?? []),
  };
}

interface Candidate {
  readonly name: string;
  readonly references: readonly SecretReferenceRow[];
}

interface Decided {
  readonly secret?: WantedSecret | undefined;
  readonly problem?: Problem | undefined;
}

function wantedSecret(
  facts: Facts,
  sources: SecretSources,
  { name, references }: Candidate,
): Decided {
  const { host } = sources;
  const declared = declaredAs(facts, host, name);
  const before = sources.existing.get(name);
  if (before === undefined) {
    const doubt = declared ? undefined : mayBeDeclared(facts, host, name);
    if (declared) return {};
    if (doubt !== undefined) {
      const message = `it is not known whether \`${host}\` declares the secret \`${name}\` anyway: ${doubt}`;
      return { problem: { message, at: references[0]?.at } };
    }
  } else if (references.length === 0 && isLeftOver(facts, host, before)) {
    const message = `nothing on \`${host}\` reads the secret \`${name}\`: it is left out`;
    return { problem: { message, at: declared?.at } };
  }
  const account = secretAccount(facts, name, { ...sources, references });
  const secret = declaration({ name, account, before: before ?? {}, declared });
  if (account.kind !== 'unknown' || keptOwner(declared) !== undefined) return { secret };
  const message = `the owner of the secret \`${name}\` of \`${host}\` is not known: ${account.reason}`;
  return { secret, problem: { message, at: references[0]?.at ?? declared?.at } };
}

/** Every secret that something reads, and those that the output declares, by their names. */
function candidates(
  facts: Facts,
  { host, existing }: SecretSources,
): ReadonlyMap<string, readonly SecretReferenceRow[]> {
  const found = new Map<string, SecretReferenceRow[]>();
  for (const name of existing.keys()) found.set(name, []);
  const hasPaths = hasSecrets(facts, host);
  for (const reference of facts.table('secret-reference').rows) {
    const { manager, scope, kind } = reference;
    if (reference.host !== host || manager !== 'sops' || scope !== 'system') continue;
    if (kind === 'template' || reference.evaluated === false) continue;
    if (kind === 'path' && !hasPaths) continue;
    const name = secretNamed(facts, reference);
    if (name !== undefined) found.set(name, [...(found.get(name) ?? []), reference]);
  }
  return found;
}

/** Whether sops makes files on a machine at all; where it does not, their paths are of something else. */
function hasSecrets(facts: Facts, host: string): boolean {
  const { rows } = facts.table('secret-reference');
  const isNamed = rows.some((row) => {
    return row.host === host && row.manager === 'sops' && row.kind === 'option';
  });
  return (
    isNamed || facts.table('secret').rows.some((row) => row.host === host && row.manager === 'sops')
  );
}

/** The secret that a reference leads to, else the one that would have its path. */
function secretNamed(facts: Facts, reference: SecretReferenceRow): string | undefined {
  const row = facts.table('secret').rows.find((secret) => leadsTo(reference, secret));
  return row?.name ?? nameOf(reference);
}

function declaredAs(facts: Facts, host: string, name: string): SecretRow | undefined {
  return facts
    .table('secret')
    .rows.find(
      (row) =>
        row.host === host && row.name === name && row.manager === 'sops' && row.scope === 'system',
    );
}

/** Why a secret may be declared in a way that cannot be seen. */
function mayBeDeclared(facts: Facts, host: string, name: string): string | undefined {
  const question = { host, scope: 'system', manager: 'sops', name } as const;
  return gapFor(facts.table('secret'), question)?.reason;
}

/** Whether a secret that is not read says nothing but what follows from a reader that is gone. */
function isLeftOver(facts: Facts, host: string, before: WrittenSet | undefined): boolean {
  const question = { host, scope: 'system', manager: 'sops' } as const;
  const mayBeRead = gapFor(facts.table('secret-reference'), question) !== undefined;
  return !mayBeRead && Object.keys(before ?? {}).every((name) => ['owner', 'group'].includes(name));
}

interface Declaration {
  readonly name: string;
  readonly account: SecretAccount;
  readonly before: WrittenSet;
  readonly declared: SecretRow | undefined;
}

/** Nothing where it is new and its account is not known. */
function declaration({ name, account, before, declared }: Declaration): WantedSecret | undefined {
  if (account.kind === 'early')
    return { name, owner: 'root', attributes: { ...before, neededForUsers: new NixCode('true') } };
  if (account.kind === 'unknown') {
    const isThere = Object.keys(before).length > 0;
    return isThere ? { name, owner: keptOwner(declared) ?? '', attributes: before } : undefined;
  }
  const { owner, group } = account;
  const said = {
    owner: asBefore(before.owner, known(declared?.owner), owner),
    group: asBefore(before.group, known(declared?.group), group),
  };
  return {
    name,
    owner,
    attributes: 'owner' in before ? { ...before, ...said } : { ...said, ...before },
  };
}

function keptOwner(declared: SecretRow | undefined): string | undefined {
  return declared && known(declared.owner);
}

/** The words that mean the same already stay. */
function asBefore(words: NixData | undefined, meaning: string | undefined, value: string): NixData {
  return words !== undefined && meaning === value ? words : value;
}
