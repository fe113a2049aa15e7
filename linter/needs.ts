import { glancedWords } from '#analyzer/syntax/glanced-words.ts';
import {
  alikeStatements,
  type BitMask,
  belowBit,
  boundBit,
  fromBuiltinsBit,
  type Glance,
  givenListBit,
  hasAnyBit,
  kindBit,
  maskOf,
  parenthesizedBit,
  type Trait,
  traitBit,
  withLines,
  writtenBit,
} from '#parser/glance.ts';
import { Kind, type NodeKind } from '#parser/kinds.ts';
import type { OptionValues } from './rule.ts';

/**
 * Something that is there wherever a rule speaks: one of everything that it lists.
 *
 * A rule says what it needs so that it is not asked about the many files without
 * it. A need may be met where the rule has nothing to say, and never the other way
 * round; `test/needs.test.ts` holds every rule to that.
 */
export interface Need {
  /** What a glance at the text tells; see `traitNames`. */
  readonly traits?: readonly Trait[];
  /** There is a node of one of these kinds. */
  readonly kinds?: readonly NodeKind[];
  /** A node of the first kind stands directly below one of the second. */
  readonly below?: readonly (readonly [inner: NodeKind, outer: NodeKind])[];
  /** The same through parentheses, of which there is a pair at least; a selection with a default counts as an operation. */
  readonly parenthesized?: readonly (readonly [inner: NodeKind, outer: NodeKind])[];
  /** One of these names is written, whatever it stands for; see `glancedWords`. */
  readonly words?: readonly string[];
  /** A `let`, a pattern or a parameter has one of these names. */
  readonly binds?: readonly string[];
  /** One of these is taken from something that is called `builtins`. */
  readonly fromBuiltins?: readonly string[];
  /** A function of one of these names has a list for its second argument. */
  readonly givenList?: readonly string[];
  /** A `with` reaches over so many lines, or more. */
  readonly withLines?: number;
  /** So many statements of one set begin with the same name, or more, which is no setting of modules. */
  readonly alike?: number;
}

/** A need that bits and numbers of a glance meet. */
export interface ReadyNeed {
  readonly mask: BitMask;
  readonly withLines: number;
  readonly alike: number;
}

const wordNumbers = new Map(glancedWords.names.map((name, number) => [name, number]));

/** A need as it is asked about for every file. */
export function readyNeed(need: Need): ReadyNeed {
  const { traits = [], kinds = [], below = [], parenthesized = [] } = need;
  return {
    mask: maskOf([
      ...traits.map(traitBit),
      ...kinds.map((kind) => kindBit(Kind[kind])),
      ...below.map(([inner, outer]) => belowBit(inner, outer)),
      ...parenthesized.map(([inner, outer]) => parenthesizedBit(inner, outer)),
      ...wordBits(need.words, writtenBit, 'odd-name'),
      ...wordBits(need.binds, boundBit, 'odd-name'),
      ...wordBits(need.fromBuiltins, fromBuiltinsBit, 'other-builtin'),
      ...wordBits(need.givenList, givenListBit, 'odd-name'),
      ...(need.alike === undefined ? [] : [traitBit('odd-name')]),
    ]),
    withLines: need.withLines ?? Number.POSITIVE_INFINITY,
    alike: need.alike ?? Number.POSITIVE_INFINITY,
  };
}

/** What there is where a name is unused, by the option of rules that says whether those with `_` count. */
export function unusedTraits(underscored: OptionValues[string] | undefined): readonly Trait[] {
  return underscored ? ['unused-name', 'unused-underscored-name'] : ['unused-name'];
}

/** Whether a glance shows what is needed. */
export function isMet({ mask, withLines: lines, alike }: ReadyNeed, shown: Glance): boolean {
  if (hasAnyBit(shown, mask)) return true;
  return withLines(shown) >= lines || alikeStatements(shown) >= alike;
}

/** Words that are not told apart may be anywhere, and those that are where a name is spelled oddly. */
function wordBits(
  words: readonly string[] | undefined,
  bitOf: (word: number) => number,
  otherwise: Trait,
): readonly number[] {
  if (words === undefined) return [];
  const bits = words.map((word) => {
    const number = wordNumbers.get(word);
    return number === undefined ? always : bitOf(number);
  });
  return [...bits, traitBit(otherwise)];
}

/** Every text in Nix has it. */
const always = kindBit(Kind.source_code);
