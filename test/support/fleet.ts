import type { FilePath } from '#analyzer/diagnostic.ts';
import type { FileContent, FileKind, Files } from '#analyzer/files.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { openSnapshot } from '#analyzer/workspace.ts';

/** Texts as the workspace of a shell without a disk. */
export function memoryFiles(texts: ReadonlyMap<string, string | FileContent>): Files {
  const list = (directory: string): { name: string; kind: FileKind }[] => {
    const prefix = directory === '' ? '' : `${directory}/`;
    const kinds = new Map<string, FileKind>();
    for (const path of texts.keys()) {
      if (!path.startsWith(prefix)) continue;
      const [name = '', ...below] = path.slice(prefix.length).split('/');
      kinds.set(name, below.length === 0 ? 'file' : 'directory');
    }
    return [...kinds]
      .map(([name, kind]) => ({ name, kind }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  };
  const isDirectory = (path: string): boolean => path === '' || list(path).length > 0;
  return {
    read: (file) => {
      const content = texts.get(file);
      if (content === undefined) return { kind: 'absent' };
      return typeof content === 'string' ? { kind: 'text', text: content } : content;
    },
    list: (directory) => (isDirectory(directory) ? list(directory) : undefined),
    kind: (path) => {
      if (texts.has(path)) return 'file';
      return isDirectory(path) ? 'directory' : undefined;
    },
  };
}

/** A snapshot of texts. */
export function snapshotOf(texts: ReadonlyMap<FilePath, string>): Snapshot {
  return openSnapshot(memoryFiles(texts), [...texts.keys()].sort());
}
