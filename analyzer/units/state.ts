import { isUndecided, known } from '../facts/cell.ts';
import { type Facts, gapFor } from '../facts/facts.ts';
import type { ServiceRow } from '../facts/services.ts';
import type { PersistedRow } from '../facts/storage.ts';

/** Directories of a unit’s state that nothing keeps, or why that cannot be told. */
export type LostState =
  | { readonly kind: 'undecided'; readonly reason: string }
  | { readonly kind: 'known'; readonly lost: readonly string[]; readonly kept: PersistedRow };

/**
 * What a unit keeps below `/var/lib` on a machine that persists directories of
 * its own, without any of them, or a file system, above it or below it.
 * `undefined` for machines that persist none.
 */
export function lostState(facts: Facts, unit: ServiceRow): LostState | undefined {
  const { host, 'state-directories': state } = unit;
  const persisted = facts.table('persisted');
  const own = persisted.rows.filter((row) => row.host === host && row.account === undefined);
  const kept = own.find(({ kind }) => kind === 'directory');
  if (!kept || state === undefined) return undefined;
  if (isUndecided(state)) return { kind: 'undecided', reason: state.undecided };
  const mounts = facts.table('mount');
  const doubt =
    gapFor(persisted, { host })?.reason ??
    gapFor(mounts, { host })?.reason ??
    own.map(({ path }) => path).find(isUndecided)?.undecided;
  const mounted = mounts.rows.filter((row) => row.host === host).map(({ path }) => known(path));
  const paths = [...own.map(({ path }) => known(path)), ...mounted].flatMap((path) => path ?? []);
  const lost = state.filter((directory) => {
    const places = [`/var/lib/${directory}`, `/var/lib/private/${directory}`];
    return !places.some((place) => paths.some((path) => path !== '/' && areNested(place, path)));
  });
  if (lost.length > 0 && doubt !== undefined) return { kind: 'undecided', reason: doubt };
  return { kind: 'known', lost, kept };
}

function areNested(a: string, b: string): boolean {
  return `${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`);
}
