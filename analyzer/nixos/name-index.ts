import { type Attributes, compareStrings } from '../evaluate/value.ts';

/** Fewer sets than this are as quickly asked one by one, unless they are asked again and again. */
const fewest = 6;
const mostAsked = 6;

/**
 * Which of many sets may have an attribute of a name. Hundreds of modules
 * define something somewhere, and few of them something of one name: sets whose
 * attributes lie ready are looked through once, all others are always asked.
 */
export class NameIndex<Item> {
  readonly #items: readonly Item[];
  readonly #setOf: (item: Item) => Attributes | undefined;
  #read: Places | undefined;
  #asks = 0;
  #sorted: readonly string[] | undefined;

  constructor(items: readonly Item[], setOf: (item: Item) => Attributes | undefined) {
    this.#items = items;
    this.#setOf = setOf;
  }

  /** The items that may have the name, in their order. */
  under(name: string): readonly Item[] {
    if (this.#items.length < fewest) return this.#items;
    const { byName, unread } = this.#places;
    const found = byName.get(name);
    if (found === undefined && unread.length === 0) return none;
    const known = typeof found === 'number' ? [found] : (found ?? none);
    const places = unread.length === 0 ? known : [...known, ...unread].sort((a, b) => a - b);
    const items: Item[] = [];
    for (const place of places) {
      const item = this.#items[place];
      if (item !== undefined) items.push(item);
    }
    return items;
  }

  /** Whether some set has the name. */
  has(name: string): boolean {
    if (this.#items.length === 0) return false;
    if (this.#items.length < fewest && !this.#read && ++this.#asks < mostAsked)
      return this.#items.some((item) => this.#asked(item, name));
    const { byName, unread } = this.#places;
    return byName.has(name) || unread.some((place) => this.#asked(this.#items[place], name));
  }

  /** Whether `names` gives every name that some set has: those of others are known only when they are asked for. */
  get isComplete(): boolean {
    return this.#items.every((item) => {
      const set = this.#setOf(item);
      return set === undefined || set.ready !== undefined;
    });
  }

  /** The same of some of the items. */
  where(choice: (item: Item) => boolean): NameIndex<Item> {
    const items = this.#items.filter(choice);
    return items.length === this.#items.length ? this : new NameIndex(items, this.#setOf);
  }

  /** Every name of every set, sorted. */
  names(): readonly string[] {
    this.#sorted ??= this.#allNames();
    return this.#sorted;
  }

  #allNames(): readonly string[] {
    const [only, ...others] = this.#items;
    if (only === undefined) return [];
    if (others.length === 0) return this.#setOf(only)?.names() ?? [];
    const names = new Set<string>();
    for (const item of this.#items)
      for (const name of this.#setOf(item)?.names() ?? []) names.add(name);
    return [...names].sort(compareStrings);
  }

  #asked(item: Item | undefined, name: string): boolean {
    return item !== undefined && this.#setOf(item)?.get(name) !== undefined;
  }

  get #places(): Places {
    this.#read ??= placesOf(this.#items, this.#setOf);
    return this.#read;
  }
}

const none: readonly never[] = [];

/** Where names stand among sets, most of them in a single one, and the sets that were not looked through. */
interface Places {
  readonly byName: ReadonlyMap<string, number | readonly number[]>;
  readonly unread: readonly number[];
}

function placesOf<Item>(
  items: readonly Item[],
  setOf: (item: Item) => Attributes | undefined,
): Places {
  const byName = new Map<string, number | number[]>();
  const unread: number[] = [];
  for (let place = 0; place < items.length; place++) {
    const item = items[place];
    const set = item === undefined ? undefined : setOf(item);
    if (!set) continue;
    if (set.ready) for (const name of set.names()) note(byName, name, place);
    else unread.push(place);
  }
  return { byName, unread };
}

function note(byName: Map<string, number | number[]>, name: string, place: number): void {
  const places = byName.get(name);
  if (places === undefined) byName.set(name, place);
  else if (typeof places === 'number') byName.set(name, places === place ? place : [places, place]);
  else if (places.at(-1) !== place) places.push(place);
}
