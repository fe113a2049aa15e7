import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { changedFiles } from '#analyzer/changed-files.ts';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { FileContent, Files } from '#analyzer/files.ts';
import { type DiskFiles, decode } from '../files.ts';
import type { Terminal, WrongUse } from '../terminal.ts';
import {
  commitOf,
  type Entries,
  headTree,
  indexEntries,
  mergeBase,
  openRepository,
  readObjects,
  skippedPaths,
  stagedPaths,
  treeEntries,
} from './repository.ts';
import type { Git } from './run-git.ts';
import { holdsSameLines, linkMode, submoduleMode } from './same-content.ts';
import { openStaged, type StagedFiles } from './staged-files.ts';

/** What differs between a workspace and an earlier version of it. */
export interface Changes {
  /** Files that are there and are new or differ. */
  readonly files: ReadonlySet<FilePath>;
  /** The workspace as it was. */
  readonly before: { readonly files: Files; readonly paths: readonly FilePath[] };
}

/** The index as a workspace, against the last commit. */
export function stagedChanges(
  disk: DiskFiles,
  terminal: Terminal,
): { readonly staged: StagedFiles; readonly changes: Changes } | WrongUse {
  const git = openRepository(disk.root, terminal);
  if ('wrongUse' in git) return git;
  const commit = headTree(git);
  if (typeof commit !== 'string') return commit;
  const [index, base, paths] = [
    indexEntries(git),
    treeEntries(git, commit),
    stagedPaths(git, commit),
  ];
  if ('wrongUse' in index) return index;
  if ('wrongUse' in base) return base;
  if ('wrongUse' in paths) return paths;
  // `git add --intent-to-add` leaves an entry in the index for what is not staged.
  const entries = new Map([...index].filter(([file]) => base.has(file) || paths.has(file)));
  const staged = openStaged(disk, entries, git);
  if ('wrongUse' in staged) return staged;
  const known = new Set([...staged.paths, ...staged.links]);
  const files = new Set([...known].filter((file) => paths.has(file)));
  const removed = [...base.keys()].filter((file) => !entries.has(file));
  const changes = changesFrom({ now: staged, files, removed, base }, git);
  return 'wrongUse' in changes ? changes : { staged, changes };
}

/**
 * The working tree against a commit: the last one, or the one at which the
 * named line of history was left. Without that one in a shallow clone it is
 * the named commit itself.
 */
export function workingChanges(
  disk: DiskFiles,
  name: string | undefined,
  terminal: Terminal,
): Changes | WrongUse {
  const git = openRepository(disk.root, terminal);
  if ('wrongUse' in git) return git;
  const commit = name === undefined ? headTree(git) : baseOf(git, name);
  if (typeof commit !== 'string') return commit;
  const [base, skipped] = [treeEntries(git, commit), skippedPaths(git)];
  if ('wrongUse' in base) return base;
  if ('wrongUse' in skipped) return skipped;
  const isForeign = otherRepositories(disk.root);
  const known = [...disk.paths, ...disk.links];
  const files = known.filter((file) => {
    const entry = base.get(file);
    if (entry === undefined) return !isForeign(file);
    return !holdsSameLines(join(disk.root, file), entry);
  });
  const removed = [...base.keys()].filter((file) => {
    return !skipped.has(file) && !isThere(join(disk.root, file));
  });
  return changesFrom({ now: disk, files: new Set(files), removed, base }, git);
}

function baseOf(git: Git, name: string): string | WrongUse {
  const commit = commitOf(git, name);
  if (typeof commit !== 'string') return commit;
  return mergeBase(git, 'HEAD', commit) ?? commit;
}

interface Difference {
  readonly now: DiskFiles;
  readonly files: ReadonlySet<FilePath>;
  readonly removed: readonly FilePath[];
  readonly base: Entries;
}

/** Lays the contents of before over the files of now. Links count as they are now. */
function changesFrom({ now, files, removed, base }: Difference, git: Git): Changes | WrongUse {
  const isPlain = (file: FilePath): boolean => {
    const mode = base.get(file)?.mode;
    return mode !== undefined && mode !== linkMode && mode !== submoduleMode;
  };
  const existed = [...files, ...removed].filter(isPlain);
  const added = [...files].filter((file) => !base.has(file));
  const objectOf = (file: FilePath): string => base.get(file)?.object ?? '';
  const objects = readObjects(git, new Set(existed.map(objectOf)));
  if ('wrongUse' in objects) return objects;
  const contents = new Map<FilePath, FileContent>(added.map((file) => [file, { kind: 'absent' }]));
  for (const file of existed) {
    const bytes = objects.get(objectOf(file));
    if (bytes !== undefined) contents.set(file, decode(bytes));
  }
  const paths = new Set([...now.paths, ...existed]);
  for (const file of added) paths.delete(file);
  return { files, before: { files: changedFiles(now, contents), paths: [...paths].sort() } };
}

/** Whether anything is at a path, a link to nothing included. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Tells which files of a workspace belong to a repository of their own. */
function otherRepositories(root: string): (file: FilePath) => boolean {
  const known = new Map<string, boolean>();
  const isForeign = (path: string): boolean => {
    const slash = path.lastIndexOf('/');
    if (slash === -1) return false;
    const folder = path.slice(0, slash);
    const found =
      known.get(folder) ?? (existsSync(join(root, folder, '.git')) || isForeign(folder));
    known.set(folder, found);
    return found;
  };
  return isForeign;
}
