import { isAscii, isUtf8 } from 'node:buffer';
import {
  closeSync,
  constants,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { contentOf, largestFile, longestHead, tooLarge } from '#analyzer/file-content.ts';
import type { FileContent, FileKind, Files } from '#analyzer/files.ts';
import { type Entry, kindOf, listFolder, type Walked, walkWorkspace } from './walk.ts';

/** The files of a workspace on disk, read when asked for and then remembered. */
export interface DiskFiles extends Files {
  /** Absolute, links resolved. */
  readonly root: string;
  /** Every file that git does not ignore, sorted. Links are not followed. */
  readonly paths: readonly FilePath[];
  readonly links: readonly FilePath[];
  /** The absolute path behind a path of the workspace; `undefined` when it is outside or not there. */
  resolve(path: FilePath): string | undefined;
}

/** Sees a folder as a workspace. `saw` hears on the way how many files there are at least. */
export function openDisk(folder: string, saw?: (files: number) => void): DiskFiles {
  const root = realpathSync(folder);
  return seenAs(root, walkWorkspace(root, saw));
}

/** The same for whoever reads files that another look at the workspace has seen, and lists no folders. */
export function openSeen({ root, paths }: Pick<DiskFiles, 'root' | 'paths'>): DiskFiles {
  return seenAs(root, { files: paths, links: [], listings: new Map() });
}

function seenAs(root: string, walked: Walked): DiskFiles {
  const plain = new Set<string>(walked.files);
  const contents = new Map<string, FileContent>();
  const resolve = (path: FilePath): string | undefined => {
    return plain.has(path) || path === '' ? join(root, path) : insidePath(root, path);
  };
  return {
    root,
    paths: walked.files,
    links: walked.links,
    resolve,
    read: (file) => {
      const content =
        contents.get(file) ??
        (plain.has(file) ? readPlain(`${root}/${file}`) : undefined) ??
        readContent(root, file, resolve(file));
      contents.set(file, content);
      return content;
    },
    list: (directory) => listing(walked.listings, root, directory),
    kind: (path) => {
      if (plain.has(path)) return 'file';
      if (walked.listings.has(path)) return 'directory';
      return kindBehind(resolve(path));
    },
  };
}

/** What a file holds now, whatever was remembered of it. */
export function readFresh({ root, resolve }: DiskFiles, file: FilePath): FileContent {
  return readContent(root, file, resolve(file));
}

/** The text of bytes, or why they are none. */
export function decode(bytes: Buffer): FileContent {
  return contentOf(bytes, (text) => {
    // Most files are, and this is the fastest way to a string.
    if (isAscii(text)) return text.toString('latin1');
    return isUtf8(text) ? text.toString('utf8') : undefined;
  });
}

/** What is read without following links, and without waiting for what is no file any more. */
const plainFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** What a file holds that was seen to be one and is small, as most are; `undefined` where one has to look closer. */
function readPlain(path: string): FileContent | undefined {
  try {
    const bytes = readSmall(path, plainFlags);
    return bytes && decode(bytes);
  } catch {
    return undefined;
  }
}

function readContent(root: string, file: FilePath, path: string | undefined): FileContent {
  if (path === undefined) return explainAbsence(root, file);
  return withErrors(() => {
    const stats = statSync(path);
    if (!stats.isFile()) return { kind: 'unreadable', detail: 'is not a regular file' };
    if (stats.size > largestFile) return largeContent(path, stats.size);
    return decode(readSmall(path, constants.O_RDONLY) ?? readFileSync(path));
  });
}

/** Large files are not read, but for the beginning of those that are encrypted. */
function largeContent(path: string, size: number): FileContent {
  const descriptor = openSync(path, 'r');
  try {
    const start = Buffer.alloc(longestHead);
    const content = decode(start.subarray(0, readSync(descriptor, start)));
    return content.kind === 'encrypted' ? content : { kind: 'unreadable', detail: tooLarge(size) };
  } finally {
    closeSync(descriptor);
  }
}

const small = Buffer.allocUnsafeSlow(256 * 1024);

/** The bytes of a file that fits a buffer used again and again; most do, and thousands are read. */
function readSmall(path: string, flags: number): Buffer | undefined {
  const descriptor = openSync(path, flags);
  try {
    const length = readSync(descriptor, small, 0, small.length, 0);
    return length < small.length ? small.subarray(0, length) : undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** Nothing is there, or a link that leads nowhere, in circles, or out of the workspace. */
function explainAbsence(root: string, file: FilePath): FileContent {
  return withErrors(() => {
    const path = join(root, file);
    const stats = isBelow(root, path) ? lstatSync(path, { throwIfNoEntry: false }) : undefined;
    if (!stats?.isSymbolicLink()) return { kind: 'absent' };
    const broken = withErrors(() => {
      realpathSync(join(root, file));
      return { kind: 'unreadable', detail: 'is a link that leads out of the workspace' };
    });
    return broken.kind === 'absent'
      ? { kind: 'unreadable', detail: 'is a link to nothing' }
      : broken;
  });
}

/** The one place that turns errors of the file system into content. */
function withErrors(read: () => FileContent): FileContent {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    switch (code) {
      case 'ENOENT':
      case 'ENOTDIR':
        return { kind: 'absent' };
      case 'ELOOP':
        return { kind: 'unreadable', detail: 'is a link that leads in circles' };
      case 'EACCES':
      case 'EPERM':
        return { kind: 'unreadable', detail: 'may not be read by this user' };
    }
    return { kind: 'unreadable', detail: `cannot be read (${String(code)})` };
  }
}

/** Every link on the way is resolved before a path counts as inside. */
function insidePath(root: string, path: string): string | undefined {
  const joined = join(root, path);
  if (!isBelow(root, joined)) return undefined;
  let real: string | undefined;
  withErrors(() => {
    // Most questions are about what is not there, and this answers without an error to throw.
    if (lstatSync(joined, { throwIfNoEntry: false })) real = realpathSync.native(joined);
    return { kind: 'absent' };
  });
  return real !== undefined && isBelow(root, real) ? real : undefined;
}

function isBelow(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

function kindBehind(path: string | undefined): FileKind | undefined {
  let stats: Stats | undefined;
  if (path !== undefined) stats = statSync(path, { throwIfNoEntry: false });
  return stats && kindOf(stats);
}

function listing(
  listings: ReadonlyMap<string, readonly Entry[]>,
  root: string,
  directory: string,
): readonly Entry[] | undefined {
  const known = listings.get(directory);
  if (known !== undefined) return known;
  const path = insidePath(root, directory);
  if (path === undefined) return undefined;
  const behindLink = listings.get(relative(root, path).split(sep).join('/'));
  return (
    behindLink ?? listFolder(path)?.map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
  );
}
