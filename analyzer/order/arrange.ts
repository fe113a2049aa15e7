import { type Comparison, type KeyOrder, keyOrder } from './compare.ts';

/** What is said about the order of one kind of container. */
export interface Arrangement {
  readonly comparison: Comparison;
  /** Names that may stand first, whatever their letters; in this order. */
  readonly first: readonly string[];
  /**
   * Names with an order of their own, such as the planets. Keys that end in
   * them keep it, as one block in the place of the block's first key.
   */
  readonly sets: readonly (readonly string[])[];
}

/** Where a key belongs. */
export interface Place {
  /** From zero, in the order the keys should have. */
  readonly rank: number;
  /** What decides between this key and most others. */
  readonly order: KeyOrder['name'];
  /** The declared set it belongs to. */
  readonly family: string | undefined;
  readonly pinned: boolean;
}

/** The place of each key. Equal keys keep the order they have. */
export function arrange(keys: readonly string[], arrangement: Arrangement): readonly Place[] {
  const order = keyOrder(keys, arrangement.comparison);
  const members = membersOf(keys, arrangement.sets);
  const free = keys.map((key, index): Sortable => {
    const { anchor = key, turn = 0, family } = members[index] ?? {};
    return { index, pin: 0, anchor, turn, family };
  });
  const places = placesOf(free, order);
  if (isAscending(places)) return places;
  const pinned = free.map((item) => ({ ...item, pin: pinOf(keys[item.index] ?? '', arrangement) }));
  return placesOf(pinned, order);
}

/** Keys in an order; those that end in the names of a declared set as it says. */
export function inDeclaredOrder(
  keys: readonly string[],
  sets: Arrangement['sets'],
  compare: KeyOrder['compare'],
): readonly string[] {
  const members = membersOf(keys, sets);
  const items = keys.map((key, index): Sortable => {
    const { anchor = key, turn = 0, family } = members[index] ?? {};
    return { index, pin: 0, anchor, turn, family };
  });
  const places = placesOf(items, { name: 'alphabetical', compare });
  const ranks = new Map(keys.map((key, index) => [key, places[index]?.rank ?? 0]));
  return keys.toSorted((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0));
}

/** Whether the keys already stand where they belong. */
export function isAscending(places: readonly Place[]): boolean {
  return places.every(({ rank }, index) => rank === index);
}

/** Why one of two keys comes first, in a word for people. */
export function reasonFor(a: Place, b: Place): string {
  if (a.pinned || b.pinned) return 'always first';
  if (a.family !== undefined && a.family === b.family) return 'declared order';
  return a.order;
}

interface Sortable {
  readonly index: number;
  /** Negative before everything that is not pinned. */
  readonly pin: number;
  /** The key that gives the place; that of the first member for a declared set. */
  readonly anchor: string;
  /** The turn within the set. */
  readonly turn: number;
  readonly family: string | undefined;
}

function placesOf(items: readonly Sortable[], order: KeyOrder): Place[] {
  const sorted = items.toSorted(
    (a, b) =>
      a.pin - b.pin || order.compare(a.anchor, b.anchor) || a.turn - b.turn || a.index - b.index,
  );
  const rank = new Map(sorted.map(({ index }, position) => [index, position]));
  return items.map(({ index, pin, family }) => {
    return { rank: rank.get(index) ?? 0, order: order.name, family, pinned: pin < 0 };
  });
}

function pinOf(key: string, { first }: Arrangement): number {
  const position = first.indexOf(key);
  return position === -1 ? 0 : position - first.length;
}

interface Member {
  readonly family: string;
  readonly turn: number;
  readonly anchor: string;
}

/** Which keys belong to a declared set; the first member present gives all of them their place. */
function membersOf(
  keys: readonly string[],
  sets: readonly (readonly string[])[],
): readonly (Member | undefined)[] {
  const members = keys.map((key) => memberOf(key, sets));
  const anchors = new Map<string, Member>();
  for (const member of members) {
    if (!member) continue;
    const anchor = anchors.get(member.family);
    if (!anchor || member.turn < anchor.turn) anchors.set(member.family, member);
  }
  return members.map(
    (member) =>
      member && { ...member, anchor: anchors.get(member.family)?.anchor ?? member.anchor },
  );
}

/** The end of a key counts as a name of the set when a separator stands before it. */
function memberOf(key: string, sets: readonly (readonly string[])[]): Member | undefined {
  for (const [number, names] of sets.entries()) {
    for (const [position, name] of names.entries()) {
      const prefix = key.slice(0, key.length - name.length);
      if (!key.endsWith(name) || !/(^|[-/._:])$/.test(prefix)) continue;
      return { family: `${number} ${prefix}`, turn: position + 1, anchor: key };
    }
  }
  return undefined;
}
