import { fromDouble, fromInteger, fromText, negate } from '#analyzer/hcl/values/number.ts';
import { setOf } from '#analyzer/hcl/values/set.ts';
import {
  anyType,
  boolType,
  collectionType,
  numberType,
  objectType,
  stringType,
  type Type,
  tupleType,
} from '#analyzer/hcl/values/type.ts';
import {
  bool,
  kept,
  list,
  map,
  nullOf,
  number,
  object,
  string,
  tuple,
  typeOf,
  unknown,
  type Value,
} from '#analyzer/hcl/values/value.ts';
import { type GoEntry, type GoExpression, goName } from './go-source.ts';

/** Values that a test names before it uses them. */
export type GoNames = ReadonlyMap<string, GoExpression>;

const constants: { readonly [name: string]: Value } = {
  'cty.True': bool(true),
  'cty.False': bool(false),
  'cty.Zero': number(fromInteger(0)),
  'cty.DynamicVal': unknown('of any type'),
  'cty.EmptyObjectVal': object([]),
  'cty.EmptyTupleVal': tuple([]),
};

const types: { readonly [name: string]: Type } = {
  'cty.String': stringType,
  'cty.Number': numberType,
  'cty.Bool': boolType,
  'cty.DynamicPseudoType': anyType,
  'cty.EmptyObject': objectType(new Map()),
  'cty.EmptyTuple': tupleType([]),
};

/** A value of cty that Go code makes; `undefined` for what this reader does not understand. */
export function ctyValue(expression: GoExpression, names: GoNames): Value | undefined {
  switch (expression.kind) {
    case 'name':
    case 'member': {
      const name = goName(expression) ?? '';
      const meant = names.get(name);
      return constants[name] ?? (meant && ctyValue(meant, new Map()));
    }
    case 'call':
      return called(expression, names);
    case 'text':
    case 'number':
    case 'composite':
    case 'negative':
      return undefined;
  }
}

type Call = Extract<GoExpression, { kind: 'call' }>;

function called({ of, arguments: given }: Call, names: GoNames): Value | undefined {
  const [first] = given;
  if (of.kind === 'member' && !isFunction(of.name)) return refined(of, names);
  if (!first) return undefined;
  switch (goName(of)) {
    case 'cty.StringVal':
      return first.kind === 'text' ? string(first.text) : undefined;
    case 'cty.NumberIntVal':
      return numberIn(first);
    case 'cty.NumberUIntVal':
      return numberIn(first);
    case 'cty.NumberFloatVal':
      return numberIn(first, (text) => fromDouble(Number(text)));
    case 'cty.MustParseNumberVal':
      return first.kind === 'text' ? parsed(first.text) : undefined;
    case 'cty.BoolVal':
      return truth(first);
    case 'cty.NullVal':
      return withType(first, nullOf);
    case 'cty.UnknownVal':
      return withType(first, (type) => unknown('not known', type));
    case 'cty.ListValEmpty':
      return withType(first, (type) => list(type, []));
    case 'cty.SetValEmpty':
      return withType(first, (type) => setOf(type, []));
    case 'cty.MapValEmpty':
      return withType(first, (type) => map(type, []));
    default:
      return first.kind === 'composite' ? collected(goName(of), first.entries, names) : undefined;
  }
}

/** Whether a name is one of a function of cty itself, and none of a method of a value. */
function isFunction(name: string): boolean {
  return /Val$|Empty$/.test(name);
}

/** A value with a mark, which a secret has, or what is not known with something that is. */
function refined(
  { of, name }: Extract<GoExpression, { kind: 'member' }>,
  names: GoNames,
): Value | undefined {
  const value = ctyValue(of, names);
  if (name === 'RefineNotNull') return value?.kind === 'unknown' ? value : undefined;
  const isMark = name === 'Mark' || name === 'WithMarks';
  return isMark && value ? kept(value, 'sensitive') : undefined;
}

function numberIn(
  expression: GoExpression,
  read: (text: string) => ReturnType<typeof fromText> = fromText,
): Value | undefined {
  if (expression.kind === 'negative') {
    const inner = numberIn(expression.of, read);
    return inner?.kind === 'number' ? number(negate(inner.number)) : undefined;
  }
  const found = expression.kind === 'number' ? read(expression.text) : undefined;
  return found && number(found);
}

function parsed(text: string): Value | undefined {
  const found = fromText(text);
  return found && number(found);
}

function truth(expression: GoExpression): Value | undefined {
  const name = goName(expression);
  return name === 'true' || name === 'false' ? bool(name === 'true') : undefined;
}

function withType(expression: GoExpression, make: (type: Type) => Value): Value | undefined {
  const type = ctyType(expression);
  return type && make(type);
}

/** A type of cty that Go code makes. */
function ctyType(expression: GoExpression): Type | undefined {
  const known = types[goName(expression) ?? ''];
  if (known || expression.kind !== 'call') return known;
  const [first] = expression.arguments;
  const kind = /^cty\.(List|Set|Map)$/.exec(goName(expression.of) ?? '')?.[1];
  const element = first && ctyType(first);
  if (kind === 'List' || kind === 'Set' || kind === 'Map') {
    const name = ({ List: 'list', Set: 'set', Map: 'map' } as const)[kind];
    return element && collectionType(name, element);
  }
  return first?.kind === 'composite' ? structural(goName(expression.of), first.entries) : undefined;
}

function structural(name: string | undefined, entries: readonly GoEntry[]): Type | undefined {
  const parts = entries.map(({ value }) => ctyType(value));
  const known = parts.flatMap((part) => part ?? []);
  if (known.length < parts.length) return undefined;
  if (name === 'cty.Tuple') return tupleType(known);
  if (name !== 'cty.Object') return undefined;
  return objectType(new Map(known.map((type, index) => [keyAt(entries, index), type])));
}

function keyAt(entries: readonly GoEntry[], index: number): string {
  const key = entries[index]?.key;
  return key?.kind === 'text' ? key.text : '';
}

function collected(
  name: string | undefined,
  entries: readonly GoEntry[],
  names: GoNames,
): Value | undefined {
  const parts = entries.map(({ value }) => ctyValue(value, names));
  const items = parts.flatMap((part) => part ?? []);
  if (items.length < parts.length) return undefined;
  const element = items[0] ? typeOf(items[0]) : anyType;
  const named = items.map((item, index) => [keyAt(entries, index), item] as const);
  switch (name) {
    case 'cty.ListVal':
      return list(element, items);
    case 'cty.SetVal':
      return setOf(element, items);
    case 'cty.TupleVal':
      return tuple(items);
    case 'cty.MapVal':
      return map(element, named);
    case 'cty.ObjectVal':
      return object(named);
    default:
      return undefined;
  }
}
