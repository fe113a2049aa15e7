import { furtherNames, parts } from '../evaluate/conditional-sets.ts';
import {
  type Attribute,
  type Attributes,
  attributes,
  type ConditionalSet,
  layersOver,
  readyEntries,
  string,
  Thunk,
  type Unknown,
  unknown,
  type Value,
} from '../evaluate/value.ts';

/** The attributes in the order of their names. */
export function entriesOf(set: Attributes): readonly (readonly [string, Attribute])[] {
  const entries: [string, Attribute][] = [];
  for (const name of set.names()) {
    const attribute = set.get(name);
    if (attribute) entries.push([name, attribute]);
  }
  return entries;
}

/** A set of the same names whose values are worked out when asked for. */
export function mapped(
  set: Attributes,
  change: (name: string, attribute: Attribute) => Thunk,
): Value {
  const ready = readyEntries(set);
  if (ready) return mappedEntries(ready, change, set.open);
  const layers = layersOver(set);
  if (layers === undefined) return unknown({ kind: 'budget' });
  const made = new Map<string, Attribute>();
  const changed = (name: string, attribute: Attribute): Attribute => {
    const known = made.get(name) ?? { value: change(name, attribute), at: attribute.at };
    made.set(name, known);
    return known;
  };
  return {
    kind: 'attrs',
    names: () => set.names(),
    get: (name) => {
      const attribute = set.get(name);
      return attribute && changed(name, attribute);
    },
    open: set.open,
    layers,
    ...(set.perhapsNames && { perhapsNames: () => furtherNames(set) }),
    ...(set.missing && {
      missing: (name: string) => {
        const value = set.missing?.(name);
        return value && changed(name, { value: Thunk.of(value), at: undefined }).value.force();
      },
    }),
  };
}

function mappedEntries(
  entries: ReadonlyMap<string, Attribute>,
  change: (name: string, attribute: Attribute) => Thunk,
  open: Unknown | undefined,
): Value {
  const made = new Map<string, Attribute>();
  for (const [name, attribute] of entries)
    made.set(name, { value: change(name, attribute), at: attribute.at });
  return attributes(made, open);
}

/** The set without some of its names. */
export function without(set: Attributes, removed: (name: string) => boolean): Value {
  const ready = readyEntries(set);
  if (ready) return attributes(new Map([...ready].filter(([name]) => !removed(name))), set.open);
  const layers = layersOver(set);
  if (layers === undefined) return unknown({ kind: 'budget' });
  return {
    kind: 'attrs',
    names: () => set.names().filter((name) => !removed(name)),
    get: (name) => (removed(name) ? undefined : set.get(name)),
    open: set.open,
    layers,
    ...(set.perhapsNames && {
      perhapsNames: () => furtherNames(set)?.filter((name) => !removed(name)),
    }),
    ...(set.perhaps && { perhaps: () => partsWithout(set, removed) }),
    ...(set.missing && {
      missing: (name: string) => (removed(name) ? undefined : set.missing?.(name)),
    }),
  };
}

function partsWithout(
  set: Attributes,
  removed: (name: string) => boolean,
): readonly ConditionalSet[] | undefined {
  return parts(set)?.map(({ conditions, set: part }) => {
    const value = part.force();
    const kept = value.kind === 'attrs' ? without(value, removed) : value;
    return { conditions, set: Thunk.of(kept, part.site) };
  });
}

/** The name of an attribute as a value that stands where the name stands. */
export function nameThunk(name: string, attribute: Attribute): Thunk {
  return Thunk.of(string(name), attribute.at ?? attribute.value.site);
}
