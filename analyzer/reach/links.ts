import type { FilePath } from '../diagnostic.ts';
import { directoryOf, filePath } from '../evaluate/path-value.ts';
import type { Files } from '../files.ts';

/** The first link to a Nix file or a folder of the workspace, without those in hidden folders. */
export function linkToNix({
  files,
  paths,
}: {
  readonly files: Files;
  readonly paths: readonly FilePath[];
}): FilePath | undefined {
  for (const folder of foldersOf(paths)) {
    for (const { name, kind } of files.list(filePath(folder)) ?? []) {
      if (kind !== 'link') continue;
      const path = filePath(folder === '' ? name : `${folder}/${name}`);
      const behind = files.kind(path);
      if (behind === 'directory' || (behind === 'file' && name.endsWith('.nix'))) return path;
    }
  }
  return undefined;
}

function foldersOf(paths: readonly FilePath[]): readonly string[] {
  const folders = new Set(['']);
  for (const path of paths) {
    for (let folder = directoryOf(path); folder !== ''; folder = directoryOf(folder))
      folders.add(folder);
  }
  return [...folders].filter((folder) => !/(^|\/)\./.test(folder)).sort();
}
