import { parse } from '#parser/parse.ts';
import { contains, type Span } from '#parser/span.ts';
import { root } from '#parser/tree.ts';
import { commentStart, type Insertion, insertAfter, insertBefore } from './insertion.ts';
import { literalText, type ResourceBlock, resourceBlocks } from './order/blocks.ts';

/** A block of an OpenTofu file to be written in the form of another. */
export interface BlockCopy {
  /** The block whose form is taken. */
  readonly model: Span;
  readonly label: string;
  /** Parts of the model with what stands there in the copy. */
  readonly parts: readonly { readonly span: Span; readonly text: string }[];
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
  const model = resourceAt(text, copy.model);
  if (
    !model ||
    /\b(for_each|count|description|tags|tags_all|set_identifier)\b/.test(model.node.text)
  )
    return undefined;
  const label = model.label.span;
  const parts = [...copy.parts, { span: label, text: `"${copy.label}"` }];
  if (parts.some(({ span }) => !contains(copy.model, span))) return undefined;
  const block = replaced(text, model.node.span, parts);
  const item = { text: references(text, model.node.start) + block, isBlock: true };
  return copy.before ? insertBefore(text, copy.before, item) : insertAfter(text, copy.last, item);
}

/** The label of a resource that starts at a place, to see which name is free. */
export function labelsIn(text: string): ReadonlySet<string> {
  const labels = resourceBlocks(root(parse(text, 'hcl'))).map(({ type, label }) => {
    return `${type}.${literalText(label) ?? ''}`;
  });
  return new Set(labels);
}

/** The type of the resource at a place. */
export function resourceAt(text: string, span: Span): ResourceBlock | undefined {
  return resourceBlocks(root(parse(text, 'hcl'))).find(({ node }) => node.start === span.start);
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
