import { hole } from '../caddy/addresses.ts';
import { describe, type Value } from '../evaluate/value.ts';
import { inOrder } from '../nixos/definitions.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { settle } from '../nixos/settle.ts';
import type { Site } from '../site.ts';
import { siteOf } from './table.ts';

/** A text of configuration, with a mark for each part that is not known. */
export interface JoinedText {
  readonly text: string;
  /** Set when the text stands in one place, so that its offsets are places of the file. */
  readonly at: Site | undefined;
  /** Why parts of it are not known. */
  readonly hole: string | undefined;
  /** Why there may be more of it. */
  readonly open: string | undefined;
}

/** The value of an option that upstream joins line by line (`types.lines`); `undefined` when nobody sets it. */
export function joinedText(node: OptionNode): JoinedText | undefined {
  if (!node.isPresent()) return undefined;
  const { value } = node;
  if (value.kind === 'string')
    return { text: value.value, at: siteOf(node), hole: undefined, open: undefined };
  const { certain, undecided } = settle(node.candidates);
  const parts = inOrder(certain).map(({ content }) => marked(content.force()));
  const why = undecided[0]?.why;
  return {
    text: parts.map(({ text }) => text).join('\n'),
    at: undefined,
    hole: parts.find((part) => part.hole !== undefined)?.hole,
    open: why && describe(why.reason),
  };
}

function marked(value: Value): { readonly text: string; readonly hole: string | undefined } {
  switch (value.kind) {
    case 'string':
      return { text: value.value, hole: undefined };
    case 'template': {
      const unknown = value.parts.find((part) => typeof part !== 'string');
      return {
        text: value.parts.map((part) => (typeof part === 'string' ? part : hole)).join(''),
        hole: typeof unknown === 'object' ? describe(unknown.reason) : undefined,
      };
    }
    case 'unknown':
      return { text: hole, hole: describe(value.reason) };
    default:
      return { text: hole, hole: `is a ${value.kind}` };
  }
}
