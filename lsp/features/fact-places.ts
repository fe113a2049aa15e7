import type { Snapshot } from '#analyzer/snapshot.ts';
import type { Span } from '#parser/span.ts';
import { type Cursor, meaningAt } from './meaning/facts/meaning.ts';
import { type MeantPlace, placesOf } from './meaning/facts/places.ts';

/** The places that facts know for the place of a cursor. */
export interface FactPlaces {
  /** What stands under the cursor. */
  readonly span: Span;
  readonly places: readonly MeantPlace[];
}

/** Every place that speaks of what the cursor means by facts: declarations, definitions, uses. */
export function factPlaces(snapshot: Snapshot, cursor: Cursor): FactPlaces | undefined {
  const meaning = meaningAt(snapshot, cursor);
  return meaning && { span: meaning.span, places: placesOf(snapshot, meaning) };
}
