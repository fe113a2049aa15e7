import type { FilePath } from '#analyzer/diagnostic.ts';
import { directoryOf, filePath, normalizePath } from '#analyzer/evaluate/path-value.ts';
import type { Files } from '#analyzer/files.ts';
import type { Span } from '#parser/span.ts';
import type { Proposals } from './entry.ts';

/** A relative path that is being written. */
export interface WrittenPath extends Span {
  readonly text: string;
  /** Where in the text of the file the cursor is. */
  readonly cursor: number;
}

/** The files and folders that a relative path of a file may lead to, for the part of it that the cursor is in. */
export function pathProposals(
  files: Files,
  file: FilePath,
  { text, start, end, cursor }: WrittenPath,
): Proposals | undefined {
  if (!/^\.{1,2}\//.test(text)) return undefined;
  const before = text.slice(0, cursor - start);
  const slash = before.lastIndexOf('/') + 1;
  if (slash === 0) return undefined;
  const next = text.indexOf('/', cursor - start);
  const folder = normalizePath(`./${directoryOf(file)}/${before.slice(0, slash)}`);
  if (folder === '..' || folder.startsWith('../')) return undefined;
  const word = { start: start + slash, end: next === -1 ? end : start + next };
  const listed = files.list(filePath(folder)) ?? [];
  const entries = listed.flatMap(({ name, kind }): Proposals['entries'] => {
    if (name === '.git' || folderPath(folder, name) === file) return [];
    const isFolder = kind === 'directory';
    return [{ label: name, kind: isFolder ? 'folder' : 'file', rank: rankOf(name, isFolder) }];
  });
  return { word, entries: entries.filter(({ label }) => isPathPart(label)) };
}

/** Files that Nix reads come first, hidden ones last. */
function rankOf(name: string, isFolder: boolean): number {
  if (name.startsWith('.')) return 20;
  return isFolder || name.endsWith('.nix') ? 5 : 10;
}

/** Whether a path of Nix can have the name as it is. */
function isPathPart(name: string): boolean {
  return /^[\w.+-]+$/.test(name);
}

function folderPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
