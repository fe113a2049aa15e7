import picomatch from 'picomatch';
import type { FilePath } from '../diagnostic.ts';
import { directoryOf, filePath, normalizePath } from '../evaluate/path-value.ts';
import type { FileKind } from '../files.ts';
import { isPlaceholder, type PathWord } from './token.ts';
import { isPayload } from './tone.ts';

/** The workspace as far as paths go. */
export interface PathIndex {
  readonly files: readonly FilePath[];
  kind(path: FilePath): FileKind | undefined;
  /** Whether git ignores the path, so that it may be there on other machines. */
  isIgnored(path: string): boolean;
}

/** What a word names. */
export interface Judged {
  readonly kind: 'file' | 'folder' | 'glob';
  readonly path: string;
  readonly exists: boolean;
  /** For a glob: how many files it matches. */
  readonly matches: number | undefined;
}

interface Asked {
  readonly index: PathIndex;
  readonly from: FilePath;
  /** The folder of the file and those around it, the workspace last. */
  readonly bases: readonly string[];
}

/**
 * What a word names, seen from a file: relative to the file's folder, to a
 * folder around it, or to the workspace. `undefined` when it cannot be told
 * whether the word is a path of this repository at all.
 */
export function judged(word: PathWord, from: FilePath, index: PathIndex): Judged | undefined {
  const asked = { index, from, bases: basesOf(directoryOf(from)) };
  const found = word.isGlob ? judgedGlob(word, asked) : judgedPath(word, asked);
  if (!found || found.exists) return found;
  const isElsewhere = isUpstream(word.path) || isPersonal(word.path) || isForeign(found.path, from);
  const isOpen = found.path.split('/').some(isPlaceholder) || index.isIgnored(found.path);
  return isElsewhere || isOpen ? undefined : found;
}

function basesOf(folder: string): readonly string[] {
  const parts = folder === '' ? [] : folder.split('/');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('/')).concat('');
}

/** Folders of nixpkgs, which many repositories have as well. */
function isUpstream(path: string): boolean {
  return /^(nixos\/(modules|lib|tests|doc)|modules\/(profiles|installer)|pkgs\/(by-name|top-level|development|applications|tools|servers|build-support|stdenv|os-specific))\//.test(
    path,
  );
}

/** Settings of programs, which everybody may have for themselves. */
function isPersonal(path: string): boolean {
  return /^\.[\w-]+\/settings(\.local)?\.json$/.test(path);
}

/** What is said of files elsewhere: by documents for others, and of folders that every repository may have. */
function isForeign(path: string, from: string): boolean {
  if (isPayload(from)) return true;
  const [folder = ''] = path.split('/');
  const isTool = folder.startsWith('.') && !from.startsWith(`${folder}/`);
  return isTool && from.includes('/') && !/^docs?\//.test(from);
}

function judgedPath(word: PathWord, { index, bases }: Asked): Judged | undefined {
  const candidates = candidatesOf(word.path, bases);
  const found = candidates.find((path) => index.kind(path) !== undefined);
  if (found !== undefined) {
    const kind = index.kind(found) === 'directory' ? 'folder' : 'file';
    return { kind, path: found, exists: true, matches: undefined };
  }
  const path = missingPath(word, candidates, index);
  if (path === undefined) return undefined;
  const kind = word.isFolder ? 'folder' : 'file';
  return { kind, path, exists: false, matches: undefined };
}

function candidatesOf(path: string, bases: readonly string[]): readonly FilePath[] {
  return bases.flatMap((base) => {
    const joined = normalizePath(`./${base}/${path}`);
    return joined.startsWith('..') || joined === '' ? [] : [filePath(joined)];
  });
}

/** Where something is certainly missing: its first folder is there, and it is written as a file or a folder is. */
function missingPath(
  { path, isFolder }: PathWord,
  candidates: readonly FilePath[],
  index: PathIndex,
): string | undefined {
  const segments = path.split('/').filter((segment) => segment !== '..');
  const [first = ''] = segments;
  const isWritten = isFolder || /\.[A-Za-z]\w{0,9}$/.test(segments.at(-1) ?? '');
  if (segments.length < 2 || !isWritten) return undefined;
  return candidates.find((candidate) => {
    const base = candidate.slice(0, candidate.length - segments.join('/').length);
    const folders = segments.slice(0, -1).map((_, at) => segments.slice(0, at + 1).join('/'));
    const there = folders.filter((folder) => index.kind(filePath(base + folder)) === 'directory');
    return there.includes(first) && there.length * 3 >= folders.length;
  });
}

function judgedGlob(word: PathWord, { index, bases }: Asked): Judged | undefined {
  const [first = ''] = word.path.split('/');
  let missing: string | undefined;
  for (const base of bases) {
    const path = normalizePath(`./${base}/${word.path}`);
    const matches = matchCount(path, index.files);
    if (matches > 0) return { kind: 'glob', path, exists: true, matches };
    const start = filePath(base === '' ? first : `${base}/${first}`);
    if (!/[*?{]/.test(first) && index.kind(start) === 'directory' && isUsual(word, start, index))
      missing ??= path;
  }
  return missing === undefined
    ? undefined
    : { kind: 'glob', path: missing, exists: false, matches: 0 };
}

/** Whether what a template names is like anything in the folder; else programs may have it there elsewhere. */
function isUsual({ path, template }: PathWord, folder: FilePath, { files }: PathIndex): boolean {
  const [ending] = /\.\w+$/.exec(path) ?? [];
  if (template === undefined || ending === undefined) return true;
  return files.some((file) => file.startsWith(`${folder}/`) && file.endsWith(ending));
}

/** How many files a pattern matches, itself or folders that they are in. */
function matchCount(pattern: string, files: readonly string[]): number {
  const matches = picomatch([pattern, `${pattern}/**`], { dot: true });
  const [start = ''] = pattern.split(/[^\w/.-]/, 1);
  return files.filter((file) => file.startsWith(start) && matches(file)).length;
}
