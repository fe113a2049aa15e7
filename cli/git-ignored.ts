import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** The patterns of one `.gitignore`, with the folder that they are relative to. */
interface Patterns {
  readonly folder: string;
  readonly ignore: Ignore;
  /** How names begin, in small letters, that one of the patterns may be about. */
  readonly beginnings: readonly string[];
}

/** What holds in one folder: the patterns of all `.gitignore` files from the repository down to it. */
export type IgnoreChain = readonly Patterns[];

/** What holds in a workspace because of the folders around it and of `.git/info/exclude`. */
export function outerChain(root: string): IgnoreChain {
  const repository = repositoryOf(root);
  if (repository === undefined) return [];
  const exclude = patternsFrom(join(repository, '.git', 'info', 'exclude'), repository);
  const folders = foldersBetween(repository, root);
  const chain = folders.map((folder) => patternsFrom(join(folder, '.gitignore'), folder));
  return [exclude, ...chain].flatMap((patterns) => patterns ?? []);
}

/** The chain of a folder that has a `.gitignore` of its own. */
export function extendChain(chain: IgnoreChain, folder: string): IgnoreChain {
  const patterns = patternsFrom(join(folder, '.gitignore'), folder);
  return patterns === undefined ? chain : [...chain, patterns];
}

/** Whether git leaves this entry alone of a folder that it does not. The nearest `.gitignore` with an opinion decides. */
export function isIgnored(chain: IgnoreChain, path: string, isDirectory: boolean): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  for (let index = chain.length - 1; index >= 0; index--) {
    const patterns = chain[index];
    if (patterns === undefined || !mayBeAbout(patterns, name)) continue;
    const inside = path.slice(patterns.folder.length + 1);
    const verdict = patterns.ignore.test(isDirectory ? `${inside}/` : inside);
    if (verdict.ignored || verdict.unignored) return verdict.ignored;
  }
  return false;
}

/** Asked of every entry, where matching the patterns would take half of the time of the walk. */
function mayBeAbout({ beginnings }: Patterns, name: string): boolean {
  return beginnings.some((beginning) => name.startsWith(beginning));
}

/** How the names begin that a pattern matches: its last segment up to the first sign with a meaning. */
function beginningOf(pattern: string): string {
  const segments = pattern.trimEnd().replace(/^!/, '').replace(/\/$/, '').split('/');
  const [beginning = ''] = (segments.at(-1) ?? '').split(/[\\*?[]/);
  return beginning.toLowerCase();
}

function repositoryOf(root: string): string | undefined {
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** The folders from the outer one down to just above the inner one. */
function foldersBetween(outer: string, inner: string): string[] {
  const steps = relative(outer, inner)
    .split(sep)
    .filter((step) => step !== '');
  return steps.map((_, count) => join(outer, ...steps.slice(0, count)));
}

function patternsFrom(file: string, folder: string): Patterns | undefined {
  const text = textOf(file);
  if (text === undefined) return undefined;
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return { folder, ignore: ignore().add(text), beginnings: lines.map(beginningOf) };
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
