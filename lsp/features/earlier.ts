import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import type { Span } from '#parser/span.ts';
import { type FactPlaces, factPlaces, type PlacesAsked } from './fact-places.ts';
import { factHover, type HoverPage } from './hover/fact-hover.ts';
import type { Cursor } from './meaning/facts/meaning.ts';

/**
 * Two looks at a workspace, of which only the earlier one is worked out. What is
 * asked about a place is answered from there, so that nobody waits until all
 * machines are evaluated again; places move with the text around them.
 */
export interface Lag {
  readonly earlier: Snapshot;
  readonly today: Snapshot;
}

/** An answer from before; `undefined` where the place itself has changed since. */
export type EarlierAnswer<Answer> = { readonly answer: Answer | undefined } | undefined;

export function hoverEarlier(lag: Lag, cursor: Cursor): EarlierAnswer<HoverPage> {
  const before = earlierCursor(lag, cursor);
  if (before === undefined) return undefined;
  const page = factHover(lag.earlier, before);
  const shift = shiftOf(lag, cursor.file);
  return { answer: page && shift && { ...page, span: moved(page.span, shift) } };
}

export function placesEarlier(lag: Lag, asked: PlacesAsked): EarlierAnswer<FactPlaces> {
  const before = earlierCursor(lag, asked);
  if (before === undefined) return undefined;
  const found = factPlaces(lag.earlier, { ...asked, ...before });
  const own = shiftOf(lag, asked.file);
  if (found === undefined || own === undefined) return { answer: undefined };
  const places = found.places.flatMap((place) => {
    const shift = shiftOf(lag, place.file);
    return shift ? [{ ...place, span: moved(place.span, shift) }] : [];
  });
  return { answer: { span: moved(found.span, own), places } };
}

/** Where the place was before. */
function earlierCursor(lag: Lag, { file, offset }: Cursor): Cursor | undefined {
  const shift = shiftOf(lag, file);
  if (shift === undefined) return undefined;
  const { start, end, growth } = shift;
  if (offset <= start) return { file, offset };
  return offset < end ? undefined : { file, offset: offset - growth };
}

/** How a text has changed, as one replacement. */
interface Shift {
  /** Up to here the texts are the same. */
  readonly start: number;
  /** From here on today's text is the end of the one of before. */
  readonly end: number;
  readonly growth: number;
}

/** `undefined` for files that were not there before, or are not any more. */
function shiftOf({ earlier, today }: Lag, file: FilePath): Shift | undefined {
  const [before, now] = [earlier.text(file), today.text(file)];
  if (before === undefined || now === undefined) return undefined;
  if (before === now) return { start: now.length, end: now.length, growth: 0 };
  const most = Math.min(before.length, now.length);
  let start = 0;
  while (start < most && before[start] === now[start]) start++;
  let same = 0;
  const isSame = (): boolean => before.at(-1 - same) === now.at(-1 - same);
  while (same < most - start && isSame()) same++;
  return { start, end: now.length - same, growth: now.length - before.length };
}

function moved({ start, end }: Span, shift: Shift): Span {
  const move = (offset: number): number =>
    offset <= shift.start ? offset : Math.max(shift.start, offset + shift.growth);
  return { start: move(start), end: move(end) };
}
