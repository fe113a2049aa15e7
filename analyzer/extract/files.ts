import type { FilePath } from '../diagnostic.ts';
import { directoryOf } from '../evaluate/path-value.ts';
import type { Table } from '../facts/facts.ts';
import { fileSite } from '../secret-files/offset-site.ts';

/** One row for each file that belongs to the workspace. */
export function fileTable(files: readonly FilePath[]): Table<'file'> {
  const rows = files.map((file) => {
    const name = file.slice(file.lastIndexOf('/') + 1);
    const extension = /[^.]\.([^.]+)$/.exec(name)?.[1];
    return { at: fileSite(file), file, folder: directoryOf(file), name, extension };
  });
  return { rows, gaps: [] };
}
