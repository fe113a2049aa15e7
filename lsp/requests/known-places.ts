import type { FilePath, Location } from '#analyzer/diagnostic.ts';
import { exprOf } from '#analyzer/syntax/module.ts';
import { meaningAt } from '../features/meaning/at.ts';
import type { MeantPlace } from '../features/meaning/facts/places.ts';
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
    case 'declaration':
      return exprOf(analysis.module, meaning.owner).kind === 'let';
    case 'with':
      return true;
    default:
      return false;
  }
}

/** The places that facts know for what stands at an offset, apart from names that the file or Nix itself gives. */
export async function knownPlaces(
  { folder, file, signal }: Target,
  offset: number,
): Promise<readonly MeantPlace[]> {
  if (isGivenHere(folder, file, offset)) return [];
  return (await folder.engine.ask('places', { file, offset }, signal))?.places ?? [];
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
