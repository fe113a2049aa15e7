import type { Span } from '#parser/span.ts';
import { hole } from '../caddy/addresses.ts';
import type { Session } from '../evaluate/session.ts';
import { describe, type Value } from '../evaluate/value.ts';
import { type Definition, inOrder } from '../nixos/definitions.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { settle } from '../nixos/settle.ts';
import type { Site } from '../site.ts';
import { stringPlaces } from './string-places.ts';
import { siteOf } from './table.ts';

/** A text of configuration, with a mark for each part that is not known. */
export interface JoinedText {
  readonly text: string;
  /** Where a part of the text is written: that part alone if it can be told, else all that is written there. */
  readonly place: (range: Span) => Site | undefined;
  /** Why parts of it are not known. */
  readonly hole: string | undefined;
  /** Why there may be more of it. */
  readonly open: string | undefined;
}

/** The value of an option that upstream joins line by line (`types.lines`); `undefined` when nobody sets it. */
export function joinedText(node: OptionNode): JoinedText | undefined {
  if (!node.isPresent()) return undefined;
  const { value } = node;
  const { certain, undecided } = settle(node.candidates);
  const { session } = node.tree;
  const parts = inOrder(certain).map((definition) => partOf(definition, session));
  const text = parts.map((part) => part.text).join('\n');
  const whole = siteOf(node);
  if (value.kind === 'string') {
    const place = value.value === text ? placesIn(parts, whole) : () => whole;
    return { text: value.value, place, hole: undefined, open: undefined };
  }
  const why = undecided[0]?.why;
  return {
    text,
    place: placesIn(parts, whole),
    hole: parts.find((part) => part.hole !== undefined)?.hole,
    open: why && describe(why.reason),
  };
}

interface Part {
  readonly text: string;
  readonly hole: string | undefined;
  readonly place: (range: Span) => Site | undefined;
}

function partOf({ content, at }: Definition, session: Session): Part {
  const part = marked(content.force());
  const { site } = content;
  return { ...part, place: site ? stringPlaces(session, site, part.text) : () => at };
}

/** Parts stand below one another. A range that runs over several is nowhere in particular. */
function placesIn(parts: readonly Part[], whole: Site | undefined): JoinedText['place'] {
  return ({ start, end }) => {
    let from = 0;
    for (const { text, place } of parts) {
      const to = from + text.length;
      if (from <= start && end <= to) return place({ start: start - from, end: end - from });
      from = to + 1;
    }
    return whole;
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
