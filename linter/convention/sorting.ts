import type { FilePath, Fix } from '#analyzer/diagnostic.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { Container } from '#analyzer/order/elements.ts';
import { groupsOf } from '#linter/ordered/groups.ts';
import { layOut } from '#linter/ordered/layout.ts';
import { sortPieces } from '#linter/ordered/rewrite.ts';
import { LineIndex } from '#parser/lines.ts';
import type { Span } from '#parser/span.ts';
import { type Node, root, type Tree } from '#parser/tree.ts';
import type { Convention } from './convention.ts';

/** Where a row is written, and what place it should have among the others. */
export interface Ranked {
  readonly span: Span;
  readonly rank: number;
}

/**
 * Sorts rows that are the members of one list, one set or one file of blocks
 * and of one group there. Nothing for rows that are strewn about, and for
 * members that cannot move.
 */
export function sortRows(
  facts: Facts,
  file: FilePath,
  { rows, fix }: { readonly rows: readonly Ranked[]; readonly fix: Convention['fix'] },
): readonly Fix[] {
  const tree = facts.tree(file);
  if (fix === 'none' || !tree || tree.errors.length > 0) return [];
  const found = membersOf(tree, rows);
  if (!found) return [];
  const { container, ranks } = found;
  const source = { text: tree.text, lines: new LineIndex(tree.text) };
  const [group, ...others] = groupsOf(container, layOut(container, source), source);
  if (!group || others.length > 0 || group.pieces.length !== ranks.length) return [];
  const replacement = sortPieces(group, ranks, tree.text);
  return replacement ? [{ title: 'sort', safety: fix, edits: [{ file, ...replacement }] }] : [];
}

interface Members {
  readonly container: Container;
  /** Of the members that are rows, in the order of the text. */
  readonly ranks: readonly number[];
}

/** The rows as parts of the innermost container that holds them all, one each. */
function membersOf(tree: Tree, rows: readonly Ranked[]): Members | undefined {
  const all = {
    start: Math.min(...rows.map(({ span }) => span.start)),
    end: Math.max(...rows.map(({ span }) => span.end)),
  };
  const holder = holderOf(root(tree), all);
  if (!holder) return undefined;
  const ranks: number[] = [];
  const elements = holder.parts.map(({ span }) => {
    const own = rows.filter((row) => isWithin(row.span, span)).map(({ rank }) => rank);
    const [rank] = own;
    if (own.length === 1 && rank !== undefined) ranks.push(rank);
    return { span, name: span, label: '', key: rank === undefined ? undefined : String(rank) };
  });
  const { kind, node } = holder;
  return ranks.length < rows.length ? undefined : { container: { kind, node, elements }, ranks };
}

/** A node with the parts of it that can change places. */
interface Holder extends Pick<Container, 'kind' | 'node'> {
  readonly parts: readonly Node[];
}

function holderOf(from: Node, span: Span): Holder | undefined {
  let found: Holder | undefined;
  let node: Node | undefined = from;
  while (node) {
    found = asHolder(node) ?? found;
    node = [...node.children()].find((child) => isWithin(span, child.span));
  }
  return found;
}

function asHolder(node: Node): Holder | undefined {
  const children = (within: Node | undefined, keep: (child: Node) => boolean): readonly Node[] =>
    within ? [...within.children()].filter(keep) : [];
  switch (node.kind) {
    case 'list_expression':
      return { kind: 'list', node, parts: children(node, ({ field }) => field === 'element') };
    case 'attrset_expression':
    case 'rec_attrset_expression': {
      const set = [...node.children()].find(({ kind }) => kind === 'binding_set');
      return { kind: 'attributes', node, parts: children(set, ({ field }) => field === 'binding') };
    }
    case 'config_file': {
      const body = [...node.children()].find(({ kind }) => kind === 'body');
      return { kind: 'blocks', node, parts: children(body, ({ kind }) => kind !== 'comment') };
    }
    default:
      return undefined;
  }
}

function isWithin(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
