import { Kind, kindNames, type NodeKind } from './kinds.ts';

/**
 * What the core notes of a text in Nix while it has its tree, by the order of the bits in glance.h.
 *
 * All of it is said wherever it holds, and now and then where it does not: it
 * tells whom to ask, not what to answer.
 */
export const traitNames = [
  /** It is broken, or nested too deeply: nothing else that is said of it counts. */
  'doubtful',
  /** A variable that nothing defines. */
  'unresolved-name',
  /** A name of a `let`, a pattern or a parameter that nothing mentions; one that begins with `_` is the next. */
  'unused-name',
  'unused-underscored-name',
  'used-underscored-name',
  'unused-rec',
  'unused-with',
  /** A `with` in the body of another one. */
  'nested-with',
  /** A `with` around which there is nothing but functions, `let`, `with` and `assert`. */
  'wide-with',
  /** An attribute whose name is spelled so that it has to be worked out, such as `"a\nb"`. */
  'odd-name',
  /** A name of a `let`, of a `rec` set or behind `inherit` that is worked out. */
  'computed-name',
  /** A path of a set that is there twice, or leads into another one that is there. */
  'repeated-attribute',
  'repeated-formal',
  /** Something taken from `builtins` that is none of the words that it has. */
  'other-builtin',
  /** A number with a letter, a digit or a mark of a name or a number right behind it. */
  'glued-number',
  /** An escape that stands for what it escapes. */
  'idle-escape',
  'absolute-path',
  /** A comparison of `true` or `false` with what may be a boolean whatever happens. */
  'compared-boolean',
  /** A pattern that takes nothing by name. */
  'empty-pattern',
  'empty-inherit',
  'empty-let',
  /** `[ ] ++ a` or `a ++ [ ]` */
  'empty-list-joined',
  /** A function whose body is a call, of something by its name, with its parameter. */
  'handed-on',
  /** `a = a;` or `a = b.a;` */
  'named-alike',
] as const;

export type Trait = (typeof traitNames)[number];

/** Names that a glance tells apart, at most 512. */
export interface Words {
  readonly names: readonly string[];
  /** Whether Nix defines a name everywhere; whether `builtins` has it. */
  isGlobal(name: string): boolean;
  isBuiltin(name: string): boolean;
  /** Whether settings of modules begin with a name, which are often written one by one. */
  isSetting(name: string): boolean;
}

/** What a glance at a text shows: the struct `Glance` of glance.h. Its bits are told apart by the functions below. */
export type Glance = Uint32Array;

const kindUnits = Math.ceil(kindNames.length / 32);
const wordUnits = 16;

/** The kinds of Nix come first; those of operators are never around anything. */
const nixKinds = Kind.null_lit;

const kindsAt = 3;
const writtenAt = kindsAt + kindUnits;
const boundAt = writtenAt + wordUnits;
const fromBuiltinsAt = boundAt + wordUnits;
const givenListAt = fromBuiltinsAt + wordUnits;
const aroundAt = givenListAt + wordUnits;
const aroundParenthesesAt = aroundAt + nixKinds * 2;

export const glanceUnits = aroundParenthesesAt + nixKinds * 2;

/** Of a text that could not be looked at. */
export const doubtful: Glance = new Uint32Array(glanceUnits);
doubtful[0] = 1;

/** Whether a bit of a glance is set. */
export function hasBit(glance: Glance, bit: number): boolean {
  return (((glance[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 1;
}

/** Bits that are asked for together, again and again: numbers of words of a glance, each with the bits in it. */
export type BitMask = readonly number[];

export function maskOf(bits: readonly number[]): BitMask {
  const masks = new Map<number, number>();
  for (const bit of bits) masks.set(bit >>> 5, (masks.get(bit >>> 5) ?? 0) | (1 << (bit & 31)));
  return [...masks].flat();
}

export function traitBit(trait: Trait): number {
  return traitNames.indexOf(trait);
}

/** There is a node of a kind. */
export function kindBit(kind: number): number {
  return kindsAt * 32 + kind;
}

/** A node of a kind stands directly below one of another kind. */
export function belowBit(inner: NodeKind, outer: NodeKind): number {
  return (aroundAt + Kind[inner] * 2) * 32 + Kind[outer];
}

/** The same through parentheses, of which there is a pair at least; a selection with a default counts as an operation. */
export function parenthesizedBit(inner: NodeKind, outer: NodeKind): number {
  return (aroundParenthesesAt + Kind[inner] * 2) * 32 + Kind[outer];
}

/** A word is written anywhere as a name, by its number among the words. */
export function writtenBit(word: number): number {
  return writtenAt * 32 + word;
}

/** A `let`, a pattern or a parameter has the name. */
export function boundBit(word: number): number {
  return boundAt * 32 + word;
}

/** Something that is called `builtins` is asked for the name. */
export function fromBuiltinsBit(word: number): number {
  return fromBuiltinsAt * 32 + word;
}

/** A list is the second argument of a function of that name. */
export function givenListBit(word: number): number {
  return givenListAt * 32 + word;
}

/** The most lines that a `with` reaches over. */
export function withLines(glance: Glance): number {
  return glance[1] ?? 0;
}

/** How many statements of one set begin with the same name, at most, when it is no setting. */
export function alikeStatements(glance: Glance): number {
  return glance[2] ?? 0;
}
