import { type Dirent, readdirSync as readFolder } from 'node:fs';
import { sep } from 'node:path';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { FileKind } from '#analyzer/files.ts';
import { extendChain, type IgnoreChain, isIgnored, outerChain } from './git-ignored.ts';

export interface Entry {
  readonly name: string;
  readonly kind: FileKind;
}

/** What one walk over a workspace saw. Links are not followed. */
export interface Walked {
  /** Regular files, sorted. */
  readonly files: readonly FilePath[];
  /** Symbolic links, sorted. */
  readonly links: readonly FilePath[];
  /** What is directly below each folder that was entered, sorted by name. */
  readonly listings: ReadonlyMap<string, readonly Entry[]>;
}

const neverEntered = new Set(['.git', '.hg', '.jj', '.svn']);

/**
 * Walks the workspace once, without what git ignores. Ignored folders are left
 * out while they are listed, so that nothing below them is ever read. `saw`
 * hears on the way how many files there are at least.
 */
export function walkWorkspace(root: string, saw: (files: number) => void = () => {}): Walked {
  const listings = new Map<string, readonly Entry[]>();
  const files: string[] = [];
  const links: string[] = [];
  const open = [{ path: '', outer: outerChain(root) }];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const { path, outer } = folder;
    const { entries, chain } = seenEntries(below(root, path), outer);
    listings.set(
      path,
      entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) })),
    );
    for (const entry of entries) {
      const inside = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) open.push({ path: inside, outer: chain });
      if (entry.isFile()) files.push(inside);
      if (entry.isSymbolicLink()) links.push(inside);
    }
    saw(files.length);
  }
  return { files: files.sort() as FilePath[], links: links.sort() as FilePath[], listings };
}

/** A path of the workspace that is known to be plain; joining it as any other would cost more than to list it. */
function below(root: string, path: string): string {
  if (path === '') return root;
  return root.endsWith(sep) ? root + path : root + sep + path;
}

/** What is directly below a folder, sorted; `undefined` when it cannot be listed. */
export function listFolder(folder: string): Dirent[] | undefined {
  try {
    return readFolder(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return undefined;
  }
}

export function kindOf(entry: Pick<Dirent, 'isFile' | 'isDirectory' | 'isSymbolicLink'>): FileKind {
  if (entry.isFile()) return 'file';
  if (entry.isSymbolicLink()) return 'link';
  return entry.isDirectory() ? 'directory' : 'other';
}

function seenEntries(
  folder: string,
  outer: IgnoreChain,
): { entries: Dirent[]; chain: IgnoreChain } {
  const all = listFolder(folder) ?? [];
  const hasPatterns = all.some(({ name }) => name === '.gitignore');
  const chain = hasPatterns ? extendChain(outer, folder) : outer;
  const entries = all.filter((entry) => {
    const isFolder = entry.isDirectory();
    if (isFolder && neverEntered.has(entry.name)) return false;
    return chain.length === 0 || !isIgnored(chain, `${folder}/${entry.name}`, isFolder);
  });
  return { entries, chain };
}
