import type { Location } from '#analyzer/diagnostic.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { literalString } from '#analyzer/syntax/option-path.ts';
import type { Node, Tree } from '#parser/tree.ts';
import { nodesAt } from '../nodes-at.ts';
import type { FactMention, Thing } from './thing.ts';

/** Where a mention stands in today's text: the name itself, where the place is a larger one that has it. */
export function spanOf(facts: Facts, { thing, at }: FactMention): Location {
  const place = facts.locate(at);
  const text = facts.text(place.file);
  const tree = text === undefined ? undefined : facts.tree(place.file);
  if (tree === undefined || at.content !== undefined || at.isOffset) return place;
  const name = tree.language === 'hcl' ? labelIn(tree, place) : itemIn(tree, place, thing);
  return name ? { file: place.file, span: name.span } : place;
}

/** The last label of a block. */
function labelIn(tree: Tree, { span }: Location): Node | undefined {
  const block = nodesAt(tree, span)[0];
  if (block?.kind !== 'block') return undefined;
  const labels = [...block.children()].filter(({ kind }) => kind === 'string_lit');
  return labels.at(-1) ?? [...block.children()][0];
}

/** The item of a list, or the name of a selection, that is the name of the thing. */
function itemIn(tree: Tree, { span }: Location, thing: Thing): Node | undefined {
  const node = nodesAt(tree, span)[0];
  if (node === undefined || node.kind === 'string_expression') return undefined;
  for (const inner of node.descendants()) {
    const isName =
      inner.kind === 'identifier' ? inner.text === thing.name : literalString(inner) === thing.name;
    if (isName) return inner;
  }
  return undefined;
}
