import type { FilePath } from '../diagnostic.ts';
import { directoryOf, filePath, normalizePath } from '../evaluate/path-value.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import { oncePer } from '../once-per.ts';
import { type Named, namedIn } from './named.ts';
import { hole } from './words.ts';

/** What a name stands for. */
export interface Meant {
  readonly files: readonly FilePath[];
  /** Whether nothing else can be meant. */
  readonly isCertain: boolean;
}

/** The Nix files of a workspace by what names them; the same as long as no file comes or goes. */
export const nixPathsOf = oncePer((files: readonly FilePath[]) => new NixPaths(files));

/** What names lead to, among so many files. */
export class NixPaths {
  readonly #files: readonly FilePath[];
  readonly #known: ReadonlySet<string>;
  readonly #folders = new Map<string, string[]>();
  readonly #names = new Map<string, FilePath[]>();
  readonly #meant = new Map<string, readonly FilePath[]>();
  readonly #certain = oncePer((_: FileAnalysis) => new Map<FilePath, readonly FilePath[]>());

  constructor(files: readonly FilePath[]) {
    this.#files = files;
    this.#known = new Set(files);
    const folders = new Set<string>();
    for (const file of files) {
      add(this.#names, lastOf(file), file);
      for (let folder = directoryOf(file); folder !== ''; folder = directoryOf(folder))
        folders.add(folder);
    }
    for (const folder of folders) add(this.#folders, lastOf(folder), folder);
  }

  /** The files that a file means by a name. */
  meant(file: FilePath, { from, text, folder }: Named): Meant {
    if (from === 'here') return this.#fromHere(directoryOf(file), text, folder);
    return { files: this.anywhere(text), isCertain: false };
  }

  /** The files that a file names by paths that can mean nothing else. */
  certainlyNamed(file: FilePath, code: FileAnalysis): readonly FilePath[] {
    const byFile = this.#certain(code);
    const known = byFile.get(file) ?? this.#certainIn(file, code);
    byFile.set(file, known);
    return known;
  }

  #certainIn(file: FilePath, code: FileAnalysis): readonly FilePath[] {
    return namedIn(code).flatMap((named) => {
      if (named.from === 'anywhere') return [];
      const { files, isCertain } = this.meant(file, named);
      return isCertain ? files : [];
    });
  }

  /** The files that a path may mean whose beginning is not known. */
  anywhere(text: string): readonly FilePath[] {
    const known = this.#meant.get(text) ?? this.#find(text);
    this.#meant.set(text, known);
    return known;
  }

  #fromHere(folder: string, text: string, as: Named['folder']): Meant {
    const path = normalizePath(`./${folder}/${text}`);
    if (path === '..' || path.startsWith('../')) return { files: [], isCertain: true };
    if (path.includes(hole)) return { files: this.#matching(path, ''), isCertain: false };
    if (this.#known.has(path)) return { files: [filePath(path)], isCertain: true };
    const inside = filePath(path === '' ? 'default.nix' : `${path}/default.nix`);
    if (as === 'default' && this.#known.has(inside)) return { files: [inside], isCertain: true };
    return { files: this.below(path), isCertain: false };
  }

  #find(text: string): readonly FilePath[] {
    const path = normalizePath(text).replace(/^(\uFFFC*\/|\.\.\/|~\/)+/, '');
    if (path === '') return [];
    if (path.includes(hole)) return this.#matching(path, '(.*/)?');
    const name = lastOf(path);
    const files = (this.#names.get(name) ?? []).filter(
      (file) => endsWith(file, path) || endsWith(path, file),
    );
    const folders = (this.#folders.get(name) ?? []).filter((folder) => endsWith(folder, path));
    return [...files, ...folders.flatMap((folder) => this.below(folder))];
  }

  /** The files in a folder and those below it. */
  below(folder: string): readonly FilePath[] {
    return folder === '' ? this.#files : this.#files.filter((f) => f.startsWith(`${folder}/`));
  }

  #matching(path: string, before: string): readonly FilePath[] {
    const parts = path.split(/\uFFFC+/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const pattern = new RegExp(`^${before}${parts.join('.*')}(/|$)`);
    return this.#files.filter((file) => pattern.test(file));
  }
}

function endsWith(path: string, end: string): boolean {
  return path === end || path.endsWith(`/${end}`);
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function add<Value>(to: Map<string, Value[]>, key: string, value: Value): void {
  const values = to.get(key) ?? [];
  to.set(key, values);
  values.push(value);
}
