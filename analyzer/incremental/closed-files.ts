import type { FilePath } from '../diagnostic.ts';
import type { FileContent } from '../files.ts';
import { oncePer } from '../once-per.ts';
import { gitCryptFilter } from '../secret-files/git-attributes.ts';
import type { View } from './trace.ts';

const closed: FileContent = { kind: 'encrypted', detail: 'encrypted with git-crypt' };

/** Whether a file says which files git keeps encrypted. */
export function isAttributes(file: FilePath): boolean {
  return file === '.gitattributes' || file.endsWith('/.gitattributes');
}

/**
 * The view as somebody has it who cannot open what git-crypt keeps: what a
 * working tree shows of those files is a secret, and so becomes no fact.
 */
export const withClosedFiles = oncePer((view: View): View => {
  const text = (file: FilePath): string | undefined => {
    const content = view.files.read(file);
    return content.kind === 'text' ? content.text : undefined;
  };
  const sources = view.paths.filter(
    (file) => isAttributes(file) && text(file)?.includes('git-crypt'),
  );
  if (sources.length === 0) return view;
  const isClosed = gitCryptFilter(sources, text);
  return {
    ...view,
    files: {
      read: (file) => {
        const content = view.files.read(file);
        return content.kind === 'text' && isClosed(file) ? closed : content;
      },
      list: (folder) => view.files.list(folder),
      kind: (path) => view.files.kind(path),
    },
    analysis: (file) => (isClosed(file) ? undefined : view.analysis(file)),
  };
});
