import { type Binding, type ExprId, literalText, type Module } from '../syntax/module.ts';
import { bindingValue, type Surroundings } from './binding-value.ts';
import type { Shape } from './code.ts';
import { mostUncounted, namesSeen, note, typeNames } from './code-notes.ts';
import { compareStrings } from './compare-strings.ts';
import { type Environment, type Names, siteOf, type Unit, withNames } from './environment.ts';
import type { Attribute, Attributes, Layers, Thunk } from './value.ts';

/** The shape of bindings; `undefined` where the name of one is computed. */
export function shapeOf(
  { module, shapes }: Pick<Unit, 'module' | 'shapes'>,
  id: ExprId,
  bindings: readonly Binding[],
): Shape | undefined {
  const known = shapes[id] ?? readShape(module, id, bindings);
  shapes[id] = known;
  return known === 'computed' ? undefined : known;
}

function readShape(module: Module, id: ExprId, bindings: readonly Binding[]): Shape | 'computed' {
  const places = new Map<string, number>();
  for (const [place, binding] of bindings.entries()) {
    const name = literalText(module, binding.name);
    if (name === undefined) return 'computed';
    places.set(name, place);
  }
  const isUntyped = !typeNames.some((name) => places.has(name));
  return { id, bindings, places, sorted: [...places.keys()].sort(compareStrings), isUntyped };
}

/** The set that bindings with plain names make; values are made when they are asked for. */
export function boundSet(environment: Environment, shape: Shape): Attributes {
  return new BoundSet(shape, environment, environment);
}

/** The same for a set whose values see one another. */
export function recursiveSet(environment: Environment, shape: Shape): Attributes {
  const names: { set?: BoundSet } & Names = { get: (name) => names.set?.bound(name)?.value };
  names.set = new BoundSet(shape, withNames(environment, names), environment);
  return names.set;
}

/** What sees the names of a `let`. */
export function boundNames(environment: Environment, shape: Shape): Environment {
  return new BoundNames(shape, environment).inner;
}

/** Room for what each binding gives. */
function room<Part>({ bindings }: Shape): (Part | undefined)[] {
  return new Array<Part | undefined>(bindings.length).fill(undefined);
}

/** The frame of names of a `let`. */
class BoundNames implements Names, Surroundings {
  readonly inner: Environment;
  readonly outer: Environment;
  sources: Map<ExprId, Thunk> | undefined;
  readonly #shape: Shape;
  readonly #values: (Thunk | undefined)[];

  constructor(shape: Shape, outer: Environment) {
    this.#shape = shape;
    this.#values = room(shape);
    this.outer = outer;
    this.inner = withNames(outer, this);
  }

  get(name: string): Thunk | undefined {
    const place = this.#shape.places.get(name);
    if (place === undefined) return undefined;
    const known = this.#values[place];
    const binding = this.#shape.bindings[place];
    if (known || !binding) return known;
    note(this.outer.unit, binding.name);
    const value = bindingValue(this, binding);
    this.#values[place] = value;
    return value;
  }
}

/** Notes in its unit what it is asked for. */
class BoundSet implements Attributes, Surroundings {
  readonly kind = 'attrs';
  readonly open: undefined;
  readonly inner: Environment;
  readonly outer: Environment;
  sources: Map<ExprId, Thunk> | undefined;
  readonly #shape: Shape;
  #made: (Attribute | undefined)[] | undefined;

  constructor(shape: Shape, inner: Environment, outer: Environment) {
    this.#shape = shape;
    this.inner = inner;
    this.outer = outer;
  }

  names(): readonly string[] {
    this.#noteNames();
    return this.#shape.sorted;
  }

  get isUntyped(): boolean {
    return this.#shape.isUntyped;
  }

  get(name: string): Attribute | undefined {
    const found = this.bound(name);
    if (!found) this.inner.unit.missed.add(name);
    return found;
  }

  /** What has the name, for those who look further where nothing has. */
  bound(name: string): Attribute | undefined {
    const place = this.#shape.places.get(name);
    if (place === undefined) return undefined;
    this.#made ??= room(this.#shape);
    const known = this.#made[place];
    const binding = this.#shape.bindings[place];
    if (known || !binding) return known;
    note(this.inner.unit, binding.name);
    const made = { value: bindingValue(this, binding), at: siteOf(this.inner, binding.name) };
    this.#made[place] = made;
    return made;
  }

  ready(): Layers {
    const all = new Map<string, Attribute>();
    for (const name of this.names()) {
      const attribute = this.bound(name);
      if (attribute) all.set(name, attribute);
    }
    return [all];
  }

  /** Of small sets nobody learns how many attributes they have. */
  get size(): number {
    const { size } = this.#shape.places;
    if (size <= mostUncounted) return 0;
    this.#noteNames();
    return size;
  }

  #noteNames(): void {
    this.inner.unit.evaluated[this.#shape.id] = namesSeen;
  }
}
