import { unknown, type Value } from '../evaluate/value.ts';
import type { Fits, OptionType, ScalarMerge } from '../option-types/option-type.ts';
import { toBinary } from './bytes.ts';
import { compile } from './regular-expression.ts';
import { findMatch } from './regular-expression-run.ts';

type Scalar = Extract<OptionType, { readonly kind: 'scalar' }>;

export function scalarType(name: string, fits: Fits, merge: ScalarMerge): Scalar {
  return { kind: 'scalar', name, fits, merge };
}

const equal: ScalarMerge = { by: 'equal' };
const one: ScalarMerge = { by: 'one' };

function isA(...kinds: readonly Value['kind'][]): Fits {
  return (value) => kinds.includes(value.kind);
}

const isText = isA('string', 'template');
const isNumber = isA('int', 'float');
const anything: Fits = () => true;

/** Integers from a smallest to a largest, both included. */
export function integersBetween(name: string, smallest: bigint, largest: bigint): Scalar {
  const fits: Fits = (value) =>
    value.kind === 'int' && value.value >= smallest && value.value <= largest;
  return scalarType(name, fits, equal);
}

/** Numbers that fulfil a condition. */
export function numbersWhere(name: string, holds: (number: number) => boolean): Scalar {
  const fits: Fits = (value) =>
    (value.kind === 'int' || value.kind === 'float') && holds(Number(value.value));
  return scalarType(name, fits, equal);
}

/** Texts that a pattern of `builtins.match` fits; a text with holes may fit. */
export function textsMatching(name: string, pattern: string): Scalar {
  const program = compile(toBinary(pattern));
  const fits: Fits = (value) => {
    if (value.kind === 'template') return true;
    if (value.kind !== 'string' || !program) return false;
    const match = findMatch({ program, text: toBinary(value.value), demand: 'whole' }, 0);
    return match === 'budget' ? unknown({ kind: 'budget' }) : match !== undefined;
  };
  return scalarType(name, fits, equal);
}

/** Texts that are joined. */
export function joinedTexts(separator: string): Scalar {
  return scalarType('separatedString', isText, { by: 'join', separator });
}

/** Packages are sets; what is only unknown may be one, and so may a path in the store. */
const isPackage: Fits = isA('attrs', 'path', 'string', 'template');

/** What `types.path` takes: a path, a text that begins with a slash, or something made of one. */
const isPath: Fits = (value) => {
  if (value.kind === 'string') return value.value.startsWith('/');
  if (value.kind === 'template') {
    const [first] = value.parts;
    return typeof first !== 'string' || first.startsWith('/');
  }
  return value.kind === 'path' || value.kind === 'attrs';
};

interface PathDemands {
  readonly absolute: boolean | undefined;
  readonly inStore: boolean | undefined;
}

/** `pathWith`: what is not asked for may be either way. */
export function pathType({ absolute, inStore }: PathDemands): Scalar {
  const fits: Fits = (value) => {
    if (value.kind === 'path' || value.kind === 'attrs') return inStore !== false;
    if (value.kind === 'template') return true;
    if (value.kind !== 'string') return false;
    const isAbsolute = value.value.startsWith('/');
    const isInStore = /^\/nix\/store\/[^./]/.test(value.value);
    const isRight = (wanted: boolean | undefined, found: boolean): boolean =>
      wanted === undefined || wanted === found;
    return isRight(absolute, isAbsolute) && isRight(inStore, isInStore);
  };
  return scalarType('path', fits, equal);
}

const isSomeText: Fits = (value) =>
  value.kind === 'template' || (value.kind === 'string' && /[^ \t\n]/.test(value.value));

const isOneLine: Fits = (value) =>
  value.kind === 'template' ||
  (value.kind === 'string' && !/[\n\r]/.test(value.value.replace(/\n$/, '')));

/** The types without parameters. */
export const scalarTypes = {
  anything: scalarType('anything', anything, { by: 'anything' }),
  attrs: scalarType('attrs', isA('attrs'), { by: 'update' }),
  bool: scalarType('bool', isA('bool'), equal),
  boolByOr: scalarType('boolByOr', isA('bool'), { by: 'or' }),
  commas: joinedTexts(','),
  envVar: joinedTexts(':'),
  externalPath: scalarType('path', isPath, equal),
  fileset: scalarType('fileset', anything, one),
  float: scalarType('float', isA('float'), equal),
  int: scalarType('int', isA('int'), equal),
  lines: joinedTexts('\n'),
  nonEmptyStr: scalarType('nonEmptyStr', isSomeText, equal),
  number: scalarType('either', isNumber, equal),
  optionType: scalarType('optionType', isA('attrs'), one),
  package: scalarType('package', isPackage, one),
  passwdEntry: scalarType('passwdEntry', isOneLine, equal),
  path: scalarType('path', isPath, equal),
  pathInStore: scalarType('path', isPath, equal),
  pkgs: scalarType('pkgs', isA('attrs'), one),
  port: integersBetween('unsignedInt16', 0n, 65535n),
  raw: scalarType('raw', anything, one),
  shellPackage: scalarType('package', isPackage, one),
  singleLineStr: scalarType('singleLineStr', isOneLine, equal),
  str: scalarType('str', isText, equal),
  string: scalarType('string', isText, { by: 'join', separator: '' }),
  unspecified: scalarType('unspecified', anything, { by: 'default' }),
} as const;

/** A type without parameters by its name. */
export function simpleType(name: keyof typeof scalarTypes): Scalar {
  return scalarTypes[name];
}
