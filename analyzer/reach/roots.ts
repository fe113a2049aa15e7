import type { FilePath } from '../diagnostic.ts';
import type { NixPaths } from './paths.ts';
import type { TextWords } from './texts.ts';
import type { Reach } from './walk.ts';

/** What people and tools give to Nix by name. */
const entries =
  /(^|\/)(flake|shell|hive|release|devenv|secrets|configuration|darwin-configuration)\.nix$/;

/** Folders of what is read by tests, by tools, or by those who copy it. */
const apart =
  /(^|\/)(\.[^/]+|ci|tests?|checks?|templates?|examples?|fixtures?|vendor|npins|nixpkgs)\//;

/** What a word may be made of. */
const tellable = /^[\w.@+~/-]+$/;

/** What the files of a workspace are reached from. */
export interface Beginnings {
  readonly files: readonly FilePath[];
  /** Files that machines are made of. */
  readonly machines: Iterable<FilePath>;
  readonly texts: readonly TextWords[];
  /** A link in the workspace, by which files have more names than their own. */
  readonly link: FilePath | undefined;
}

/** The files from which a walk begins: those of machines, those that Nix is given, and those that texts name. */
export function rootsOf(paths: NixPaths, from: Beginnings): ReadonlyMap<FilePath, Reach> {
  const roots = new Map<FilePath, Reach>();
  const maybe = (file: FilePath, why: string): void => {
    if (!roots.has(file)) roots.set(file, { kind: 'maybe', why });
  };
  for (const file of from.machines) roots.set(file, { kind: 'certain' });
  for (const file of from.files) {
    const why = reasonFor(file, from.link);
    if (/(^|\/)flake\.nix$/.test(file)) roots.set(file, { kind: 'certain' });
    else if (why !== undefined) maybe(file, why);
  }
  for (const { file, words } of from.texts) {
    for (const word of words) {
      for (const target of paths.anywhere(word)) maybe(target, `\`${file}\` names it`);
    }
  }
  return roots;
}

/** Why a file may be read whoever names it. */
function reasonFor(file: FilePath, link: FilePath | undefined): string | undefined {
  if (entries.test(file) || !file.includes('/')) return 'people give it to Nix by name';
  if (!tellable.test(file)) return 'its name cannot be told from other text';
  if (apart.test(file)) return 'lies in a folder for tests, tools or templates';
  return link === undefined ? undefined : `the link \`${link}\` may lead to it`;
}
