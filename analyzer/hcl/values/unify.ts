import { preferred } from './preference.ts';
import {
  anyType,
  type CollectionKind,
  collectionType,
  isPrimitive,
  type ObjectType,
  objectType,
  sameType,
  type Type,
  tupleType,
} from './type.ts';

/** How freely types may become one another: `safe` never fails for any value, `free` may. */
export type Freedom = 'safe' | 'free';

/**
 * The type that values of all the types can become, as cty's `convert.Unify`
 * finds it; undefined when there is none.
 */
export function unify(types: readonly Type[], freedom: Freedom): Type | undefined {
  const [first] = types;
  if (!first || types.every((type) => sameType(type, first))) return first;
  const special = unifyStructures(types, freedom);
  if (special !== 'undecided') return special;
  for (const wanted of preferred(types)) {
    if (types.every((type) => fits(type, wanted, freedom))) return wanted;
  }
  return undefined;
}

function unifyStructures(types: readonly Type[], freedom: Freedom): Type | undefined | 'undecided' {
  const only = (...kinds: readonly Type['kind'][]): boolean =>
    types.every(({ kind }) => kind === 'any' || kinds.includes(kind));
  const has = (kind: Type['kind']): boolean => types.some((type) => type.kind === kind);
  for (const kind of ['map', 'list', 'set'] as const) {
    if (has(kind) && only(kind)) return unifyCollections(kind, types, freedom);
  }
  if (has('map') && only('map', 'object')) return unifyMixed('map', types, freedom);
  if (has('list') && only('list', 'tuple')) return unifyMixed('list', types, freedom);
  if (has('object') && only('object')) return unifyObjects(types, freedom);
  if (has('tuple') && only('tuple')) return unifyTuples(types, freedom);
  return has('object') && has('tuple') ? undefined : 'undecided';
}

function unifyCollections(
  kind: CollectionKind,
  types: readonly Type[],
  freedom: Freedom,
): Type | undefined {
  if (types.some((type) => type.kind === 'any')) return anyType;
  const elements = types.flatMap((type) => ('element' in type ? [type.element] : []));
  const element = unify(elements, freedom);
  return element && accepted(collectionType(kind, element), types, freedom);
}

/** Objects among maps and tuples among lists are taken for collections first. */
function unifyMixed(
  kind: 'map' | 'list',
  types: readonly Type[],
  freedom: Freedom,
): Type | undefined | 'undecided' {
  const structural = types.filter((type) => type.kind === 'object' || type.kind === 'tuple');
  const collection = collectionOf(kind, structural, freedom);
  if (!collection) return 'undecided';
  const all = types.map((type) =>
    type.kind === 'object' || type.kind === 'tuple' ? collection : type,
  );
  const unified = unify(all, freedom);
  return unified?.kind === kind ? unified : 'undecided';
}

/** One collection that takes in all the members of objects or tuples. */
function collectionOf(
  kind: 'map' | 'list',
  types: readonly Type[],
  freedom: Freedom,
): Type | undefined {
  const members = types.flatMap((type) => {
    if (type.kind === 'object') return [...type.attributes.values()];
    return type.kind === 'tuple' ? type.elements : [];
  });
  const element = unify(members, freedom);
  return element && accepted(collectionType(kind, element), types, freedom);
}

function accepted(wanted: Type, types: readonly Type[], freedom: Freedom): Type | undefined {
  return types.every((type) => fits(type, wanted, freedom)) ? wanted : undefined;
}

function unifyObjects(types: readonly Type[], freedom: Freedom): Type | undefined {
  const objects = types.filter((type): type is ObjectType => type.kind === 'object');
  const [first] = objects;
  if (!first || objects.length < types.length) return anyType;
  const alike = objects.every(
    ({ attributes }) =>
      attributes.size === first.attributes.size &&
      [...attributes.keys()].every((name) => first.attributes.has(name)),
  );
  if (!alike) return collectionOf('map', types, freedom);
  const attributes = new Map<string, Type>();
  for (const name of first.attributes.keys()) {
    const across = objects.map((type) => type.attributes.get(name) ?? anyType);
    const unified = unify(across, freedom);
    if (!unified) return undefined;
    attributes.set(name, unified);
  }
  return accepted(objectType(attributes), types, freedom) ?? collectionOf('map', types, freedom);
}

function unifyTuples(types: readonly Type[], freedom: Freedom): Type | undefined {
  const tuples = types.flatMap((type) => (type.kind === 'tuple' ? [type.elements] : []));
  const [first] = tuples;
  if (!first || tuples.length < types.length) return anyType;
  if (tuples.some(({ length }) => length !== first.length)) {
    return collectionOf('list', types, freedom);
  }
  const elements: Type[] = [];
  for (const index of first.keys()) {
    const unified = unify(
      tuples.map((tuple) => tuple[index] ?? anyType),
      freedom,
    );
    if (!unified) return undefined;
    elements.push(unified);
  }
  return accepted(tupleType(elements), types, freedom) ?? collectionOf('list', types, freedom);
}

/**
 * Whether values of one type may become values of another, as cty's
 * `convert.GetConversion` decides; a single value may still fail to.
 */
export function canConvert(given: Type, wanted: Type, freedom: Freedom): boolean {
  if (wanted.kind === 'any') return true;
  if (given.kind === 'any') return freedom === 'free';
  switch (wanted.kind) {
    case 'string':
      return isPrimitive(given);
    case 'number':
    case 'bool':
      return given.kind === wanted.kind || (freedom === 'free' && given.kind === 'string');
    case 'list':
    case 'set':
    case 'map':
      return canCollect(given, wanted, freedom);
    case 'tuple':
      return given.kind === 'tuple' && canPair(given.elements, wanted.elements, freedom);
    case 'object':
      return canFill(given, wanted, freedom);
  }
}

type Collection = Extract<Type, { element: Type }>;

function canCollect(given: Type, wanted: Collection, freedom: Freedom): boolean {
  if (given.kind === 'tuple') {
    return wanted.kind !== 'map' && canGather(given.elements, wanted, freedom);
  }
  if (given.kind === 'object') {
    return wanted.kind === 'map' && canGather([...given.attributes.values()], wanted, freedom);
  }
  if (!('element' in given)) return false;
  if ((given.kind === 'map') !== (wanted.kind === 'map')) return false;
  if (given.kind === 'list' && wanted.kind === 'set' && freedom === 'safe') return false;
  return fits(given.element, wanted.element, freedom);
}

/** Members of a tuple or an object become those of a collection. */
function canGather(members: readonly Type[], wanted: Collection, freedom: Freedom): boolean {
  if (members.length === 0) return true;
  const element = wanted.element.kind === 'any' ? unify(members, freedom) : wanted.element;
  if (!element) return false;
  if (element.kind === 'any' && wanted.kind !== 'map' && wanted.element.kind === 'any') {
    return members.every((type) => type.kind === 'any');
  }
  return members.every((type) => fits(type, element, freedom));
}

function canPair(given: readonly Type[], wanted: readonly Type[], freedom: Freedom): boolean {
  return (
    given.length === wanted.length &&
    given.every((type, index) => fits(type, wanted[index] ?? anyType, freedom))
  );
}

function canFill(given: Type, wanted: ObjectType, freedom: Freedom): boolean {
  const names = [...wanted.attributes];
  const optional = (name: string): boolean => wanted.optional?.has(name) === true;
  if (given.kind === 'map') {
    if (freedom === 'safe') return false;
    return names.every(([name, type]) => optional(name) || fits(given.element, type, freedom));
  }
  if (given.kind !== 'object') return false;
  return names.every(([name, type]) => {
    const member = given.attributes.get(name);
    return member ? fits(member, type, freedom) : optional(name);
  });
}

function fits(given: Type, wanted: Type, freedom: Freedom): boolean {
  return sameType(given, wanted) || canConvert(given, wanted, freedom);
}
