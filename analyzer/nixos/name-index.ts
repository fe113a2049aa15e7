import type { Attributes } from '../evaluate/value.ts';

/** Fewer sets than this are as quickly asked one by one. */
const fewest = 6;

/**
 * Which of many sets may have an attribute of a name. Hundreds of modules
 * define something somewhere, and few of them something of one name: sets whose
 * attributes lie ready are looked through once, all others are always asked.
 */
export class NameIndex<Item> {
  readonly #items: readonly Item[];
  readonly #setOf: (item: Item) => Attributes | undefined;
  #read: Places | undefined;

  constructor(items: readonly Item[], setOf: (item: Item) => Attributes | undefined) {
    this.#items = items;
    this.#setOf = setOf;
  }

  /** The items that may have the name, in their order. */
  under(name: string): readonly Item[] {
    if (this.#items.length < fewest) return this.#items;
    const { byName, unread } = this.#places;
    const found = byName.get(name) ?? [];
    const places = unread.length === 0 ? found : [...found, ...unread].sort((a, b) => a - b);
    return places.flatMap((place) => this.#items[place] ?? []);
  }

  /** Whether some set has the name. */
  has(name: string): boolean {
    return this.under(name).some((item) => this.#setOf(item)?.get(name) !== undefined);
  }

  /** Every name of every set, in no order. */
  names(): Set<string> {
    const { byName, unread } = this.#places;
    const names = new Set(byName.keys());
    for (const place of unread) {
      const item = this.#items[place];
      for (const name of (item && this.#setOf(item)?.names()) ?? []) names.add(name);
    }
    return names;
  }

  get #places(): Places {
    this.#read ??= placesOf(this.#items.map(this.#setOf));
    return this.#read;
  }
}

/** Where names stand among sets, and the sets that were not looked through. */
interface Places {
  readonly byName: ReadonlyMap<string, readonly number[]>;
  readonly unread: readonly number[];
}

function placesOf(sets: readonly (Attributes | undefined)[]): Places {
  const byName = new Map<string, number[]>();
  const unread: number[] = [];
  for (const [place, set] of sets.entries()) {
    if (!set) continue;
    if (set.ready) for (const name of set.names()) note(byName, name, place);
    else unread.push(place);
  }
  return { byName, unread };
}

function note(byName: Map<string, number[]>, name: string, place: number): void {
  const places = byName.get(name);
  if (!places) byName.set(name, [place]);
  else if (places.at(-1) !== place) places.push(place);
}
