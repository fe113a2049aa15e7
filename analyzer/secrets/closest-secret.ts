import { isAlike, nearest } from '../closest.ts';
import { known } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import type { SecretReferenceRow, SecretRow } from '../facts/secrets.ts';

/** A declared secret whose name is like that of a reference. */
export interface CloseSecret {
  readonly secret: SecretRow;
  /** What the reference would have to say. */
  readonly target: string;
  /** Whether no other is as close, and this one is close enough for a slip of the pen. */
  readonly isLikelyMeant: boolean;
}

const farthestSlip = 2;

/** The declared secret most like the one that a reference names. */
export function closestSecret(
  facts: Facts,
  reference: SecretReferenceRow,
): CloseSecret | undefined {
  const { target: wanted } = reference;
  const name = nameIn(wanted);
  const byTarget = new Map<string, SecretRow>();
  for (const secret of secretsBeside(facts, reference)) {
    const target = reference.kind === 'option' ? secret.name : known(secret.path);
    if (target !== undefined && isAlike(name, nameIn(target))) byTarget.set(target, secret);
  }
  const limit = Math.max(farthestSlip, Math.floor(name.length / 4));
  const { names, distance } = nearest(wanted, byTarget.keys(), limit);
  const [target] = names;
  const secret = target === undefined ? undefined : byTarget.get(target);
  if (target === undefined || !secret) return undefined;
  return { secret, target, isLikelyMeant: names.length === 1 && distance <= farthestSlip };
}

/** The secrets of the reference's machine, of its scope and manager. */
export function secretsBeside(
  facts: Facts,
  { host, scope, manager }: SecretReferenceRow,
): readonly SecretRow[] {
  return facts
    .table('secret')
    .rows.filter((row) => row.host === host && row.scope === scope && row.manager === manager);
}

/** What tells secrets apart: a target without the directory that they all share. */
function nameIn(target: string): string {
  return target.replace(/^\/run\/[^/]*\//, '');
}
