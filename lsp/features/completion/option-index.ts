import type { FilePath } from '#analyzer/diagnostic.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { oncePer } from '#analyzer/once-per.ts';
import { definitionMentions } from '#analyzer/options/mentions.ts';
import { fileKind } from '#analyzer/syntax/file-kind.ts';
import type { ExprId } from '#analyzer/syntax/module.ts';
import type { Texts } from '#lsp/folder.ts';

/** A name below a path of options, as the texts of a workspace know it. */
export interface KnownOption {
  readonly name: string;
  /** How many places define or declare it. */
  readonly count: number;
  /** Where the workspace declares it, when it is an option itself. */
  readonly declared: { readonly file: FilePath; readonly value: ExprId } | undefined;
  /** Whether it is known of another name at some place of the path alone. */
  readonly isOfOthers: boolean;
}

/**
 * The names that modules of a workspace have below a path. Below a name that
 * people choose, those that stand below the other names there are known as well.
 * What is being written right now does not count.
 */
export function optionsBelow(
  texts: Texts,
  path: readonly string[],
  writing?: { readonly file: FilePath; readonly name: string | undefined },
): readonly KnownOption[] {
  const own = withoutHome(path);
  const keys = [own, ...others(own)].map(keyOf);
  const found = new Map<string, KnownOption>();
  for (const file of texts.files) {
    const analysis = file.endsWith('.nix') ? texts.analysis(file) : undefined;
    if (analysis === undefined || !maySetOptions(file, analysis)) continue;
    const isWritten = writing?.file === file;
    const index = isWritten ? writtenBelow(analysis, own) : writtenOptions(analysis);
    for (const { name, written, isOfOthers } of namesIn(index, keys)) {
      if (isWritten && writing.name === name && isAlone(index, keys, name)) continue;
      found.set(name, joined(found.get(name), { name, written, file, isOfOthers }));
    }
  }
  return [...found.values()];
}

/** Whether a file may be a module, as far as its shape says. */
export function maySetOptions(file: FilePath, analysis: FileAnalysis): boolean {
  return !/(^|\/)flake\.nix$/.test(file) && !otherKinds.has(fileKind(file, analysis));
}

const otherKinds: ReadonlySet<string> = new Set(['flake', 'package', 'overlay', 'data']);

interface NamedHere {
  readonly name: string;
  readonly written: Written;
  readonly isOfOthers: boolean;
}

/** The names below the first of the paths, and below the others, which are for other names. */
function namesIn(index: WrittenOptions, keys: readonly string[]): NamedHere[] {
  const found: NamedHere[] = [];
  for (const [at, key] of keys.entries())
    for (const [name, written] of index.get(key) ?? [])
      found.push({ name, written, isOfOthers: at > 0 });
  return found;
}

/** Whether a file has the name in one place alone. */
function isAlone(index: WrittenOptions, [key = '']: readonly string[], name: string): boolean {
  return (index.get(key)?.get(name)?.count ?? 0) < 2;
}

type WrittenOptions = ReadonlyMap<string, ReadonlyMap<string, Written>>;

interface Written {
  count: number;
  declared: ExprId | undefined;
}

function joined(
  known: KnownOption | undefined,
  found: NamedHere & { readonly file: FilePath },
): KnownOption {
  const { name, written, file, isOfOthers } = found;
  const { count, declared } = written;
  return {
    name,
    count: (known?.count ?? 0) + count,
    declared: known?.declared ?? (declared === undefined ? undefined : { file, value: declared }),
    isOfOthers: (known?.isOfOthers ?? true) && isOfOthers,
  };
}

/** Deeper names than people set by hand are not told apart. */
const deepest = 12;

/** The names of one file, by the path above them and by that path with a star for one of its names. */
const writtenOptions = oncePer((analysis: FileAnalysis) => indexOf(analysis, () => true));

/** The same for the names below a path alone; quick for a file of which nothing else is asked. */
function writtenBelow(analysis: FileAnalysis, path: readonly string[]): WrittenOptions {
  return indexOf(analysis, (around) => {
    let others = 0;
    for (const [at, name] of path.entries()) if (name !== around[at] && name !== '*') others++;
    return around.length === path.length && others < 2;
  });
}

function indexOf(
  analysis: FileAnalysis,
  isWanted: (around: readonly string[]) => boolean,
): WrittenOptions {
  const index = new Map<string, Map<string, Written>>();
  for (const { kind, path, isLast, value } of definitionMentions(analysis)) {
    const own = withoutHome(path);
    const name = own.at(-1);
    if (name === undefined || own.length > deepest) continue;
    const around = own.slice(0, -1);
    if (!isWanted(around)) continue;
    const declared = kind === 'declaration' && isLast ? value : undefined;
    for (const each of [around, ...others(around)]) add(index, keyOf(each), { name, declared });
  }
  return index;
}

function add(
  index: Map<string, Map<string, Written>>,
  key: string,
  { name, declared }: { readonly name: string; readonly declared: ExprId | undefined },
): void {
  const names = index.get(key) ?? new Map<string, Written>();
  index.set(key, names);
  const written = names.get(name) ?? { count: 0, declared: undefined };
  written.count++;
  written.declared ??= declared;
  names.set(name, written);
}

/** The path with a star for one of its names, from the third on: `users.users.*`. */
function others(path: readonly string[]): string[][] {
  return path.flatMap((_, index) => (index < 2 ? [] : [[...path.with(index, '*')]]));
}

function keyOf(path: readonly string[]): string {
  return path.join('\0');
}

/** A path below the home of a user as modules of homes have it. */
function withoutHome(path: readonly string[]): readonly string[] {
  return path[0] === 'home-manager' && path[1] === 'users' ? path.slice(3) : path;
}
