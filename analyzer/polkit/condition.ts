import type { Span } from '#parser/span.ts';

/** What a polkit rule asks about. */
export type Subject = 'user' | 'group' | 'action' | 'unit' | 'verb' | 'command';

/** How the answer is compared with the text. */
export type MatchKind = 'exact' | 'prefix' | 'suffix' | 'part' | 'pattern';

/** One question of a rule. */
export type Atom =
  | {
      readonly kind: 'match';
      readonly subject: Subject;
      readonly match: MatchKind;
      readonly text: string;
      readonly span: Span;
      readonly negated: boolean;
    }
  /** A question that is none of those, as it is written. */
  | {
      readonly kind: 'other';
      readonly text: string;
      readonly span: Span;
      readonly negated: boolean;
    };

/** Everything that must hold together. */
export type Conjunction = readonly Atom[];

/** One of these holds; none stands for what never does. */
export type Alternatives = readonly Conjunction[];

export const always: Alternatives = [[]];
export const never: Alternatives = [];

/** More alternatives than people write. */
const mostAlternatives = 400;

/** Both hold; `undefined` when that makes too many alternatives. */
export function both(a: Alternatives, b: Alternatives): Alternatives | undefined {
  if (a.length * b.length > mostAlternatives) return undefined;
  return a.flatMap((first) =>
    b.flatMap((second) => {
      const joined = simplified([...first, ...second]);
      return joined ? [joined] : [];
    }),
  );
}

export function either(a: Alternatives, b: Alternatives): Alternatives | undefined {
  return a.length + b.length > mostAlternatives ? undefined : [...a, ...b];
}

/** None of the alternatives holds. */
export function not(alternatives: Alternatives): Alternatives | undefined {
  let result: Alternatives | undefined = always;
  for (const conjunction of alternatives) {
    const denied = conjunction.map((atom) => [{ ...atom, negated: !atom.negated }]);
    result = result && both(result, denied);
  }
  return result;
}

/** Whether a subject has one value only; an account is in many groups. */
function isSingle(subject: Subject): boolean {
  return subject !== 'group';
}

/** Without what follows from the rest; `undefined` for what cannot hold. */
function simplified(atoms: Conjunction): Conjunction | undefined {
  const kept: Atom[] = [];
  for (const atom of atoms) {
    if (kept.some((other) => contradicts(other, atom) || contradicts(atom, other)))
      return undefined;
    if (!kept.some((other) => isSameAtom(other, atom))) kept.push(atom);
  }
  const given = kept.filter(isValue);
  return kept.filter((atom) => !given.some((value) => value !== atom && implies(value, atom)));
}

type Match = Extract<Atom, { kind: 'match' }>;

/** An atom that gives its subject one value. */
function isValue(atom: Atom): atom is Match {
  return atom.kind === 'match' && atom.match === 'exact' && !atom.negated && isSingle(atom.subject);
}

/** Whether a value settles another question about the same subject with yes. */
function implies(value: Match, atom: Atom): boolean {
  if (atom.kind !== 'match' || atom.subject !== value.subject) return false;
  const answer = matches(atom, value.text);
  return answer !== undefined && answer !== atom.negated;
}

function contradicts(value: Atom, atom: Atom): boolean {
  if (isSameQuestion(value, atom) && value.negated !== atom.negated) return true;
  if (!isValue(value) || atom.kind !== 'match' || atom.subject !== value.subject) return false;
  const answer = matches(atom, value.text);
  return answer !== undefined && answer === atom.negated;
}

/** Whether a text answers a question; unknown for regular expressions, and for texts with parts that are not known. */
function matches({ match, text }: Match, value: string): boolean | undefined {
  if (isOpenText(value) || isOpenText(text)) return undefined;
  switch (match) {
    case 'exact':
      return value === text;
    case 'prefix':
      return value.startsWith(text);
    case 'suffix':
      return value.endsWith(text);
    case 'part':
      return value.includes(text);
    case 'pattern':
      return undefined;
  }
}

/** How a part of a text that is not known is written in it. */
export const hole = '__unknown__';

export function isOpenText(text: string): boolean {
  return text.includes(hole);
}

function isSameAtom(a: Atom, b: Atom): boolean {
  return isSameQuestion(a, b) && a.negated === b.negated;
}

function isSameQuestion(a: Atom, b: Atom): boolean {
  if (a.text !== b.text || a.kind !== b.kind || isOpenText(a.text)) return false;
  if (a.kind === 'other' || b.kind === 'other') return true;
  return a.subject === b.subject && a.match === b.match;
}
