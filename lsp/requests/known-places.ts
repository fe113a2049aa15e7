import type { FilePath, Location } from '#analyzer/diagnostic.ts';
import { meaningAt } from '../features/meaning/at.ts';
import type { MeantPlace } from '../features/meaning/facts/places.ts';
import type { Folder } from '../folder.ts';

/** Whether a name is one that its file gives, so that nobody needs to wait for facts. */
export function isGivenHere(folder: Folder, file: FilePath, offset: number): boolean {
  const analysis = folder.analysis(file);
  const meaning = analysis?.language === 'nix' ? meaningAt(analysis, offset) : undefined;
  return meaning?.kind === 'variable' && meaning.referent.kind === 'binder';
}

/** The places that facts know for what stands at an offset, apart from names that the file gives. */
export async function knownPlaces(
  folder: Folder,
  file: FilePath,
  offset: number,
): Promise<readonly MeantPlace[]> {
  if (isGivenHere(folder, file, offset)) return [];
  return (await folder.engine.ask('places', { file, offset }))?.places ?? [];
}

/** Places of both kinds; where both know a place, it is as the first says. */
export function joinedPlaces<A extends Location, B extends Location>(
  own: readonly A[],
  known: readonly B[],
): readonly (A | B)[] {
  const isNew = ({ file, span }: Location): boolean =>
    own.every((other) => {
      return other.file !== file || other.span.end <= span.start || span.end <= other.span.start;
    });
  return [...own, ...known.filter(isNew)];
}
