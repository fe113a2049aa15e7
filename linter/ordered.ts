import type { FilePath, Fix, Note } from '#analyzer/diagnostic.ts';
import { type Arrangement, arrange, isAscending, reasonFor } from '#analyzer/order/arrange.ts';
import { type Comparison, comparisons, keyOrder } from '#analyzer/order/compare.ts';
import type { Container } from '#analyzer/order/elements.ts';
import { misplaced } from '#analyzer/order/misplaced.ts';
import { textsOption } from './options.ts';
import { type Group, groupsOf } from './ordered/groups.ts';
import { layOut, type Piece } from './ordered/layout.ts';
import { type Replacement, removePiece, sortPieces } from './ordered/rewrite.ts';
import type { FileContext, Finding, OptionValues } from './rule.ts';

/** What a rule demands of its containers. */
export interface Ordering extends Arrangement {
  /** Whether a key that stands there twice is a finding as well. */
  readonly unique: boolean;
  /** `safe` only where the order changes nothing for any machine. */
  readonly safety: Fix['safety'];
}

/** The order most containers have: by the bytes of the names, and nothing special. */
export const plainOrdering: Ordering = {
  comparison: 'bytes',
  first: [],
  sets: [],
  unique: false,
  safety: 'safe',
};

/**
 * Reports a container that is not in order: once, at the smallest item that has
 * to move when as few as possible do.
 */
export function reportDisorder(
  container: Container,
  ordering: Ordering,
  context: FileContext,
): void {
  const keys = container.elements.flatMap(({ key }) => key ?? []);
  const isFine = isAscending(arrange(keys, ordering)) && !(ordering.unique && hasTwins(keys));
  if (isFine || isBroken(container)) return;
  const groups = groupsOf(container, layOut(container, context.analysis), context.analysis);
  const found = disorder(groups, ordering, context) ?? duplicate(groups, ordering, context);
  if (found) context.report(found.at.element.name, found);
}

/** The sets of an option that declares one per text, names separated by spaces. */
export function setsOption(options: OptionValues, name: string): readonly (readonly string[])[] {
  return textsOption(options, name).map((set) => set.split(/[\s,]+/).filter(Boolean));
}

/** The comparison an option names; `bytes` for a name that is none. */
export function comparisonOption(options: OptionValues, name: string): Comparison {
  const value = options[name];
  return comparisons.find((comparison) => comparison === value) ?? 'bytes';
}

type Groups = readonly Group[];

interface Found extends Finding {
  readonly at: Piece;
}

/** The first group out of order, with one fix for all of them. */
function disorder(groups: Groups, ordering: Ordering, context: FileContext): Found | undefined {
  const replacements: (Replacement | undefined)[] = [];
  let found: Found | undefined;
  for (const group of groups) {
    const { pieces } = group;
    const places = arrange(keysOf(pieces), ordering);
    if (isAscending(places)) continue;
    const ranks = places.map(({ rank }) => rank);
    replacements.push(sortPieces(group, ranks, context.analysis.text));
    const wrong = misplaced(ranks);
    if (found || !wrong) continue;
    const [piece, place] = [pieces[wrong.index], places[wrong.index]];
    const [other, otherPlace] = [pieces[wrong.neighbour], places[wrong.neighbour]];
    if (!piece || !place || !other || !otherPlace) continue;
    const names = `${quoted(piece)} should come ${wrong.side} ${quoted(other)}`;
    const message = `${names} (${reasonFor(place, otherPlace)})`;
    found = { at: piece, message, related: [noteAt(other, context.file)] };
  }
  if (!found || replacements.length === 0) return found;
  const title = groups.length > 1 ? 'sort each group' : 'sort';
  return { ...found, fixes: fixOf({ title, replacements, ordering, file: context.file }) };
}

/** The first key that stands twice in a container that is in order. */
function duplicate(groups: Groups, ordering: Ordering, context: FileContext): Found | undefined {
  const twins = ordering.unique
    ? firstTwins(
        groups.flatMap(({ pieces }) => pieces),
        ordering,
      )
    : undefined;
  if (!twins) return undefined;
  const { first, second } = twins;
  const group = groups.find(({ pieces }) => pieces.includes(first) && pieces.includes(second));
  // Groups of one item each would look like one group with blank lines between all of its items.
  const isLeftAlone = group?.pieces.length === 2 && groups.length > 1;
  const replacements = [group && !isLeftAlone ? removePiece(first, second, group) : undefined];
  const title = `remove one ${quoted(second)}`;
  return {
    at: second,
    message: `${quoted(second)} is listed twice`,
    related: [noteAt(first, context.file)],
    fixes: fixOf({ title, replacements, ordering, file: context.file }),
  };
}

interface Twins {
  readonly first: Piece;
  readonly second: Piece;
}

function firstTwins(pieces: readonly Piece[], ordering: Ordering): Twins | undefined {
  const { compare } = keyOrder(keysOf(pieces), ordering.comparison);
  const sorted = pieces.toSorted((a, b) => compare(keyOf(a), keyOf(b)));
  const twins = sorted.flatMap((second, index): Twins[] => {
    const first = sorted[index - 1];
    return first && compare(keyOf(first), keyOf(second)) === 0 ? [{ first, second }] : [];
  });
  return twins.toSorted((a, b) => a.second.start - b.second.start)[0];
}

interface Rewriting {
  readonly title: string;
  readonly replacements: readonly (Replacement | undefined)[];
  readonly ordering: Ordering;
  readonly file: FilePath;
}

/** No fix where one of the replacements is not certain: the finding would stay. */
function fixOf({ title, replacements, ordering, file }: Rewriting): readonly Fix[] {
  const edits = replacements.flatMap((replacement) =>
    replacement ? { file, ...replacement } : [],
  );
  const isComplete = edits.length === replacements.length;
  return isComplete ? [{ title, safety: ordering.safety, edits }] : [];
}

function noteAt({ element }: Piece, file: FilePath): Note {
  return { file, span: element.name, message: `\`${element.label}\` is here` };
}

function hasTwins(keys: readonly string[]): boolean {
  const { compare } = keyOrder(keys, 'bytes');
  const sorted = keys.toSorted(compare);
  return sorted.some((key, index) => index > 0 && compare(key, sorted[index - 1] ?? '') === 0);
}

/** Nothing is said of a container that the parser could not read whole. */
function isBroken({ node }: Container): boolean {
  if (node.tree.errors.length === 0) return false;
  for (const { kind } of node.descendants())
    if (kind === 'ERROR' || kind === 'MISSING') return true;
  return false;
}

function keysOf(pieces: readonly Piece[]): readonly string[] {
  return pieces.map(keyOf);
}

function keyOf({ element }: Piece): string {
  return element.key ?? '';
}

function quoted({ element }: Piece): string {
  return `\`${element.label}\``;
}
