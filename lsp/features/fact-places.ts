import type { Snapshot } from '#analyzer/snapshot.ts';
import type { Span } from '#parser/span.ts';
import { handedOnUses } from './meaning/facts/handed-on.ts';
import { type Cursor, type Meaning, meaningAt } from './meaning/facts/meaning.ts';
import { distinctPlaces, type MeantPlace, placesOf } from './meaning/facts/places.ts';
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
  const uses = roles?.includes('use') === false ? [] : handedOnPlaces(snapshot, meaning);
  const places = distinctPlaces([...placesOf(snapshot, meaning), ...uses]);
  const isAsked = ({ role }: MeantPlace): boolean => roles?.includes(role) ?? true;
  return { span: meaning.span, places: places.filter(isAsked) };
}

/** Where functions read the option that is meant of a set that they are given. */
function handedOnPlaces(
  snapshot: Snapshot,
  { thing, option, further }: Meaning,
): readonly MeantPlace[] {
  const options = option ? [option, ...further] : further;
  const uses = thing
    ? []
    : handedOnUses(
        snapshot,
        options.map(({ path }) => path),
      );
  return uses.map((place) => ({ ...place, role: 'use' }));
}
