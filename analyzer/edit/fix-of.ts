import type { FilePath, Fix } from '../diagnostic.ts';
import type { Insertion } from './insertion.ts';

/** The one fix that consists of these edits in a file; none where there are no edits. */
export function fixOf(
  file: FilePath,
  { title, safety }: Omit<Fix, 'edits'>,
  edits: readonly Insertion[] | undefined,
): readonly Fix[] {
  if (edits === undefined || edits.length === 0) return [];
  return [{ title, safety, edits: edits.map((edit) => ({ file, ...edit })) }];
}
