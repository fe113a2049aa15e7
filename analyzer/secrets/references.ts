import { isUndecided, known } from '../facts/cell.ts';
import { type Facts, gapFor } from '../facts/facts.ts';
import type { SecretReferenceRow, SecretRow } from '../facts/secrets.ts';

/** What a reference to a secret leads to on its machine. */
export type Resolution =
  | { readonly kind: 'declared' }
  | { readonly kind: 'missing' }
  /** A path on a machine that has no secrets of this kind, and so makes its files in another way. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'undecided'; readonly reason: string };

export function resolutionOf(facts: Facts, reference: SecretReferenceRow): Resolution {
  const table = facts.table('secret');
  const { host, scope, manager, kind, target, evaluated } = reference;
  const secrets = table.rows.filter((row) => row.host === host && row.manager === manager);
  if (kind === 'path' && secrets.length === 0) return { kind: 'elsewhere' };
  if (secrets.some((secret) => leadsTo(reference, secret))) return { kind: 'declared' };
  if (isUndecided(evaluated)) return { kind: 'undecided', reason: evaluated.undecided };
  const named = kind === 'option' ? { name: target } : {};
  const gap = gapFor(table, { host, scope, manager, ...named });
  if (gap) return { kind: 'undecided', reason: gap.reason };
  const hidden = secrets
    .map(({ path }) => path)
    .find((path, index) => {
      return kind === 'path' && secrets[index]?.scope === 'system' && isUndecided(path);
    });
  return isUndecided(hidden)
    ? { kind: 'undecided', reason: hidden.undecided }
    : { kind: 'missing' };
}

/** Whether a reference of the same machine is one to this secret, or to a directory that holds it. */
export function leadsTo(reference: SecretReferenceRow, secret: SecretRow): boolean {
  const { host, scope, manager, kind, target } = reference;
  if (secret.host !== host || secret.manager !== manager) return false;
  if (kind === 'option') return secret.scope === scope && secret.name === target;
  const path = known(secret.path);
  return path === target || path?.startsWith(`${target}/`) === true;
}
