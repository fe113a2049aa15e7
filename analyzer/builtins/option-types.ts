import type { Session } from '../evaluate/session.ts';
import {
  attributes,
  failure,
  list,
  record,
  string,
  Thunk,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import {
  type BuiltinCall,
  builtin,
  type Definitions,
  functionsOf,
  withString,
} from './function.ts';

/**
 * `lib.types`. A type knows its name and the types within it, which is what
 * merging asks for; it does not check values.
 */
export function optionTypes(session: Session): { readonly [name: string]: Value } {
  const types = Object.fromEntries(
    Object.entries(simpleTypes).map(([name, typeName]) => [name, optionType(typeName)]),
  );
  return {
    ...types,
    ...functionsOf(session, typeConstructors),
    ints: integerTypes(session),
    numbers: numberTypes(session),
  };
}

/** The types without parameters, with the names that nixpkgs gives them. */
const simpleTypes: { readonly [name: string]: string } = {
  anything: 'anything',
  attrs: 'attrs',
  bool: 'bool',
  boolByOr: 'boolByOr',
  commas: 'separatedString',
  deferredModule: 'deferredModule',
  envVar: 'separatedString',
  externalPath: 'path',
  fileset: 'fileset',
  float: 'float',
  int: 'int',
  lines: 'separatedString',
  nonEmptyStr: 'nonEmptyStr',
  number: 'either',
  optionType: 'optionType',
  package: 'package',
  passwdEntry: 'passwdEntry',
  path: 'path',
  pathInStore: 'path',
  pkgs: 'pkgs',
  port: 'unsignedInt16',
  raw: 'raw',
  shellPackage: 'package',
  singleLineStr: 'singleLineStr',
  str: 'str',
  string: 'string',
  unspecified: 'unspecified',
};

const typeConstructors: Definitions = {
  listOf: [1, around('listOf')],
  nonEmptyListOf: [1, around('listOf')],
  attrsOf: [1, around('attrsOf')],
  lazyAttrsOf: [1, around('lazyAttrsOf')],
  loaOf: [1, around('loaOf')],
  nullOr: [1, around('nullOr')],
  functionTo: [1, around('functionTo')],
  uniq: [1, around('unique')],
  unique: [2, (_call, _message, type) => optionType('unique', { elemType: type })],
  either: [2, (_call, left, right) => optionType('either', { left, right })],
  oneOf: [1, oneOf],
  coercedTo: [
    3,
    (_call, coerced, _function, final) =>
      optionType('coercedTo', { coercedType: coerced, finalType: final }),
  ],
  enum: [1, enumeration],
  strMatching: [1, strMatching],
  separatedString: [1, () => optionType('separatedString')],
  passwdEntry: [1, (_call, type) => type.force()],
  addCheck: [2, (_call, type) => type.force()],
  submodule: [1, submodule],
  submoduleWith: [1, submoduleWith],
  attrsWith: [1, () => unsupported('lib.types.attrsWith')],
  mkOptionType: [1, mkOptionType],
};

function integerTypes(session: Session): Value {
  const named = (name: string): Value => optionType(name);
  return {
    ...record({
      positive: named('positiveInt'),
      unsigned: named('unsignedInt'),
      between: builtin(session, 'between', 2, () => named('intBetween')),
      u8: named('unsignedInt8'),
      u16: named('unsignedInt16'),
      u32: named('unsignedInt32'),
      s8: named('signedInt8'),
      s16: named('signedInt16'),
      s32: named('signedInt32'),
    }),
    open: unsupported('lib.types.ints'),
    missing: (name) => unsupported(`lib.types.ints.${name}`),
  };
}

function numberTypes(session: Session): Value {
  return {
    ...record({
      positive: optionType('numberPositive'),
      nonnegative: optionType('numberNonnegative'),
      between: builtin(session, 'between', 2, () => optionType('numberBetween')),
    }),
    open: unsupported('lib.types.numbers'),
    missing: (name) => unsupported(`lib.types.numbers.${name}`),
  };
}

/** The pattern is part of the name. */
function strMatching(call: BuiltinCall, pattern: Thunk): Value {
  return withString(call, pattern, (text) =>
    optionType(`strMatching ${JSON.stringify(text).replaceAll('${', '\\${')}`),
  );
}

type Nested = { readonly [name: string]: Thunk };

/** A type; what nixpkgs knows of it beside its name and parts is unknown. */
function optionType(name: string, nested: Nested = {}, extra: Nested = {}): Value {
  return {
    ...record({
      _type: string('option-type'),
      name: string(name),
      nestedTypes: record(nested),
      ...extra,
    }),
    open: unsupported('lib.types'),
    missing: (attribute) => unsupported(`lib.types.${name}.${attribute}`),
  };
}

function around(name: string) {
  return (_call: BuiltinCall, type: Thunk): Value => optionType(name, { elemType: type });
}

function enumeration(_call: BuiltinCall, values: Thunk): Value {
  const payload = Thunk.of(record({ values }));
  return optionType('enum', {}, { functor: Thunk.of(openRecord({ payload })) });
}

function openRecord(entries: Nested): Value {
  return { ...record(entries), open: unsupported('lib.types') };
}

/** `oneOf [ a b c ]` is `either (either a b) c`. */
function oneOf(_call: BuiltinCall, types: Thunk): Value {
  const value = types.force();
  if (value.kind !== 'list' || value.open) return unsupported('lib.types.oneOf');
  const [first, ...others] = value.items;
  if (!first) return failure('`oneOf` needs a type', types.site);
  return others
    .reduce((left, right) => Thunk.of(optionType('either', { left, right }), left.site), first)
    .force();
}

/** A submodule keeps its modules, so that merging can evaluate them. */
function submodule(_call: BuiltinCall, module: Thunk): Value {
  const value = module.force();
  const modules = value.kind === 'list' ? module : Thunk.of(list([module]), module.site);
  return optionType('submodule', {}, { getSubModules: modules });
}

function submoduleWith(_call: BuiltinCall, settings: Thunk): Value {
  const value = settings.force();
  const modules = value.kind === 'attrs' ? value.get('modules')?.value : undefined;
  return optionType('submodule', {}, modules ? { getSubModules: modules } : {});
}

/** A type of one's own keeps what it was made with. */
function mkOptionType(_call: BuiltinCall, settings: Thunk): Value {
  const value = settings.force();
  const own = value.kind === 'attrs' ? value : attributes(new Map());
  return {
    kind: 'attrs',
    names: () => [...own.names(), '_type'],
    get: (name) =>
      name === '_type' ? { value: Thunk.of(string('option-type')), at: undefined } : own.get(name),
    open: unsupported('lib.types.mkOptionType'),
  };
}
