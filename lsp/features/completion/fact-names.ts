import type { Snapshot } from '#analyzer/snapshot.ts';

/** Names that facts know. It is plain data. */
export interface FactNames {
  readonly hosts: readonly { readonly name: string; readonly class: string }[];
  readonly users: readonly string[];
  readonly groups: readonly string[];
  readonly units: readonly string[];
  readonly secrets: readonly { readonly name: string; readonly manager: string }[];
  readonly templates: readonly string[];
  /** Keys in files of secrets that can be secrets of their own. */
  readonly secretKeys: readonly { readonly name: string; readonly file: string }[];
  readonly flags: readonly {
    readonly section: string;
    readonly name: string;
    readonly kind: string;
  }[];
}

/** The names of everything that configurations name in each other. */
export function factNames(snapshot: Snapshot, _asked: Record<string, never>): FactNames {
  const facts = snapshot.facts();
  const { rows: users } = facts.table('user');
  const { rows: groups } = facts.table('group');
  return {
    hosts: facts.table('host').rows.map(({ name, class: of }) => ({ name, class: of })),
    users: sorted(users.map(({ key }) => key)),
    groups: sorted([
      ...groups.map(({ name }) => name),
      ...users.flatMap(({ group }) => (typeof group === 'string' ? [group] : [])),
    ]),
    units: sorted(unitNames(facts)),
    secrets: distinct(facts.table('secret').rows.map(({ name, manager }) => ({ name, manager }))),
    templates: sorted(facts.table('secret-template').rows.map(({ name }) => name)),
    secretKeys: facts.table('secret-key').rows.flatMap(({ key, file, reachable }) => {
      return reachable && key !== '' ? [{ name: key, file }] : [];
    }),
    flags: facts.table('flag').rows.map(({ section, name, kind }) => ({ section, name, kind })),
  };
}

type Facts = ReturnType<Snapshot['facts']>;

function unitNames(facts: Facts): string[] {
  const services = facts.table('service').rows.flatMap(({ name, scope, manager }) => {
    return manager === 'systemd' && scope !== 'initrd' ? [`${name}.service`] : [];
  });
  const triggers = facts.table('trigger').rows.flatMap(({ name, kind, scope }) => {
    return scope === 'initrd' ? [] : [`${name}.${kind}`];
  });
  return [...services, ...triggers];
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

function distinct<Item extends object>(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
