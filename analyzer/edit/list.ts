import type { NodeKind } from '#parser/kinds.ts';
import { parse } from '#parser/parse.ts';
import { contains, type Span } from '#parser/span.ts';
import { type Node, root } from '#parser/tree.ts';
import { compareBytes } from '../order/compare.ts';
import { nixString } from './attribute-set.ts';
import { commentBehind, type Insertion, insertAfter, insertBefore } from './insertion.ts';

/** An integer to put into a list, with what people are told about it. */
export interface ListNumber {
  readonly value: number;
  readonly comment: string | undefined;
}

/** How a number comes into a list, and the element that it then stands beside. */
export interface ListEdit extends Insertion {
  readonly neighbour: Span;
}

/**
 * Puts a number at its place among the integers of a list in a Nix file. The
 * list is the one that most of the given elements stand in, so that elements
 * which come from elsewhere do not matter. Lists with comments behind their
 * elements get one here, too. `undefined` when no list has any of the elements.
 */
export function insertNumber(
  text: string,
  elements: readonly Span[],
  { value, comment }: ListNumber,
): ListEdit | undefined {
  const members = membersOf(text, elements, 'integer_expression');
  const last = members.at(-1);
  if (!last) return undefined;
  const hasComments = members.some(({ span }) => commentBehind(text, span) !== undefined);
  const item = { text: String(value), comment: hasComments ? comment : undefined };
  const next = members.find(({ written }) => Number(written) > value);
  if (next) return { ...insertBefore(text, next.span, item), neighbour: next.span };
  return { ...insertAfter(text, last.span, item), neighbour: last.span };
}

/**
 * Puts a text into the list that most of the given elements stand in: at its
 * place where the list is in order, else at the end.
 */
export function insertText(
  text: string,
  elements: readonly Span[],
  value: string,
): ListEdit | undefined {
  const members = membersOf(text, elements, 'string_expression');
  const last = members.at(-1);
  if (!last) return undefined;
  const names = members.map(({ written }) => written.slice(1, -1));
  const isSorted = names.every((name, index) => compareBytes(names[index - 1] ?? '', name) <= 0);
  const next = members[names.findIndex((name) => compareBytes(name, value) > 0)];
  const item = { text: nixString(value) };
  if (isSorted && next) return { ...insertBefore(text, next.span, item), neighbour: next.span };
  return { ...insertAfter(text, last.span, item), neighbour: last.span };
}

/** The same for a path, such as those of `imports`. */
export function insertPath(
  text: string,
  elements: readonly Span[],
  path: string,
): ListEdit | undefined {
  const members = membersOf(text, elements, 'path_expression');
  const last = members.at(-1);
  if (!last) return undefined;
  const names = members.map(({ written }) => written);
  const isSorted = names.every((name, index) => compareBytes(names[index - 1] ?? '', name) <= 0);
  const next = members[names.findIndex((name) => compareBytes(name, path) > 0)];
  const item = { text: path };
  if (isSorted && next) return { ...insertBefore(text, next.span, item), neighbour: next.span };
  return { ...insertAfter(text, last.span, item), neighbour: last.span };
}

interface Member {
  readonly span: Span;
  readonly written: string;
}

/** The literals of the list with most of the elements. */
function membersOf(text: string, elements: readonly Span[], kind: NodeKind): readonly Member[] {
  const tree = parse(text, 'nix');
  let best: readonly Member[] = [];
  let most = 0;
  for (const node of root(tree).descendants()) {
    if (node.kind !== 'list_expression' || !elements.some((span) => contains(node.span, span)))
      continue;
    const members = literalsIn(node, kind);
    const held = members.filter(({ span }) => elements.some((other) => same(span, other))).length;
    if (held > most) [best, most] = [members, held];
  }
  return best;
}

function literalsIn(list: Node, kind: NodeKind): readonly Member[] {
  return [...list.children()]
    .filter((child) => child.field === 'element' && child.kind === kind)
    .map((child) => ({ span: child.span, written: child.text }));
}

function same(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}
