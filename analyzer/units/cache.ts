import type { Fix } from '../diagnostic.ts';
import { nixString } from '../edit/attribute-set.ts';
import { rowOfUnit, rowsBeside } from '../facts/any-row.ts';
import { isUndecided, known } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import type { ServiceRow } from '../facts/services.ts';
import { addAttributes } from '../writing/set-columns.ts';

/** What `nix run` needs of the unit of a user without a home. */
export type CachePart = 'CacheDirectory' | 'HOME' | 'XDG_CACHE_HOME';

export type UnitCache =
  | { readonly kind: 'undecided'; readonly reason: string }
  | {
      readonly kind: 'known';
      /** The directory below `/var/cache`: the unit's own, or else the name of its user. */
      readonly directory: string;
      readonly missing: readonly CachePart[];
      /** Variables that name another place below `/var/cache`, with that place. */
      readonly elsewhere: readonly (readonly [CachePart, string])[];
    };

/** Where a unit of this user caches, and what it does not say of that. */
export function unitCache(unit: ServiceRow, user: string): UnitCache {
  const { 'cache-directories': directories, environment } = unit;
  const doubt = [directories, environment].find(isUndecided);
  if (doubt) return { kind: 'undecided', reason: doubt.undecided };
  const own = known(directories) ?? [];
  const variables = new Map((known(environment) ?? []).map(variable));
  const directory = own[0] ?? user;
  const missing: CachePart[] = own.length === 0 ? ['CacheDirectory'] : [];
  const elsewhere: (readonly [CachePart, string])[] = [];
  for (const name of ['HOME', 'XDG_CACHE_HOME'] as const) {
    const value = variables.get(name);
    if (value === undefined) missing.push(name);
    else if (/^\/var\/cache\/[^$]+$/.test(value) && !isBelow(value, own))
      elsewhere.push([name, value]);
  }
  return { kind: 'known', directory, missing, elsewhere };
}

function variable(assignment: string): readonly [string, string] {
  const equals = assignment.indexOf('=');
  return [assignment.slice(0, equals), assignment.slice(equals + 1)];
}

/** Whether a path is one of the directories of the cache, or in it; so is any while there is none. */
function isBelow(path: string, directories: readonly string[]): boolean {
  return (
    directories.length === 0 ||
    directories.some((each) => `${path}/`.startsWith(`/var/cache/${each}/`))
  );
}

/** Writes what a unit does not say of its cache, where every machine of the place gets the same. */
export function completeCache(
  facts: Facts,
  unit: ServiceRow,
  { directory, missing }: Extract<UnitCache, { readonly kind: 'known' }>,
): readonly Fix[] {
  const row = rowOfUnit(facts, unit);
  if (!row || missing.length === 0) return [];
  const isAlike = rowsBeside(facts, 'service', row).every((other) => {
    return ['name', 'user', 'environment', 'cache-directories'].every((column) => {
      return JSON.stringify(other[column]) === JSON.stringify(row[column]);
    });
  });
  const path = `/var/cache/${directory}`;
  const attributes = missing.map((part) =>
    part === 'CacheDirectory'
      ? { path: ['serviceConfig', part], value: nixString(directory) }
      : { path: ['environment', part], value: nixString(path) },
  );
  const edits = isAlike ? addAttributes(facts, { table: 'service', row }, attributes) : undefined;
  if (!edits) return [];
  const isOnlyWay = !missing.includes('CacheDirectory') || directory === unit.name;
  const title = `let \`${unit.name}\` cache in \`${path}\``;
  return [{ title, safety: isOnlyWay ? 'safe' : 'unsafe', edits }];
}
