import type { Location } from '#analyzer/diagnostic.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { counted } from '../format/summary.ts';
import type { Look } from './look.ts';

const mostFiles = 5;

/** Says which files have syntax errors, because what is in them may be missing from the facts. */
export function brokenFilesText(snapshot: Snapshot, { palette, places }: Look): string {
  const broken = snapshot.files.flatMap((file): Location[] => {
    const error = snapshot.analysis(file)?.tree.errors[0];
    return error ? [{ file, span: error }] : [];
  });
  if (broken.length === 0) return '';
  const shown = broken.slice(0, mostFiles).map((location) => places.location(location));
  const more = broken.length > mostFiles ? [`${broken.length - mostFiles} more`] : [];
  const files = counted(broken.length, 'file');
  const verb = broken.length === 1 ? 'has' : 'have';
  const mark = palette.severity.warning('?');
  return `${mark} ${files} ${verb} syntax errors: ${[...shown, ...more].join(', ')}\n`;
}
