import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { oncePer } from '#analyzer/once-per.ts';
import type { Thing } from './thing.ts';

/** Options whose attributes are things that facts know. */
const places: readonly {
  readonly path: readonly string[];
  readonly kind: Thing['kind'];
  readonly of: string;
}[] = [
  { path: ['sops', 'secrets'], kind: 'secret', of: 'sops' },
  { path: ['sops', 'placeholder'], kind: 'secret', of: 'sops' },
  { path: ['sops', 'templates'], kind: 'template', of: 'sops' },
  { path: ['age', 'secrets'], kind: 'secret', of: 'agenix' },
  { path: ['vaultix', 'secrets'], kind: 'secret', of: 'vaultix' },
  { path: ['vaultix', 'templates'], kind: 'template', of: 'vaultix' },
  { path: ['users', 'users'], kind: 'user', of: '' },
  { path: ['users', 'extraUsers'], kind: 'user', of: '' },
  { path: ['home-manager', 'users'], kind: 'user', of: '' },
  { path: ['users', 'groups'], kind: 'group', of: '' },
  { path: ['users', 'extraGroups'], kind: 'group', of: '' },
];

/** The thing that an attribute at the end of an option path is. */
export function thingOfPath(facts: Facts, path: readonly string[]): Thing | undefined {
  const name = path.at(-1);
  const place = places.find(({ path: before }) => {
    return path.length === before.length + 1 && before.every((part, index) => part === path[index]);
  });
  if (place === undefined || name === undefined) return undefined;
  const { kind, of } = place;
  return { kind, of, name: kind === 'user' ? (loginsOf(facts).get(name) ?? name) : name };
}

/** The option paths by which modules speak of a thing. */
export function pathsOfThing(
  facts: Facts,
  { kind, of, name }: Thing,
): readonly (readonly string[])[] {
  const own = places.filter((place) => place.kind === kind && place.of === of);
  const keys = kind === 'user' ? (keysOf(facts).get(name) ?? [name]) : [name];
  return own.flatMap(({ path }) => keys.map((key) => [...path, key]));
}

/** Logins by the attributes that declare them. */
const loginsOf = oncePer((facts: Facts): ReadonlyMap<string, string> => {
  return new Map(facts.table('user').rows.map(({ key, name }) => [key, known(name) ?? key]));
});

const keysOf = oncePer((facts: Facts): ReadonlyMap<string, readonly string[]> => {
  const keys = new Map<string, Set<string>>();
  for (const { key, name } of facts.table('user').rows) {
    const login = known(name) ?? key;
    keys.set(login, new Set([...(keys.get(login) ?? [login]), key]));
  }
  return new Map([...keys].map(([login, found]) => [login, [...found]]));
});
