import type { Session } from '../evaluate/session.ts';
import {
  type Attributes,
  failure,
  isStuck,
  list,
  record,
  Thunk,
  type Unknown,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import {
  type Fits,
  type LazyType,
  type OptionType,
  type SetName,
  same,
  typeIn,
} from '../option-types/option-type.ts';
import {
  type BuiltinCall,
  builtin,
  type Definitions,
  functionsOf,
  withAttributes,
  withInteger,
  withItems,
  withString,
} from './function.ts';
import {
  integersBetween,
  joinedTexts,
  numbersWhere,
  pathType,
  scalarType,
  scalarTypes,
  textsMatching,
} from './scalar-types.ts';
import { typeValue } from './type-value.ts';

/** `lib.types`: each value stands for an `OptionType`, which is what merging asks for. */
export function optionTypes(session: Session): { readonly [name: string]: Value } {
  const simple = Object.entries(scalarTypes).map(([name, type]) => [
    name,
    typeValue(session, type),
  ]);
  return {
    ...Object.fromEntries(simple),
    ...functionsOf(session, typeConstructors),
    deferredModule: typeValue(session, { kind: 'module', modules: [] }),
    ints: namespace(session, 'ints', integerTypes),
    numbers: namespace(session, 'numbers', numberTypes),
  };
}

const typeConstructors: Definitions = {
  listOf: [1, (call, element) => made(call, listOf(element, 'any'))],
  nonEmptyListOf: [1, (call, element) => made(call, listOf(element, 'some'))],
  attrsOf: [1, (call, element) => made(call, setOf(element, 'attrsOf'))],
  lazyAttrsOf: [1, (call, element) => made(call, setOf(element, 'lazyAttrsOf'))],
  loaOf: [1, (call, element) => made(call, setOf(element, 'loaOf'))],
  attrsWith: [1, attrsWith],
  nullOr: [1, (call, element) => made(call, { kind: 'nullOr', element: typeIn(element) })],
  functionTo: [1, (call, element) => made(call, { kind: 'function', element: typeIn(element) })],
  uniq: [1, (call, element) => made(call, { kind: 'unique', element: typeIn(element) })],
  unique: [
    2,
    (call, _message, element) => made(call, { kind: 'unique', element: typeIn(element) }),
  ],
  either: [2, (call, left, right) => made(call, alternatives(typeIn(left), typeIn(right)))],
  oneOf: [1, oneOf],
  coercedTo: [
    3,
    (call, from, convert, to) =>
      made(call, { kind: 'coerced', from: typeIn(from), convert, to: typeIn(to) }),
  ],
  enum: [1, enumeration],
  strMatching: [1, strMatching],
  separatedString: [
    1,
    (call, separator) => withString(call, separator, (text) => made(call, joinedTexts(text))),
  ],
  passwdEntry: [1, (_call, type) => type.force()],
  addCheck: [2, addCheck],
  submodule: [1, submodule],
  submoduleWith: [1, submoduleWith],
  attrTag: [1, (call, tags) => made(call, { kind: 'tag', tags: [tags] })],
  pathWith: [
    1,
    (call, settings) => withAttributes(call, settings, (given) => pathWith(call, given)),
  ],
  deferredModuleWith: [1, deferredModuleWith],
  mkOptionType: [1, mkOptionType],
};

/** What `lib` has of the types under names of its own. */
export const libTypeFunctions: Definitions = { mkOptionType: [1, mkOptionType] };

function made({ session }: BuiltinCall, type: OptionType): Value {
  return typeValue(session, type);
}

function listOf(element: Thunk, length: 'any' | 'some'): OptionType {
  return { kind: 'list', element: typeIn(element), nonEmpty: length === 'some' };
}

function addCheck(call: BuiltinCall, type: Thunk, check: Thunk): Value {
  return made(call, { kind: 'checked', element: typeIn(type), check, emptyValue: undefined });
}

function setOf(element: Thunk, name: SetName): OptionType {
  return { kind: 'set', element: typeIn(element), name };
}

function alternatives(left: LazyType, right: LazyType): OptionType {
  return { kind: 'either', left, right };
}

/** `oneOf [ a b c ]` is `either (either a b) c`. */
function oneOf(call: BuiltinCall, types: Thunk): Value {
  return withItems(call, types, (items) => {
    const [first, ...others] = items.map((item) => typeIn(item));
    if (!first) return failure('`oneOf` needs a type', types.site);
    const joined = others.reduce<LazyType>((left, right) => () => alternatives(left, right), first);
    return made(call, joined());
  });
}

function attrsWith(call: BuiltinCall, settings: Thunk): Value {
  return withAttributes(call, settings, (given) => {
    const element = given.get('elemType')?.value;
    if (!element) return given.open ?? failure('`attrsWith` needs `elemType`', settings.site);
    const lazy = given.get('lazy')?.value.force();
    const isLazy = lazy?.kind === 'bool' && lazy.value;
    return made(call, setOf(element, isLazy ? 'lazyAttrsOf' : 'attrsOf'));
  });
}

/** A path, or a text that is one: absolute or not, in the store or not, as asked. */
function pathWith(call: BuiltinCall, given: Attributes): Value {
  const [absolute, inStore] = ['absolute', 'inStore'].map((name) => {
    const value = given.get(name)?.value.force();
    return value?.kind === 'bool' ? value.value : undefined;
  });
  return made(call, pathType({ absolute, inStore }));
}

/** The values are kept in `functor.payload`, where programs look them up. */
function enumeration(call: BuiltinCall, values: Thunk): Value {
  const type = scalarType('enum', isAmong(values), { by: 'equal' });
  return typeValue(call.session, type, { values });
}

function isAmong(values: Thunk): Fits {
  return (value) => {
    const all = values.force();
    if (all.kind === 'unknown') return all;
    if (all.kind !== 'list') return false;
    let doubt: Unknown | undefined = all.open;
    for (const item of all.items) {
      const verdict = same(value, item.force());
      if (verdict === true) return true;
      if (typeof verdict === 'object') doubt ??= verdict;
    }
    return doubt ?? false;
  };
}

/** The pattern is part of the name. */
function strMatching(call: BuiltinCall, pattern: Thunk): Value {
  return withString(call, pattern, (text) => {
    const name = `strMatching ${JSON.stringify(text).replaceAll('${', '\\${')}`;
    return made(call, textsMatching(name, text));
  });
}

/** `submodule` takes one module or a list; its definitions are all configuration. */
function submodule(call: BuiltinCall, module: Thunk): Value {
  const modules = new Thunk(module.site, () => {
    const value = module.force();
    return value.kind === 'list' ? value : list([module]);
  });
  const type = { kind: 'submodule', modules: [modules], specialArgs: undefined } as const;
  return made(call, { ...type, onlyConfig: true });
}

function submoduleWith(call: BuiltinCall, settings: Thunk): Value {
  return withAttributes(call, settings, (given) => {
    const modules = given.get('modules')?.value ?? Thunk.of(given.open ?? list([]));
    const short = given.get('shorthandOnlyDefinesConfig')?.value.force();
    return made(call, {
      kind: 'submodule',
      modules: [modules],
      specialArgs: given.get('specialArgs')?.value,
      onlyConfig: short?.kind === 'bool' && short.value,
    });
  });
}

function deferredModuleWith(call: BuiltinCall, settings: Thunk): Value {
  return withAttributes(call, settings, (given) => {
    const modules = given.get('staticModules')?.value ?? (given.open && Thunk.of(given.open));
    return made(call, { kind: 'module', modules: modules ? [modules] : [] });
  });
}

/** A type of one's own keeps what it was made with; without `merge` it merges by form. */
function mkOptionType(call: BuiltinCall, settings: Thunk): Value {
  return withAttributes(call, settings, (own) => {
    const name = own.get('name')?.value.force();
    const text = name?.kind === 'string' ? name.value : 'custom';
    const plain = typeValue(
      call.session,
      scalarType(text, () => true, { by: 'default' }),
    );
    return {
      kind: 'attrs',
      names: () => [...new Set([...own.names(), ...plain.names()])].sort(),
      get: (attribute) => own.get(attribute) ?? plain.get(attribute),
      open: own.open,
    };
  });
}

type TypeNamespace = {
  readonly types: { readonly [name: string]: OptionType };
  readonly between: (name: string) => readonly [2, Definitions[string][1]];
};

const integerTypes: TypeNamespace = {
  types: {
    positive: integersBetween('positiveInt', 1n, 2n ** 63n - 1n),
    unsigned: integersBetween('unsignedInt', 0n, 2n ** 63n - 1n),
    u8: integersBetween('unsignedInt8', 0n, 255n),
    u16: integersBetween('unsignedInt16', 0n, 65_535n),
    u32: integersBetween('unsignedInt32', 0n, 4_294_967_295n),
    s8: integersBetween('signedInt8', -128n, 127n),
    s16: integersBetween('signedInt16', -32_768n, 32_767n),
    s32: integersBetween('signedInt32', -2_147_483_648n, 2_147_483_647n),
  },
  between: () => [
    2,
    (call, low, high) =>
      withInteger(call, low, (smallest) =>
        withInteger(call, high, (largest) =>
          made(call, integersBetween('intBetween', smallest, largest)),
        ),
      ),
  ],
};

const numberTypes: TypeNamespace = {
  types: {
    positive: numbersWhere('numberPositive', (number) => number > 0),
    nonnegative: numbersWhere('numberNonnegative', (number) => number >= 0),
  },
  between: () => [
    2,
    (call, low, high) => {
      const [smallest, largest] = [low.force(), high.force()];
      if (isStuck(smallest)) return smallest;
      if (isStuck(largest)) return largest;
      const isNumber = 'value' in smallest && 'value' in largest;
      if (!isNumber) return failure('`between` needs numbers', low.site);
      const [from, to] = [Number(smallest.value), Number(largest.value)];
      return made(
        call,
        numbersWhere('numberBetween', (number) => number >= from && number <= to),
      );
    },
  ],
};

function namespace(session: Session, name: string, { types, between }: TypeNamespace): Attributes {
  const values = Object.entries(types).map(([key, type]) => [key, typeValue(session, type)]);
  const [arity, body] = between(name);
  return {
    ...record({
      ...Object.fromEntries(values),
      between: builtin(session, 'between', arity, body),
    }),
    open: unsupported(`lib.types.${name}`),
    missing: (missing) => unsupported(`lib.types.${name}.${missing}`),
  };
}
