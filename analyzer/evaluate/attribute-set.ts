import { once } from '../once.ts';
import { compareStrings } from './compare-strings.ts';
import { Thunk } from './thunk.ts';
import type { Attribute, Attributes, Layers, Unknown, Value } from './value.ts';

/** A set over a plain map; `open` when there may be more than the map holds. */
export function attributes(entries: ReadonlyMap<string, Attribute>, open?: Unknown): Attributes {
  return new LayeredSet([entries], open);
}

/** More layers than this, or fewer attributes, are joined at once. */
const mostReadyLayers = 16;
const fewestApart = 64;

/** A set whose attributes lie in several maps. They are joined when there is need, so that a large set grows cheaply. */
export function layered(layers: Layers, open?: Unknown): Attributes {
  const isSmall = layers.length > 1 && sizeOf(layers) < fewestApart;
  const ready = isSmall || layers.length > mostReadyLayers ? [joined(layers)] : layers;
  return new LayeredSet(ready, open);
}

class LayeredSet implements Attributes {
  readonly kind = 'attrs';
  readonly open: Unknown | undefined;
  readonly #layers: Layers;
  #sorted: readonly string[] | undefined;

  constructor(layers: Layers, open: Unknown | undefined) {
    this.#layers = layers;
    this.open = open;
  }

  ready(): Layers {
    return this.#layers;
  }

  get size(): number {
    return sizeOf(this.#layers);
  }

  names(): readonly string[] {
    this.#sorted ??= [...joined(this.#layers).keys()].sort(compareStrings);
    return this.#sorted;
  }

  get(name: string): Attribute | undefined {
    const layers = this.#layers;
    for (let index = layers.length - 1; index >= 0; index--) {
      const attribute = layers[index]?.get(name);
      if (attribute) return attribute;
    }
    return undefined;
  }
}

/** More sets than this over one another are joined. */
const mostUnited = 4;

/** One set over another, whose attributes both lie ready; `undefined` where too many lie over one another. */
export function united(below: Attributes, above: Attributes): Attributes | undefined {
  const layers = layersOver(below, above);
  return layers !== undefined && layers <= mostUnited
    ? new UnitedSet(below, above, layers)
    : undefined;
}

class UnitedSet implements Attributes {
  readonly kind = 'attrs';
  readonly open: undefined;
  readonly layers: number;
  readonly #below: Attributes;
  readonly #above: Attributes;
  #sorted: readonly string[] | undefined;
  #ready: Layers | undefined;

  constructor(below: Attributes, above: Attributes, layers: number) {
    this.#below = below;
    this.#above = above;
    this.layers = layers;
  }

  names(): readonly string[] {
    this.#sorted ??= [...new Set([...this.#below.names(), ...this.#above.names()])].sort(
      compareStrings,
    );
    return this.#sorted;
  }

  get(name: string): Attribute | undefined {
    return this.#above.get(name) ?? this.#below.get(name);
  }

  ready(): Layers {
    this.#ready ??= [...(this.#below.ready?.() ?? []), ...(this.#above.ready?.() ?? [])];
    return this.#ready;
  }

  get size(): number {
    return (this.#below.size ?? 0) + (this.#above.size ?? 0);
  }
}

function joined(layers: Layers): ReadonlyMap<string, Attribute> {
  const [only] = layers;
  if (layers.length === 1 && only) return only;
  const all = new Map<string, Attribute>();
  for (const layer of layers) for (const [name, attribute] of layer) all.set(name, attribute);
  return all;
}

/** At most how many attributes there are. */
function sizeOf(layers: Layers): number {
  let size = 0;
  for (const layer of layers) size += layer.size;
  return size;
}

/** All attributes of a set, where they lie ready. */
export function readyEntries(set: Attributes): ReadonlyMap<string, Attribute> | undefined {
  const layers = set.ready?.();
  return layers && joined(layers);
}

/** Every layer takes stack, so that there must be an end to them. */
const mostLayers = 100;

/** The layers of a view over sets; `undefined` when there are too many for another. */
export function layersOver(...sets: readonly Attributes[]): number | undefined {
  let layers = 0;
  for (const set of sets) layers = Math.max(layers, set.layers ?? 0);
  return layers >= mostLayers ? undefined : layers + 1;
}

/** A set whose attributes are looked up, each once, when somebody asks for them. */
export function lookedUp(
  names: () => Iterable<string>,
  get: (name: string) => Attribute | undefined,
): Attributes {
  const known = new Map<string, Attribute>();
  const found = (name: string): Attribute | undefined => {
    const attribute = known.get(name) ?? get(name);
    if (attribute) known.set(name, attribute);
    return attribute;
  };
  const sorted = once(() => [...new Set(names())].sort(compareStrings));
  return {
    kind: 'attrs',
    names: sorted,
    get: found,
    ready: once((): Layers => {
      const entries = sorted().map((name) => [name, found(name)] as const);
      return [new Map(entries.flatMap(([name, value]) => (value ? [[name, value]] : [])))];
    }),
    open: undefined,
  };
}

/** The attributes of a set in one of which more is said. */
export function setWith(
  set: Attributes,
  more: Partial<Pick<Attributes, 'open' | 'listed' | 'missing' | 'perhapsNames'>>,
): Attributes {
  return {
    kind: 'attrs',
    names: () => set.names(),
    get: (name) => set.get(name),
    open: set.open,
    ...more,
  };
}

/** A set of values made here, without places. */
export function record(entries: { readonly [name: string]: Thunk | Value }): Attributes {
  const all = new Map<string, Attribute>();
  for (const name in entries) {
    const value = entries[name];
    if (value)
      all.set(name, { value: value.kind === 'thunk' ? value : Thunk.of(value), at: undefined });
  }
  return attributes(all);
}
