import type { Session } from '../evaluate/session.ts';
import {
  type Attributes,
  failure,
  list,
  Thunk,
  type Unknown,
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
import { customPhrase, enumerationPhrase, type Phrase, phraseOf } from '../option-types/phrase.ts';
import {
  type BuiltinCall,
  type Definitions,
  functionsOf,
  withAttributes,
  withItems,
  withString,
} from './function.ts';
import { numberTypes } from './number-types.ts';
import { joinedTexts, pathType, scalarType, scalarTypes, textsMatching } from './scalar-types.ts';
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
    ...numberTypes(session),
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
  passwdEntry: [1, passwdEntry],
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

/** What the check refuses is not looked for. */
function passwdEntry(call: BuiltinCall, entry: Thunk): Value {
  const type = typeIn(entry);
  const words = (): Phrase | undefined => {
    const own = phraseOf(type());
    const isPlain = own?.class === 'noun';
    const text = isPlain ? own.text : `(${own?.text})`;
    return (
      own && {
        ...own,
        text: `${text}, not containing newlines or colons`,
        class: 'nonRestrictiveClause',
      }
    );
  };
  return made(call, { ...type(), phrase: words });
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
  const words = { phrase: () => enumerationPhrase(values) };
  return typeValue(call.session, { ...type, ...words }, { values });
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
    const plain = typeValue(call.session, {
      ...scalarType(text, () => true, { by: 'default' }),
      phrase: () => customPhrase(own),
    });
    return {
      kind: 'attrs',
      names: () => [...new Set([...own.names(), ...plain.names()])].sort(),
      get: (attribute) => own.get(attribute) ?? plain.get(attribute),
      open: own.open,
    };
  });
}
