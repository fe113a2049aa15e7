import type { Snapshot } from '#analyzer/snapshot.ts';
import type { Span } from '#parser/span.ts';
import { type Cursor, meaningAt } from './meaning/facts/meaning.ts';
import { type MeantPlace, placesOf } from './meaning/facts/places.ts';
import type { Role } from './meaning/facts/thing.ts';

/** The places that facts know for the place of a cursor. */
export interface FactPlaces {
  /** What stands under the cursor. */
  readonly span: Span;
  readonly places: readonly MeantPlace[];
}

/** What is asked about a place of the text. */
export interface PlacesAsked extends Cursor {
  /** The roles of the places that are asked for; all where none are said. */
  readonly roles?: readonly Role[];
}

/** Every place that speaks of what the cursor means by facts: declarations, definitions, uses. */
export function factPlaces(snapshot: Snapshot, asked: PlacesAsked): FactPlaces | undefined {
  const { roles } = asked;
  const meaning = meaningAt(snapshot, asked);
  if (meaning === undefined) return undefined;
  const places = placesOf(snapshot, meaning);
  const isAsked = ({ role }: MeantPlace): boolean => roles?.includes(role) ?? true;
  return { span: meaning.span, places: places.filter(isAsked) };
}
