import { glancedWords } from '#analyzer/syntax/glanced-words.ts';
import {
  alikeStatements,
  type BitMask,
  belowBit,
  boundBit,
  fromBuiltinsBit,
  type Glance,
  givenListBit,
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
interface ReadyNeed {
  readonly mask: BitMask;
  readonly withLines: number;
  readonly alike: number;
}

/**
 * What rules need, as one row of numbers, because all of it is asked about for every
 * file: where each rule ends, and of each of its needs where its mask ends, the mask,
 * and the two numbers.
 */
export type NeedsOfRules = Int32Array;

/** The needs of each rule, with the kinds of nodes that it looks at. */
export function needsOfRules(
  rules: readonly { readonly needs: readonly Need[]; readonly kinds: readonly number[] }[],
): NeedsOfRules {
  const numbers: number[] = [];
  for (const { needs, kinds } of rules) {
    const start = numbers.push(0);
    for (const { mask, withLines: lines, alike } of [...needs.map(readyNeed), ...needOf(kinds)]) {
      numbers.push(numbers.length + 1 + mask.length, ...mask);
      numbers.push(Math.min(lines, largest), Math.min(alike, largest));
    }
    numbers[start - 1] = numbers.length;
  }
  return Int32Array.from(numbers);
}

const largest = 2 ** 31 - 1;

/** The places of the rules that have all that they need. */
export function rulesMet(needs: NeedsOfRules, shown: Glance): readonly number[] {
  const met: number[] = [];
  for (let at = 0, rule = 0; at < needs.length; at = needs[at] ?? 0, rule++)
    if (areMet(needs, at, shown)) met.push(rule);
  return met;
}

/** Whether the needs of the rule that begins there are met. */
function areMet(needs: NeedsOfRules, rule: number, shown: Glance): boolean {
  const next = needs[rule] ?? 0;
  let at = rule + 1;
  while (at < next) {
    const end = needs[at++] ?? 0;
    while (at < end && ((shown[needs[at] ?? 0] ?? 0) & (needs[at + 1] ?? 0)) === 0) at += 2;
    const isMet =
      at < end ||
      withLines(shown) >= (needs[end] ?? 0) ||
      alikeStatements(shown) >= (needs[end + 1] ?? 0);
    if (!isMet) return false;
    at = end + 2;
  }
  return true;
}

const wordNumbers = new Map(glancedWords.names.map((name, number) => [name, number]));

function readyNeed(need: Need): ReadyNeed {
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

/** That one of the kinds is there, unless it is in every text. */
function needOf(kinds: readonly number[]): readonly ReadyNeed[] {
  if (kinds.includes(Kind.source_code)) return [];
  const mask = maskOf(kinds.map(kindBit));
  return [{ mask, withLines: Number.POSITIVE_INFINITY, alike: Number.POSITIVE_INFINITY }];
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
