import { unknown, type Value } from '../evaluate/value.ts';
import type { Fits, OptionType, ScalarMerge } from '../option-types/option-type.ts';
import { phrase } from '../option-types/phrase.ts';
import { toBinary } from './bytes.ts';
import { compile } from './regular-expression.ts';
import { findMatch } from './regular-expression-run.ts';

type Scalar = Extract<OptionType, { readonly kind: 'scalar' }>;

export function scalarType(name: string, fits: Fits, merge: ScalarMerge): Scalar {
  return { kind: 'scalar', name, fits, merge };
}

/** The same type with words for it. */
function inWords(text: string, type: Scalar, kind: 'noun' | 'conjunction' = 'noun'): Scalar {
  return { ...type, phrase: () => phrase(text, kind) };
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
  const words = `between ${smallest} and ${largest} (both inclusive)`;
  const bits = /^(un)?signedInt(\d+)$/.exec(name);
  const kind = bits ? `${bits[2]} bit ${bits[1] ?? ''}signed integer;` : 'integer';
  const fits: Fits = (value) =>
    value.kind === 'int' && value.value >= smallest && value.value <= largest;
  return inWords(`${kind} ${words}`, scalarType(name, fits, equal));
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
  return inWords(`string matching the pattern ${pattern}`, scalarType(name, fits, equal));
}

/** Texts that are joined. */
export function joinedTexts(separator: string): Scalar {
  const type = scalarType('separatedString', isText, { by: 'join', separator });
  return inWords(`strings concatenated with ${JSON.stringify(separator)}`, type);
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
  const words = [
    absolute === undefined ? '' : absolute ? 'absolute ' : 'relative ',
    'path',
    inStore === undefined ? '' : inStore ? ' in the Nix store' : ' not in the Nix store',
  ];
  return inWords(words.join(''), scalarType('path', fits, equal));
}

const isSomeText: Fits = (value) =>
  value.kind === 'template' || (value.kind === 'string' && /[^ \t\n]/.test(value.value));

const isOneLine: Fits = (value) =>
  value.kind === 'template' ||
  (value.kind === 'string' && !/[\n\r]/.test(value.value.replace(/\n$/, '')));

/** The types without parameters. */
export const scalarTypes = {
  anything: inWords('anything', scalarType('anything', anything, { by: 'anything' })),
  attrs: {
    ...scalarType('attrs', isA('attrs'), { by: 'update' }),
    phrase: () => phrase('attribute set', undefined),
  },
  bool: inWords('boolean', scalarType('bool', isA('bool'), equal)),
  boolByOr: inWords('boolean (merged using or)', scalarType('boolByOr', isA('bool'), { by: 'or' })),
  commas: joinedTexts(','),
  envVar: joinedTexts(':'),
  externalPath: inWords('absolute path not in the Nix store', scalarType('path', isPath, equal)),
  fileset: inWords('fileset', scalarType('fileset', anything, one)),
  float: inWords('floating point number', scalarType('float', isA('float'), equal)),
  int: inWords('signed integer', scalarType('int', isA('int'), equal)),
  lines: joinedTexts('\n'),
  nonEmptyStr: inWords('non-empty string', scalarType('nonEmptyStr', isSomeText, equal)),
  number: inWords(
    'signed integer or floating point number',
    scalarType('either', isNumber, equal),
    'conjunction',
  ),
  optionType: inWords('optionType', scalarType('optionType', isA('attrs'), one)),
  package: inWords('package', scalarType('package', isPackage, one)),
  path: inWords('absolute path', scalarType('path', isPath, equal)),
  pathInStore: inWords('path in the Nix store', scalarType('path', isPath, equal)),
  pkgs: inWords('Nixpkgs package set', scalarType('pkgs', isA('attrs'), one)),
  port: integersBetween('unsignedInt16', 0n, 65535n),
  raw: inWords('raw value', scalarType('raw', anything, one)),
  shellPackage: inWords('package', scalarType('package', isPackage, one)),
  singleLineStr: inWords(
    '(optionally newline-terminated) single-line string',
    scalarType('singleLineStr', isOneLine, equal),
  ),
  str: inWords('string', scalarType('str', isText, equal)),
  string: inWords(
    'strings concatenated with ""',
    scalarType('string', isText, { by: 'join', separator: '' }),
  ),
  unspecified: inWords('unspecified value', scalarType('unspecified', anything, { by: 'default' })),
} as const;

/** A type without parameters by its name. */
export function simpleType(name: keyof typeof scalarTypes): Scalar {
  return scalarTypes[name];
}
