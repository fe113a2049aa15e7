import type { CallExpression, Expression, ObjectItem } from '../syntax/expression.ts';
import { type CollectionKind, collectionType, type Type, tupleType } from '../values/type.ts';

/** A default for an attribute that may be left out: where it belongs, and what it is. */
export interface TypeConstraint {
  readonly type: Type;
  readonly defaults: Defaults | undefined;
}

/** The defaults of optional attributes, by where they stand in the type. */
export interface Defaults {
  /** For an object: the expressions of its own attributes. */
  readonly own: ReadonlyMap<string, Expression>;
  /** For the attributes of an object, or the elements of a tuple by their index. */
  readonly members: ReadonlyMap<string, Defaults>;
  /** For the elements of a collection. */
  readonly elements: Defaults | undefined;
}

/** The type that an expression such as `list(object({ a = optional(string) }))` means; undefined when it means none. */
export function typeFrom(expression: Expression): Type | undefined {
  return constraintFrom(expression)?.type;
}

export function constraintFrom(expression: Expression): TypeConstraint | undefined {
  switch (expression.kind) {
    case 'variable':
      return namedType(expression.name);
    case 'call':
      return constructed(expression);
    case 'literal':
      // The old form, in quotes.
      return expression.value.kind === 'string' ? quotedType(expression.value.text) : undefined;
    default:
      return undefined;
  }
}

function namedType(name: string): TypeConstraint | undefined {
  switch (name) {
    case 'any':
    case 'string':
    case 'number':
    case 'bool':
      return { type: { kind: name }, defaults: undefined };
    // Without the type of their elements, as old files have them.
    case 'list':
    case 'map':
    case 'set':
      return { type: collectionType(name, { kind: 'any' }), defaults: undefined };
    default:
      return undefined;
  }
}

function quotedType(name: string): TypeConstraint | undefined {
  if (name === 'list' || name === 'map') {
    return { type: collectionType(name, { kind: 'string' }), defaults: undefined };
  }
  return name === 'string' ? namedType(name) : undefined;
}

function constructed({ name, arguments: given }: CallExpression): TypeConstraint | undefined {
  const [inner] = given;
  if (!inner || given.length !== 1) return undefined;
  switch (name) {
    case 'list':
    case 'set':
    case 'map':
      return collected(name, inner);
    case 'tuple':
      return tupled(inner);
    case 'object':
      return objectFrom(inner);
    default:
      return undefined;
  }
}

function collected(kind: CollectionKind, inner: Expression): TypeConstraint | undefined {
  const element = constraintFrom(inner);
  if (!element) return undefined;
  const { defaults } = element;
  const own = defaults && { own: new Map(), members: new Map(), elements: defaults };
  return { type: collectionType(kind, element.type), defaults: own };
}

function tupled(inner: Expression): TypeConstraint | undefined {
  if (inner.kind !== 'tuple') return undefined;
  const elements = inner.items.map(constraintFrom);
  if (!elements.every((element) => element !== undefined)) return undefined;
  const members = elements.flatMap(({ defaults }, index): [string, Defaults][] =>
    defaults ? [[String(index), defaults]] : [],
  );
  const defaults = { own: new Map(), members: new Map(members), elements: undefined };
  const type = tupleType(elements.map((element) => element.type));
  return { type, defaults: members.length > 0 ? defaults : undefined };
}

function objectFrom(inner: Expression): TypeConstraint | undefined {
  if (inner.kind !== 'object') return undefined;
  const found = inner.items.map(attributeFrom);
  if (!found.every((attribute) => attribute !== undefined)) return undefined;
  const own = found.flatMap(({ name, fallback }): [string, Expression][] =>
    fallback ? [[name, fallback]] : [],
  );
  const members = found.flatMap(({ name, defaults }): [string, Defaults][] =>
    defaults ? [[name, defaults]] : [],
  );
  const optional = found.filter((attribute) => attribute.optional).map(({ name }) => name);
  return {
    type: {
      kind: 'object',
      attributes: new Map(found.map(({ name, type }) => [name, type])),
      optional: new Set(optional),
    },
    defaults:
      own.length + members.length > 0
        ? { own: new Map(own), members: new Map(members), elements: undefined }
        : undefined,
  };
}

interface AttributeConstraint extends TypeConstraint {
  readonly name: string;
  readonly optional: boolean;
  readonly fallback: Expression | undefined;
}

function attributeFrom({ key, value }: ObjectItem): AttributeConstraint | undefined {
  const optional = value.kind === 'call' && value.name === 'optional';
  const [wanted, fallback] = optional ? value.arguments : [value];
  const constraint = wanted && constraintFrom(wanted);
  if (key.kind !== 'literal' || key.value.kind !== 'string' || !constraint) return undefined;
  return { ...constraint, name: key.value.text, optional, fallback };
}
