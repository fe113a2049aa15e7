import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { FileContent, FileKind, Files } from '#analyzer/files.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { openSnapshot } from '#analyzer/workspace.ts';

/** Texts as the workspace of a shell without a disk. */
export function memoryFiles(texts: ReadonlyMap<string, string | FileContent>): Files {
  const folders = new Map<string, Map<string, FileKind>>([['', new Map()]]);
  for (const path of texts.keys()) {
    const names = path.split('/');
    for (const [depth, name] of names.entries()) {
      const folder = names.slice(0, depth).join('/');
      const listed = folders.get(folder) ?? new Map<string, FileKind>();
      folders.set(folder, listed.set(name, depth + 1 < names.length ? 'directory' : 'file'));
    }
  }
  return {
    read: (file) => {
      const content = texts.get(file);
      if (content === undefined) return { kind: 'absent' };
      return typeof content === 'string' ? contentOfText(content) : content;
    },
    list: (directory) => {
      const listed = folders.get(directory);
      return listed && [...listed].map(([name, kind]) => ({ name, kind })).sort(byName);
    },
    kind: (path) => {
      if (texts.has(path)) return 'file';
      return folders.has(path) ? 'directory' : undefined;
    },
  };
}

/** What git-crypt encrypted is that here as well, although it was read as text. */
function contentOfText(text: string): FileContent {
  return text.startsWith('\0GITCRYPT\0')
    ? { kind: 'encrypted', detail: 'encrypted with git-crypt' }
    : { kind: 'text', text };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

/** Every file below a folder of the project. */
export function textsBelow(folder: string): Map<FilePath, string> {
  const texts = new Map<FilePath, string>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1).replaceAll('\\', '/');
    if (entry.isFile()) texts.set(name as FilePath, readFileSync(path, 'utf8'));
  }
  return texts;
}

/** A snapshot of texts. */
export function snapshotOf(texts: ReadonlyMap<FilePath, string>): Snapshot {
  return openSnapshot(memoryFiles(texts), [...texts.keys()].sort());
}
