import { isUndecided, known } from '../facts/cell.ts';
import { type Facts, gapFor } from '../facts/facts.ts';
import type { ServiceRow } from '../facts/services.ts';
import type { BackupRow, PersistedRow } from '../facts/storage.ts';

/** Paths that nothing keeps, or why that cannot be told. */
export type LostState =
  | { readonly kind: 'undecided'; readonly reason: string }
  | { readonly kind: 'known'; readonly lost: readonly string[]; readonly kept: PersistedRow };

/** Where something may be: one of these paths, the first of which people name. */
type Places = readonly [string, ...string[]];

/**
 * What a unit keeps below `/var/lib` on a machine that persists directories of
 * its own, without any of them, or a file system, above it or below it.
 * `undefined` for machines that persist none.
 */
export function lostState(facts: Facts, unit: ServiceRow): LostState | undefined {
  const { host, 'state-directories': state } = unit;
  if (state === undefined) return undefined;
  if (isUndecided(state)) return doubtOn(facts, host, state.undecided);
  const places = state.map((name): Places => [`/var/lib/${name}`, `/var/lib/private/${name}`]);
  return lostPaths(facts, host, places);
}

/** What is backed up on such a machine, although nothing keeps it. */
export function lostBackups(facts: Facts, backup: BackupRow): LostState | undefined {
  const { host, account, paths } = backup;
  if (account !== undefined || paths === undefined) return undefined;
  if (isUndecided(paths)) return doubtOn(facts, host, paths.undecided);
  const whole = paths.filter((path) => path.startsWith('/') && !/[$*?]/.test(path));
  return lostPaths(
    facts,
    host,
    whole.map((path): Places => [path]),
  );
}

function doubtOn(facts: Facts, host: string, reason: string): LostState | undefined {
  return keeperOf(facts, host) && { kind: 'undecided', reason };
}

/** A directory that a machine persists for itself. */
function keeperOf(facts: Facts, host: string): PersistedRow | undefined {
  return facts
    .table('persisted')
    .rows.find((row) => row.host === host && !row.account && row.kind === 'directory');
}

function lostPaths(facts: Facts, host: string, wanted: readonly Places[]): LostState | undefined {
  const kept = keeperOf(facts, host);
  if (!kept) return undefined;
  const [persisted, mounts] = [facts.table('persisted'), facts.table('mount')];
  const own = persisted.rows.filter((row) => row.host === host);
  const doubt =
    gapFor(persisted, { host })?.reason ??
    gapFor(mounts, { host })?.reason ??
    own.map(({ path }) => path).find(isUndecided)?.undecided;
  const mounted = mounts.rows.filter((row) => row.host === host).map(({ path }) => known(path));
  const paths = [...own.flatMap(({ path, root }) => [known(path), root]), ...mounted];
  const keeping = paths.flatMap((path) => (path === undefined || path === '/' ? [] : path));
  const lost = wanted
    .filter((places) => !places.some((place) => keeping.some((path) => areNested(place, path))))
    .map(([name]) => name);
  if (lost.length > 0 && doubt !== undefined) return { kind: 'undecided', reason: doubt };
  return { kind: 'known', lost, kept };
}

function areNested(a: string, b: string): boolean {
  return `${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`);
}
