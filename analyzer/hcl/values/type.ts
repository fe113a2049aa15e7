/**
 * The types of OpenTofu's values, as its library cty has them. `any` stands
 * for a type that is not known.
 */
export type Type =
  | { readonly kind: 'any' | 'string' | 'number' | 'bool' }
  | { readonly kind: 'list' | 'set' | 'map'; readonly element: Type }
  | { readonly kind: 'tuple'; readonly elements: readonly Type[] }
  | ObjectType;

export interface ObjectType {
  readonly kind: 'object';
  readonly attributes: ReadonlyMap<string, Type>;
  /** In a constraint: the attributes that may be left out. */
  readonly optional?: ReadonlySet<string>;
}

export type CollectionKind = 'list' | 'set' | 'map';

export const anyType: Type = { kind: 'any' };
export const stringType: Type = { kind: 'string' };
export const numberType: Type = { kind: 'number' };
export const boolType: Type = { kind: 'bool' };

export function collectionType(kind: CollectionKind, element: Type): Type {
  return { kind, element };
}

export function tupleType(elements: readonly Type[]): Type {
  return { kind: 'tuple', elements };
}

export function objectType(attributes: ReadonlyMap<string, Type>): ObjectType {
  return { kind: 'object', attributes };
}

export function isPrimitive(type: Type): boolean {
  return type.kind === 'string' || type.kind === 'number' || type.kind === 'bool';
}

/** Whether two types are the same, optional attributes aside. */
export function sameType(a: Type, b: Type): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'any':
    case 'string':
    case 'number':
    case 'bool':
      return a.kind === b.kind;
    case 'list':
    case 'set':
    case 'map':
      return a.kind === b.kind && sameType(a.element, b.element);
    case 'tuple':
      return b.kind === 'tuple' && everyPair(a.elements, b.elements, sameType);
    case 'object':
      return b.kind === 'object' && everyAttribute(a, b, sameType);
  }
}

/** Whether a value of the type can be where the other one is wanted, `any` accepting everything. */
export function conforms(given: Type, wanted: Type): boolean {
  if (wanted.kind === 'any') return true;
  switch (given.kind) {
    case 'any':
    case 'string':
    case 'number':
    case 'bool':
      return given.kind === wanted.kind;
    case 'list':
    case 'set':
    case 'map':
      return given.kind === wanted.kind && conforms(given.element, wanted.element);
    case 'tuple':
      return wanted.kind === 'tuple' && everyPair(given.elements, wanted.elements, conforms);
    case 'object':
      return wanted.kind === 'object' && everyAttribute(given, wanted, conforms);
  }
}

function everyPair(
  a: readonly Type[],
  b: readonly Type[],
  agree: (a: Type, b: Type) => boolean,
): boolean {
  return (
    a.length === b.length &&
    a.every((type, index) => {
      const other = b[index];
      return other !== undefined && agree(type, other);
    })
  );
}

function everyAttribute(
  a: ObjectType,
  b: ObjectType,
  agree: (a: Type, b: Type) => boolean,
): boolean {
  if (a.attributes.size !== b.attributes.size) return false;
  for (const [name, type] of a.attributes) {
    const other = b.attributes.get(name);
    if (!other || !agree(type, other)) return false;
  }
  return true;
}

/** Whether `any` is somewhere in the type. */
export function hasAny(type: Type): boolean {
  switch (type.kind) {
    case 'any':
      return true;
    case 'string':
    case 'number':
    case 'bool':
      return false;
    case 'list':
    case 'set':
    case 'map':
      return hasAny(type.element);
    case 'tuple':
      return type.elements.some(hasAny);
    case 'object':
      return [...type.attributes.values()].some(hasAny);
  }
}

/** The type as people write it. */
export function typeText(type: Type): string {
  switch (type.kind) {
    case 'any':
    case 'string':
    case 'number':
    case 'bool':
      return type.kind;
    case 'list':
    case 'set':
    case 'map':
      return `${type.kind} of ${typeText(type.element)}`;
    case 'tuple':
    case 'object':
      return type.kind;
  }
}
