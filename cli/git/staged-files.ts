import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { FileContent, FileKind, Listed } from '#analyzer/files.ts';
import { type DiskFiles, decode } from '../files.ts';
import type { WrongUse } from '../terminal.ts';
import { type Followed, followLinks } from './follow-links.ts';
import { type Entries, readObjects } from './repository.ts';
import type { Git } from './run-git.ts';
import { holdsSame, linkMode, submoduleMode } from './same-content.ts';

/** A workspace as the index has it. */
export interface StagedFiles extends DiskFiles {
  /** Whether the working copy is what is staged, so that writing to it loses nothing. */
  isAsStaged(file: FilePath): boolean;
}

/**
 * Sees the index as a workspace. Submodules are other repositories, and are
 * seen as they are on disk; what is in neither is not there.
 */
export function openStaged(disk: DiskFiles, entries: Entries, git: Git): StagedFiles | WrongUse {
  const same = new Set<FilePath>();
  for (const [file, entry] of entries) {
    if (entry.mode === submoduleMode) continue;
    if (holdsSame(join(disk.root, file), entry)) same.add(file);
  }
  const needed = [...entries].filter(([file, { mode }]) => {
    return mode === linkMode || (mode !== submoduleMode && !same.has(file));
  });
  const objects = readObjects(git, new Set(needed.map(([, { object }]) => object)));
  return 'wrongUse' in objects ? objects : new Staged(disk, { entries, same, objects });
}

interface Index {
  readonly entries: Entries;
  /** Files whose working copy holds the same. */
  readonly same: ReadonlySet<FilePath>;
  /** The contents of all other files, and what links say. */
  readonly objects: ReadonlyMap<string, Buffer>;
}

class Staged implements StagedFiles {
  readonly root: string;
  readonly paths: readonly FilePath[];
  readonly links: readonly FilePath[];
  readonly #disk: DiskFiles;
  readonly #index: Index;
  readonly #listings: ReadonlyMap<string, ReadonlyMap<string, FileKind>>;

  constructor(disk: DiskFiles, index: Index) {
    this.root = disk.root;
    this.#disk = disk;
    this.#index = index;
    this.#listings = listingsOf(index.entries);
    const seen = new Set(disk.paths);
    const staged = [...index.entries].filter(([, { mode }]) => mode !== submoduleMode);
    // What git tracks although it ignores it belongs to no workspace.
    const isSeen = (file: FilePath): boolean => seen.has(file) || !isThere(join(disk.root, file));
    const plain = staged.flatMap(([file, { mode }]) => (mode === linkMode ? [] : [file]));
    const foreign = disk.paths.filter((file) => this.#isForeign(file));
    this.paths = [...plain.filter(isSeen), ...foreign].sort();
    this.links = staged.flatMap(([file, { mode }]) => (mode === linkMode ? [file] : [])).sort();
  }

  resolve(path: FilePath): string | undefined {
    return this.#disk.resolve(path);
  }

  isAsStaged(file: FilePath): boolean {
    const followed = this.#follow(file);
    return followed.kind === 'path' && this.#index.same.has(followed.path);
  }

  read(file: FilePath): FileContent {
    const followed = this.#follow(file);
    switch (followed.kind) {
      case 'outside':
        return { kind: 'unreadable', detail: 'is a link that leads out of the workspace' };
      case 'circle':
        return { kind: 'unreadable', detail: 'is a link that leads in circles' };
      case 'path':
        return this.#content(followed.path, file);
    }
  }

  list(directory: FilePath): readonly Listed[] | undefined {
    const followed = this.#follow(directory);
    if (followed.kind !== 'path') return undefined;
    if (this.#isForeign(followed.path)) return this.#disk.list(followed.path);
    const names = this.#listings.get(followed.path);
    return names && [...names].map(([name, kind]) => ({ name, kind })).sort(byName);
  }

  kind(path: FilePath): FileKind | undefined {
    const followed = this.#follow(path);
    if (followed.kind !== 'path') return undefined;
    if (this.#isForeign(followed.path)) return this.#disk.kind(followed.path);
    if (this.#listings.has(followed.path)) return 'directory';
    return this.#index.entries.has(followed.path) ? 'file' : undefined;
  }

  #content(file: FilePath, asked: FilePath): FileContent {
    const { entries, same, objects } = this.#index;
    if (this.#isForeign(file) || same.has(file)) return this.#disk.read(file);
    const bytes = objects.get(entries.get(file)?.object ?? '');
    if (bytes !== undefined) return decode(bytes);
    if (this.#listings.has(file)) return { kind: 'unreadable', detail: 'is not a regular file' };
    return file === asked
      ? { kind: 'absent' }
      : { kind: 'unreadable', detail: 'is a link to nothing' };
  }

  #follow(path: FilePath): Followed {
    const { entries, objects } = this.#index;
    return followLinks(path, (prefix) => {
      const entry = entries.get(prefix);
      return entry?.mode === linkMode ? objects.get(entry.object)?.toString('utf8') : undefined;
    });
  }

  /** Whether a path is a submodule or below one. */
  #isForeign(path: FilePath): boolean {
    const { entries } = this.#index;
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (entries.get(path.slice(0, end) as FilePath)?.mode === submoduleMode) return true;
    }
    return false;
  }
}

/** What is directly in each folder of the index; the workspace itself is always there. */
function listingsOf(entries: Entries): ReadonlyMap<string, ReadonlyMap<string, FileKind>> {
  const listings = new Map<string, Map<string, FileKind>>([['', new Map()]]);
  for (const [file, { mode }] of entries) {
    let kind = kinds.get(mode) ?? 'file';
    for (let path: string = file; path !== ''; kind = 'directory') {
      const slash = path.lastIndexOf('/');
      const folder = slash === -1 ? '' : path.slice(0, slash);
      const names = listings.get(folder) ?? new Map<string, FileKind>();
      listings.set(folder, names.set(path.slice(slash + 1), kind));
      path = folder;
    }
  }
  return listings;
}

const kinds: ReadonlyMap<string, FileKind> = new Map([
  [linkMode, 'link'],
  [submoduleMode, 'directory'],
]);

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function byName(a: Listed, b: Listed): number {
  return a.name < b.name ? -1 : 1;
}
