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
  const { host, kind, evaluated } = reference;
  const secrets = facts.table('secret').rows.filter((row) => row.host === host);
  if (kind === 'path' && !secrets.some((secret) => sharesFolder(reference, secret)))
    return { kind: 'elsewhere' };
  const isDeclared =
    kind === 'template'
      ? isDeclaredTemplate(facts, reference)
      : secrets.some((secret) => leadsTo(reference, secret));
  if (isDeclared) return { kind: 'declared' };
  if (isUndecided(evaluated)) return { kind: 'undecided', reason: evaluated.undecided };
  const gap = gapOf(facts, reference);
  if (gap !== undefined) return { kind: 'undecided', reason: gap };
  const hidden = secrets
    .map(({ path }) => path)
    .find((path, index) => {
      return kind === 'path' && secrets[index]?.scope === 'system' && isUndecided(path);
    });
  return isUndecided(hidden)
    ? { kind: 'undecided', reason: hidden.undecided }
    : { kind: 'missing' };
}

/** Whether the machine may have files of secrets where the reference looks for one. */
function sharesFolder({ manager, target }: SecretReferenceRow, secret: SecretRow): boolean {
  if (secret.manager === manager) return true;
  const folder = target.slice(0, target.indexOf('/', '/run/'.length) + 1);
  return secret.manager === 'openbao' && known(secret.path)?.startsWith(folder) === true;
}

function isDeclaredTemplate(facts: Facts, reference: SecretReferenceRow): boolean {
  const { host, scope, manager, target } = reference;
  return facts.table('secret-template').rows.some((row) => {
    const isAsked = row.host === host && row.scope === scope && row.manager === manager;
    return (
      isAsked && (row.name === target || known(row.path) === `/run/secrets/rendered/${target}`)
    );
  });
}

/** Why there may be what the reference names. */
function gapOf(facts: Facts, reference: SecretReferenceRow): string | undefined {
  const { host, scope, manager, kind, target } = reference;
  const question = { host, scope, manager };
  if (kind === 'template')
    return gapFor(facts.table('secret-template'), { ...question, name: target })?.reason;
  const table = facts.table('secret');
  if (kind === 'option') return gapFor(table, { ...question, name: target })?.reason;
  const isOfAgents = table.rows.some((row) => row.host === host && row.manager === 'openbao');
  const agents = isOfAgents ? gapFor(table, { host, manager: 'openbao' }) : undefined;
  return (gapFor(table, question) ?? agents)?.reason;
}

/** Whether a reference of the same machine is one to this secret, or to a directory that holds it. */
export function leadsTo(reference: SecretReferenceRow, secret: SecretRow): boolean {
  const { host, scope, account, manager, kind, target } = reference;
  if (secret.host !== host || kind === 'template') return false;
  if (kind === 'option') {
    const isSame = secret.manager === manager && secret.scope === scope && secret.name === target;
    return isSame && (scope === 'system' || secret.account === account);
  }
  const path = known(secret.path);
  return path === target || path?.startsWith(`${target}/`) === true;
}
