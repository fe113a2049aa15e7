import type { Span } from '#parser/span.ts';
import type { FilePath } from '../diagnostic.ts';
import type { Site } from '../site.ts';
import type { DataScalar } from './node.ts';

/** A range of a file without a tree, as a site. */
export function siteAt(file: FilePath, { start, end }: Span): Site {
  return { file, expr: start, content: { start: 0, end: end - start } };
}

/** Turns a part of a scalar's text into where it is written. */
export type ContentPlaces = (part: Span) => Span;

/**
 * The places of the parts of a scalar's text: blanks are layout, every other
 * character of the text stands in the source in the same order, some of them
 * escaped. Where that does not come out, every part is the whole scalar.
 */
export function contentPlaces(source: string, { span, text }: DataScalar): ContentPlaces {
  const offsets = new Map<number, Written>();
  const quote = /["']/.exec(source[span.start] ?? '')?.[0] ?? '';
  let at = span.start + contentStart(source.slice(span.start, span.end), quote);
  for (let index = 0; index < text.length; index++) {
    const wanted = text[index] ?? '';
    if (isBlank(wanted)) continue;
    let written = writtenAt(source, at, quote);
    while (isBlank(written.character) && at < span.end) {
      at += written.length;
      written = writtenAt(source, at, quote);
    }
    if (written.character !== wanted || at >= span.end) return () => span;
    offsets.set(index, { at, length: written.length });
    at += written.length;
  }
  return ({ start, end }) => partPlace(offsets, { start, end }) ?? span;
}

interface Written {
  readonly at: number;
  readonly length: number;
}

function partPlace(offsets: ReadonlyMap<number, Written>, { start, end }: Span): Span | undefined {
  let [first, last] = [start, end - 1];
  while (first < end && !offsets.has(first)) first++;
  while (last > first && !offsets.has(last)) last--;
  const [from, to] = [offsets.get(first), offsets.get(last)];
  return from && to && { start: from.at, end: to.at + to.length };
}

/** Behind the quote, or behind the header of a block. */
function contentStart(source: string, quote: string): number {
  if (quote !== '') return 1;
  return /^[|>][^\n]*\n/.exec(source)?.[0].length ?? 0;
}

/** An empty character is layout, as blanks are. */
function isBlank(character: string): boolean {
  return character.trim() === '';
}

interface Character {
  readonly character: string;
  readonly length: number;
}

/** One character of a text as its quotes write it. */
function writtenAt(source: string, at: number, quote: string): Character {
  const character = source[at] ?? '';
  if (quote === "'" && source.startsWith("''", at)) return { character, length: 2 };
  return quote === '"' && character === '\\' ? escapedAt(source, at) : { character, length: 1 };
}

const digitsOf: { readonly [kind: string]: number } = { x: 2, u: 4, U: 8 };

function escapedAt(source: string, at: number): Character {
  const kind = source[at + 1] ?? '';
  const digits = digitsOf[kind];
  if (digits !== undefined) {
    const code = Number.parseInt(source.slice(at + 2, at + 2 + digits), 16);
    return { character: String.fromCharCode(code), length: 2 + digits };
  }
  if ('ntrvef0LPN_ab\n\r'.includes(kind)) return { character: '', length: 2 };
  return { character: kind, length: 2 };
}
