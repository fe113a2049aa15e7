import { type Binding, type ExprId, literalText, type Module } from '../syntax/module.ts';
import { bindingValue, type Surroundings } from './binding-value.ts';
import { compareStrings } from './compare-strings.ts';
import { type Environment, type Names, siteOf, withNames } from './environment.ts';
import type { Attribute, Attributes, Layers, Thunk } from './value.ts';

/** What bindings with plain names bind, worked out once for all sets of one expression. */
export interface Shape {
  readonly bindings: readonly Binding[];
  /** The last binding of each name, which is the one that counts. */
  readonly places: ReadonlyMap<string, number>;
  readonly sorted: readonly string[];
}

/** Modules are never changed, so that the shapes of their sets can be kept. */
const shapes = new WeakMap<readonly Binding[], Shape | 'computed'>();

/** The shape of bindings; `undefined` where the name of one is computed. */
export function shapeOf(module: Module, bindings: readonly Binding[]): Shape | undefined {
  const known = shapes.get(bindings) ?? readShape(module, bindings);
  shapes.set(bindings, known);
  return known === 'computed' ? undefined : known;
}

function readShape(module: Module, bindings: readonly Binding[]): Shape | 'computed' {
  const places = new Map<string, number>();
  for (const [place, binding] of bindings.entries()) {
    const name = literalText(module, binding.name);
    if (name === undefined) return 'computed';
    places.set(name, place);
  }
  return { bindings, places, sorted: [...places.keys()].sort(compareStrings) };
}

/** The set that bindings with plain names make; values are made when they are asked for. */
export function boundSet(environment: Environment, shape: Shape): Attributes {
  return new BoundSet(new Bound(shape, environment, environment));
}

/** The same for a set whose values see one another. */
export function recursiveSet(environment: Environment, shape: Shape): Attributes {
  const names = new BoundNames();
  return new BoundSet(names.bind(environment, shape));
}

/** What sees the names of a `let`. */
export function boundNames(environment: Environment, shape: Shape): Environment {
  const names = new BoundNames();
  return names.bind(environment, shape).inner;
}

/** A frame of names that see one another. */
class BoundNames implements Names {
  #bound: Bound | undefined;

  bind(outer: Environment, shape: Shape): Bound {
    this.#bound = new Bound(shape, withNames(outer, this), outer);
    return this.#bound;
  }

  get(name: string): Thunk | undefined {
    const place = this.#bound?.shape.places.get(name);
    return place === undefined ? undefined : this.#bound?.at(place);
  }
}

/** The values of bindings, each made when it is first asked for. */
class Bound implements Surroundings {
  readonly shape: Shape;
  readonly inner: Environment;
  readonly outer: Environment;
  sources: Map<ExprId, Thunk> | undefined;
  readonly #values: (Thunk | undefined)[] = [];

  constructor(shape: Shape, inner: Environment, outer: Environment) {
    this.shape = shape;
    this.inner = inner;
    this.outer = outer;
  }

  at(place: number): Thunk | undefined {
    const known = this.#values[place];
    const binding = this.shape.bindings[place];
    if (known || !binding) return known;
    const value = bindingValue(this, binding);
    this.#values[place] = value;
    return value;
  }
}

class BoundSet implements Attributes {
  readonly kind = 'attrs';
  readonly open: undefined;
  readonly #bound: Bound;
  readonly #made: (Attribute | undefined)[] = [];
  #ready: Layers | undefined;

  constructor(bound: Bound) {
    this.#bound = bound;
  }

  names(): readonly string[] {
    return this.#bound.shape.sorted;
  }

  get(name: string): Attribute | undefined {
    const place = this.#bound.shape.places.get(name);
    if (place === undefined) return undefined;
    const known = this.#made[place];
    if (known) return known;
    const { shape, inner } = this.#bound;
    const [value, binding] = [this.#bound.at(place), shape.bindings[place]];
    const made = value && binding && { value, at: siteOf(inner, binding.name) };
    this.#made[place] = made;
    return made;
  }

  ready(): Layers {
    this.#ready ??= [new Map(this.names().flatMap((name) => this.#entry(name)))];
    return this.#ready;
  }

  get size(): number {
    return this.#bound.shape.places.size;
  }

  #entry(name: string): [string, Attribute][] {
    const attribute = this.get(name);
    return attribute ? [[name, attribute]] : [];
  }
}
