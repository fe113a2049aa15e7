import { parse } from '#parser/parse.ts';
import { contains, type Span } from '#parser/span.ts';
import { root } from '#parser/tree.ts';
import {
  attributeValue,
  literalText,
  type ResourceBlock,
  resourceBlocks,
} from '../order/blocks.ts';
import { commentStart, type Insertion, insertAfter, insertBefore } from './insertion.ts';

/** A block of an OpenTofu file in the form of another. */
export interface BlockForm {
  /** The block whose form is taken. */
  readonly model: Span;
  readonly label: string;
  /** Parts of the model with what stands there in the copy. */
  readonly parts: readonly { readonly span: Span; readonly text: string }[];
  /** The expression that stands where the model says what it is for. */
  readonly description?: string;
}

/** A block to be written in the form of another. */
export interface BlockCopy extends BlockForm {
  /** The block before which the copy goes; `undefined`: after `last`. */
  readonly before: Span | undefined;
  readonly last: Span;
}

/**
 * Copies a resource with another label and other values, and the link to its
 * manual above it. `undefined` when the model is not a plain resource, or when its
 * label would have to be told apart in more places.
 */
export function copyBlock(text: string, copy: BlockCopy): Insertion | undefined {
  const block = copiedBlock(text, copy);
  if (block === undefined) return undefined;
  const item = { text: block, isBlock: true };
  return copy.before ? insertBefore(text, copy.before, item) : insertAfter(text, copy.last, item);
}

/** The text of such a block, with the links to its manual. */
export function copiedBlock(text: string, copy: BlockForm): string | undefined {
  const model = resourcesIn(text).get(copy.model.start);
  if (
    !model ||
    /\b(for_each|count|tags|tags_all|set_identifier)\b/.test(model.node.text) ||
    (copy.description === undefined && /\bdescription\b/.test(model.node.text))
  )
    return undefined;
  const label = model.label.span;
  const told = attributeValue(model, 'description')?.span;
  const parts = [
    ...copy.parts,
    { span: label, text: `"${copy.label}"` },
    ...(told && copy.description !== undefined ? [{ span: told, text: copy.description }] : []),
  ];
  if (parts.some(({ span }) => !contains(copy.model, span))) return undefined;
  const block = replaced(text, model.node.span, parts);
  return references(text, model.node.start) + block;
}

/** The resources of a text by where they start. */
export function resourcesIn(text: string): ReadonlyMap<number, ResourceBlock> {
  const blocks = resourceBlocks(root(parse(text, 'hcl')));
  return new Map(blocks.map((block) => [block.node.start, block]));
}

/** The types and labels that resources have, to see which are free. */
export function labelsOf(resources: ReadonlyMap<number, ResourceBlock>): ReadonlySet<string> {
  const blocks = [...resources.values()];
  return new Set(blocks.map(({ type, label }) => `${type}.${literalText(label) ?? ''}`));
}

/** The comment lines above a block that lead to its manual; others are about the one block. */
function references(text: string, start: number): string {
  const comments = text.slice(commentStart(text, start), start).split(/(?<=\n)/);
  return comments.filter((line) => line.includes('://')).join('');
}

function replaced(
  text: string,
  span: Span,
  parts: readonly { readonly span: Span; readonly text: string }[],
): string {
  let result = '';
  let from = span.start;
  for (const part of parts.toSorted((a, b) => a.span.start - b.span.start)) {
    result += text.slice(from, part.span.start) + part.text;
    from = part.span.end;
  }
  return result + text.slice(from, span.end);
}
