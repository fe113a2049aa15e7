import { commentStart } from '#analyzer/edit/insertion.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { literalText } from '#analyzer/order/blocks.ts';
import type { Site } from '#analyzer/site.ts';
import { parse } from '#parser/parse.ts';
import { type Node, root, type Tree } from '#parser/tree.ts';

/** A block at the top of a text of OpenTofu. */
export interface WrittenBlock {
  /** `resource`, `output` and the like. */
  readonly keyword: string;
  /** The type of a resource; the name of anything else. */
  readonly type: string;
  /** The label of a resource. */
  readonly label: string;
  /** The block with the comment lines above it, without a line end. */
  readonly text: string;
  readonly start: number;
}

/** The blocks at the top of a text, in its order. */
export function blocksIn(text: string): readonly WrittenBlock[] {
  return blocksOf(parse(text, 'hcl'));
}

function blocksOf(tree: Tree): readonly WrittenBlock[] {
  const body = root(tree)
    .children()
    .find(({ kind }) => kind === 'body');
  return body?.children().flatMap((node) => writtenBlock(tree.text, node) ?? []) ?? [];
}

function writtenBlock(text: string, node: Node): WrittenBlock | undefined {
  if (node.kind !== 'block') return undefined;
  const [keyword, type, label] = node.children();
  const lineStart = text.lastIndexOf('\n', node.start - 1) + 1;
  return {
    keyword: keyword?.text ?? '',
    type: (type && literalText(type)) ?? '',
    label: (label && literalText(label)) ?? '',
    text: text.slice(commentStart(text, lineStart), node.end),
    start: node.start,
  };
}

/** The block that a row of a table is of, as its file has it. */
export function blockAt(facts: Facts, at: Site): WrittenBlock | undefined {
  const { file, span } = facts.locate(at);
  const tree = facts.tree(file);
  if (tree?.language !== 'hcl') return undefined;
  return blocksOf(tree).find(({ start }) => start === span.start);
}

/** The address of a resource: its type and label. */
export function addressOf({ type, label }: Pick<WrittenBlock, 'type' | 'label'>): string {
  return `${type}.${label}`;
}

/** A block that is to be written, with what it is sorted by. */
export interface SortedBlock {
  readonly key: string;
  readonly label: string;
  readonly text: string;
}

/** Blocks in their order, with an empty line between them and above the first. */
export function blocksText(
  blocks: readonly SortedBlock[],
  compare: (a: string, b: string) => number,
): string {
  const sorted = blocks.toSorted(
    (a, b) => compare(a.key, b.key) || compare(a.label, b.label) || compare(a.text, b.text),
  );
  return spacedText(sorted.map(({ text }) => text));
}

/** Blocks with an empty line between them; one above the first keeps the header apart from it. */
export function spacedText(blocks: readonly string[]): string {
  return blocks.map((text) => `\n${text.trimEnd()}\n`).join('');
}
