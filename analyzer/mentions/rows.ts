import { siteAt } from '../data/place.ts';
import type { FilePath } from '../diagnostic.ts';
import { directoryOf, filePath, normalizePath } from '../evaluate/path-value.ts';
import type { PathMentionRow } from '../facts/documents.ts';
import { judged, type PathIndex } from './judge.ts';
import type { PendingMention, PendingTree } from './pending.ts';

/** The rows of words that certainly name a path of the workspace. */
export function mentionRows(
  file: FilePath,
  mentions: readonly PendingMention[],
  index: PathIndex,
): readonly PathMentionRow[] {
  return mentions.flatMap(({ source, word, tone, isWeak }): PathMentionRow[] => {
    const found = judged(word, file, index);
    if (!found || (isWeak && !found.exists)) return [];
    const at = siteAt(file, word.span);
    const place = source === 'comment' ? { ...at, isOffset: true as const } : at;
    const { path, exists, matches } = found;
    if (source === 'comment' && !exists && !isBesideOthers(filePath(path), index)) return [];
    const kind = word.template === undefined ? found.kind : 'template';
    const written = word.template ?? word.path;
    return [{ at: place, file, source, text: written, kind, path, exists, matches, tone }];
  });
}

/** Comments are short: what they name is missing here only where its folder is there. */
function isBesideOthers(path: FilePath, index: PathIndex): boolean {
  return index.kind(filePath(directoryOf(path))) === 'directory';
}

/**
 * The rows of a document. One that names more of what is not there than of
 * what is speaks of another repository, or of what is to come.
 */
export function documentRows(
  file: FilePath,
  mentions: readonly PendingMention[],
  index: PathIndex,
): readonly PathMentionRow[] {
  const rows = mentionRows(file, mentions, index);
  const named = (some: readonly PathMentionRow[]): number =>
    new Set(some.map(({ path }) => path)).size;
  const missing = rows.filter(({ exists, tone }) => !exists && tone === 'plain');
  if (named(missing) <= named(rows.filter(({ exists }) => exists))) return rows;
  return rows.map((row) => (missing.includes(row) ? { ...row, tone: 'hedged' } : row));
}

/** A tree of which fewer entries are there is drawn of something else. */
const leastShare = 0.6;

/** The rows of a drawn tree, when it is one of this workspace. */
export function treeRows(
  file: FilePath,
  tree: PendingTree,
  index: PathIndex,
): readonly PathMentionRow[] {
  const root = tree.root === undefined || tree.root === '.' ? '' : tree.root;
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
  const bases = [
    ...new Set(['', root, folder, `${folder}/${root}`].map((base) => normalizePath(`./${base}`))),
  ];
  const rows = bases.map((base) => rowsBelow({ file, base, tree }, index));
  const share = (some: readonly PathMentionRow[]): number =>
    some.filter(({ exists }) => exists).length / Math.max(1, some.length);
  const best = rows.reduce((a, b) => (share(b) > share(a) ? b : a));
  return share(best) >= leastShare
    ? best.filter(({ exists, path }) => exists || !index.isIgnored(path))
    : [];
}

function rowsBelow(
  {
    file,
    base,
    tree,
  }: { readonly file: FilePath; readonly base: string; readonly tree: PendingTree },
  index: PathIndex,
): readonly PathMentionRow[] {
  const entries = tree.entries.filter(({ path: below }) => {
    const around = normalizePath(`./${base}/${below}/..`) as FilePath;
    return index.kind(around) !== 'file';
  });
  return entries.map(({ path: below, span, isFolder }) => {
    const path = normalizePath(`./${base}/${below}`) as FilePath;
    const there = index.kind(path);
    const isDirectory = there === undefined ? isFolder : there === 'directory';
    return {
      at: siteAt(file, span),
      file,
      source: 'tree',
      text: below,
      kind: isDirectory ? 'folder' : 'file',
      path,
      exists: there !== undefined,
      matches: undefined,
      tone: tree.tone,
    };
  });
}
