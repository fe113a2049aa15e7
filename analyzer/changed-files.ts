import type { FilePath } from './diagnostic.ts';
import { directoryOf, filePath } from './evaluate/path-value.ts';
import type { FileContent, FileKind, Files, Listed } from './files.ts';

/**
 * Files with some of them changed. What has a content is there, what is
 * `absent` is not, and directories come and go with the files in them.
 */
export function changedFiles(files: Files, changes: ReadonlyMap<FilePath, FileContent>): Files {
  return changes.size === 0 ? files : new ChangedFiles(files, changes);
}

class ChangedFiles implements Files {
  readonly #before: Files;
  readonly #changes: ReadonlyMap<FilePath, FileContent>;
  readonly #touched: ReadonlyMap<FilePath, ReadonlySet<string>>;

  constructor(before: Files, changes: ReadonlyMap<FilePath, FileContent>) {
    this.#before = before;
    this.#changes = changes;
    this.#touched = touchedDirectories(changes);
  }

  read(file: FilePath): FileContent {
    return this.#changes.get(file) ?? this.#before.read(file);
  }

  list(directory: FilePath): readonly Listed[] | undefined {
    const touched = this.#touched.get(directory);
    const before = this.#before.list(directory);
    if (!touched) return before;
    const kinds = new Map(before?.map(({ name, kind }) => [name, kind]));
    for (const name of touched) {
      const kind = this.kind(filePath(directory === '' ? name : `${directory}/${name}`));
      if (kind === undefined) kinds.delete(name);
      // A link to a file stays a link when what it leads to is changed.
      else if (kind !== 'file' || kinds.get(name) !== 'other') kinds.set(name, kind);
    }
    if (kinds.size === 0 && directory !== '') return undefined;
    return [...kinds].map(([name, kind]) => ({ name, kind })).sort(byName);
  }

  kind(path: FilePath): FileKind | undefined {
    const own = this.#changes.get(path);
    if (own && own.kind !== 'absent') return 'file';
    if (this.#touched.has(path)) return this.list(path) && 'directory';
    return own ? undefined : this.#before.kind(path);
  }
}

/** The names in each directory that a change may have brought or taken. */
function touchedDirectories(
  changes: ReadonlyMap<FilePath, FileContent>,
): ReadonlyMap<FilePath, ReadonlySet<string>> {
  const touched = new Map<FilePath, Set<string>>();
  for (const file of changes.keys()) {
    for (let path: string = file; path !== ''; path = directoryOf(path)) {
      const directory = filePath(directoryOf(path));
      const names = touched.get(directory) ?? new Set();
      touched.set(directory, names.add(path.slice(directory === '' ? 0 : directory.length + 1)));
    }
  }
  return touched;
}

function byName(a: Listed, b: Listed): number {
  return a.name < b.name ? -1 : 1;
}
