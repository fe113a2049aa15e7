import type { FilePath, Location } from '#analyzer/diagnostic.ts';
import { optionPathOf } from '#analyzer/options/mentions.ts';
import { exprOf } from '#analyzer/syntax/module.ts';
import type { Span } from '#parser/span.ts';
import { meaningAt } from '../features/meaning/at.ts';
import { groupedBy } from '../features/meaning/facts/grouped.ts';
import type { MeantPlace } from '../features/meaning/facts/places.ts';
import type { Role } from '../features/meaning/facts/thing.ts';
import { wholeAnalysis } from '../features/meaning/whole.ts';
import type { Folder } from '../folder.ts';
import type { Target } from '../server.ts';

/** Whether a name is one that its file gives, or Nix, so that nobody needs to wait for facts. */
export function isGivenHere(folder: Folder, file: FilePath, offset: number): boolean {
  const known = folder.analysis(file);
  if (known?.language !== 'nix') return false;
  const analysis = wholeAnalysis(known);
  const meaning = meaningAt(analysis, offset);
  switch (meaning?.kind) {
    case 'variable':
      return meaning.referent.kind === 'binder' || meaning.referent.kind === 'global';
    case 'declaration': {
      if (exprOf(analysis.module, meaning.owner).kind !== 'let') return false;
      const { inherited } = meaning;
      // What a `let` inherits may be an option.
      return (
        inherited?.kind !== 'attribute' ||
        optionPathOf(analysis.module, inherited.use.from) === undefined
      );
    }
    case 'with':
      return true;
    default:
      return false;
  }
}

/** The places of some roles that facts know for what stands at an offset, apart from names that the file or Nix itself gives. */
export async function knownPlaces(
  { folder, file, signal }: Target,
  offset: number,
  roles: readonly Role[],
): Promise<readonly MeantPlace[]> {
  if (isGivenHere(folder, file, offset)) return [];
  return (await folder.engine.ask('places', { file, offset, roles }, signal))?.places ?? [];
}

/** Places of both kinds; where both know a place, it is as the first says. */
export function joinedPlaces<A extends Location, B extends Location>(
  own: readonly A[],
  known: readonly B[],
): readonly (A | B)[] {
  const spans = new Map<FilePath, Spans>();
  for (const [file, places] of groupedBy(own, (place) => place.file))
    spans.set(file, spansOf(places));
  const isNew = ({ file, span }: Location): boolean => !meets(spans.get(file), span);
  return [...own, ...known.filter(isNew)];
}

/** Spans of a file by their starts, and how far they reach from the first one on. */
interface Spans {
  readonly starts: readonly number[];
  readonly reach: readonly number[];
}

function spansOf(places: readonly Location[]): Spans {
  const spans = places.map(({ span }) => span).sort((a, b) => a.start - b.start);
  let end = 0;
  return {
    starts: spans.map(({ start }) => start),
    reach: spans.map((span) => (end = Math.max(end, span.end))),
  };
}

/** Whether one of the spans has something of another one. */
function meets(spans: Spans | undefined, { start, end }: Span): boolean {
  if (spans === undefined) return false;
  const { starts, reach } = spans;
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < end) low = middle + 1;
    else high = middle;
  }
  return low > 0 && (reach[low - 1] ?? 0) > start;
}
