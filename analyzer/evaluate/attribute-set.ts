import { compareStrings } from './compare-strings.ts';
import { Thunk } from './thunk.ts';
import type { Attribute, Attributes, Layers, Unknown, Value } from './value.ts';

/** A set over a plain map; `open` when there may be more than the map holds. */
export function attributes(entries: ReadonlyMap<string, Attribute>, open?: Unknown): Attributes {
  return layered([entries], open);
}

/** More layers than this, or fewer attributes, are joined at once. */
const mostReadyLayers = 16;
const fewestApart = 64;

/** A set whose attributes lie in several maps. They are joined when there is need, so that a large set grows cheaply. */
export function layered(layers: Layers, open?: Unknown): Attributes {
  const isSmall = layers.length > 1 && sizeOf(layers) < fewestApart;
  const ready = isSmall || layers.length > mostReadyLayers ? [joined(layers)] : layers;
  const top = ready.at(-1);
  let sorted: readonly string[] | undefined;
  const set: Attributes = {
    kind: 'attrs',
    names: () => (sorted ??= [...joined(ready).keys()].sort(compareStrings)),
    get: ready.length === 1 && top ? (name) => top.get(name) : (name) => found(ready, name),
    open,
    get ready() {
      return { of: set, layers: ready };
    },
  };
  return set;
}

function found(layers: Layers, name: string): Attribute | undefined {
  for (let index = layers.length - 1; index >= 0; index--) {
    const attribute = layers[index]?.get(name);
    if (attribute) return attribute;
  }
  return undefined;
}

function joined(layers: Layers): ReadonlyMap<string, Attribute> {
  const [only] = layers;
  if (layers.length === 1 && only) return only;
  const all = new Map<string, Attribute>();
  for (const layer of layers) for (const [name, attribute] of layer) all.set(name, attribute);
  return all;
}

/** At most how many attributes there are. */
export function sizeOf(layers: Layers): number {
  let size = 0;
  for (const layer of layers) size += layer.size;
  return size;
}

/** The maps that all attributes of a set lie in, where they lie ready. */
export function readyLayers(set: Attributes): Layers | undefined {
  return set.ready?.of === set ? set.ready.layers : undefined;
}

/** All attributes of a set, where they lie ready. */
export function readyEntries(set: Attributes): ReadonlyMap<string, Attribute> | undefined {
  const layers = readyLayers(set);
  return layers && joined(layers);
}

/** Every layer takes stack, so that there must be an end to them. */
const mostLayers = 100;

/** The layers of a view over sets; `undefined` when there are too many for another. */
export function layersOver(...sets: readonly Attributes[]): number | undefined {
  const layers = 1 + Math.max(...sets.map((set) => set.layers ?? 0));
  return layers > mostLayers ? undefined : layers;
}

/** A set of values made here, without places. */
export function record(entries: { readonly [name: string]: Thunk | Value }): Attributes {
  return attributes(
    new Map(
      Object.entries(entries).map(([name, value]) => [
        name,
        { value: value instanceof Thunk ? value : Thunk.of(value), at: undefined },
      ]),
    ),
  );
}
