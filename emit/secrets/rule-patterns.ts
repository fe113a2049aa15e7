import { goPattern } from '#analyzer/go-pattern.ts';
import { grouped } from '../grouped.ts';
import type { FileRecipients } from './file-recipients.ts';

/** Files that one rule is for, by paths from the folder of the rules on. */
export interface FileRule {
  readonly pattern: string;
  readonly paths: readonly string[];
  readonly of: FileRecipients;
}

/** What decides how patterns are written. */
export interface PatternChoice {
  /** The folder of the rules; empty for the workspace. */
  readonly directory: string;
  /** Files of the repository that are not to be encrypted, so that no pattern may take them. */
  readonly others: readonly string[];
  /** Patterns that the rules have now, with the files that each of them takes. */
  readonly present: readonly { readonly pattern: string; readonly files: readonly string[] }[];
  readonly compare: (a: string, b: string) => number;
}

/**
 * One rule for each group of files in a folder that the same keys open. A rule that
 * is there and whose files the same keys open keeps its pattern and its place, as
 * long as each file meets its own rule first.
 */
export function fileRules(
  files: readonly FileRecipients[],
  choice: PatternChoice,
): readonly FileRule[] {
  const kept = keptRules(files, choice);
  const taken = new Set(kept.flatMap(({ paths }) => paths));
  const rest = files.filter(({ file }) => !taken.has(relative(file, choice.directory)));
  const inOrder = (rules: readonly FileRule[]): readonly FileRule[] =>
    rules.toSorted((a, b) => choice.compare(a.paths[0] ?? '', b.paths[0] ?? ''));
  const fresh = folderRules(rest, files, choice);
  const isSorted = inOrder(kept).every((rule, index) => rule === kept[index]);
  const all = isSorted ? inOrder([...kept, ...fresh]) : [...kept, ...inOrder(fresh)];
  return areDistinct(all) ? all : inOrder(folderRules(files, files, choice));
}

/** The rules that are there and whose files are opened by the same keys. */
function keptRules(
  files: readonly FileRecipients[],
  { present, directory, compare }: PatternChoice,
): readonly FileRule[] {
  return present.flatMap(({ pattern, files: taken }): FileRule[] => {
    const members = files.filter(({ file }) => taken.includes(file));
    const [of] = members;
    if (of === undefined || new Set(members.map(signature)).size > 1) return [];
    return [
      { pattern, paths: members.map(({ file }) => relative(file, directory)).sort(compare), of },
    ];
  });
}

function folderRules(
  some: readonly FileRecipients[],
  files: readonly FileRecipients[],
  choice: PatternChoice,
): readonly FileRule[] {
  const groups = grouped(some, (row) => `${directoryOf(row.file)}\n${signature(row)}`);
  return [...groups.values()].flatMap((members): FileRule[] => {
    const [of] = members;
    if (of === undefined) return [];
    const paths = members.map(({ file }) => relative(file, choice.directory)).sort(choice.compare);
    return [{ pattern: patternFor(paths, { members, files, choice }), paths, of }];
  });
}

/** Who opens a file, as a text that is the same for the same keys. */
function signature({ keys, threshold }: FileRecipients): string {
  const all = keys.map(({ group, kind, recipient }) => `${group} ${kind} ${recipient}`).sort();
  return JSON.stringify([all, threshold ?? null]);
}

interface Members {
  readonly members: readonly FileRecipients[];
  readonly files: readonly FileRecipients[];
  readonly choice: PatternChoice;
}

/** All files of the folder that end so, as those to come do; by their names where others end so, too. */
function patternFor(paths: readonly string[], { members, files, choice }: Members): string {
  const folder = directoryOf(members[0]?.file ?? '');
  const own = new Set(members.map(({ file }) => file));
  const endings = [...new Set(paths.map(endingOf))].sort(choice.compare);
  const others = [...files.map(({ file }) => file), ...choice.others];
  const isShared = others.some((file) => {
    return !own.has(file) && directoryOf(file) === folder && endings.includes(endingOf(file));
  });
  const prefix = escaped(relative(folder === '' ? '' : `${folder}/`, choice.directory));
  if (!isShared && !endings.includes('')) {
    const ends = endings.map((ending) => escaped(ending.slice(1)));
    return `^${prefix}[^/]+\\.${either(ends)}$`;
  }
  const names = paths.map((path) => escaped(path.slice(path.lastIndexOf('/') + 1)));
  return `^${prefix}${either(names)}$`;
}

function either(texts: readonly string[]): string {
  return texts.length === 1 ? (texts[0] ?? '') : `(${texts.join('|')})`;
}

/** Whether sops, which follows the first rule that takes a file, finds the rule of each. */
function areDistinct(rules: readonly FileRule[]): boolean {
  const patterns = rules.map(({ pattern }) => goPattern(pattern));
  return rules.every(({ paths }, own) =>
    paths.every((path) => patterns.findIndex((pattern) => pattern?.matches(path)) === own),
  );
}

function relative(path: string, directory: string): string {
  return directory === '' ? path : path.slice(directory.length + 1);
}

function directoryOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}

/** `.yaml`; empty for a name without one, and for one that begins with its only dot. */
function endingOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot);
}

function escaped(text: string): string {
  return text.replace(/[.+*?^${}()|[\]\\]/g, '\\$&');
}
