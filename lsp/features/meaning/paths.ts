import type { FilePath } from '#analyzer/diagnostic.ts';
import { directoryOf, filePath, normalizePath } from '#analyzer/evaluate/path-value.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { oncePer } from '#analyzer/once-per.ts';
import { literalPaths } from '#analyzer/syntax/import-graph.ts';
import type { ExprId } from '#analyzer/syntax/module.ts';
import type { Texts } from '#lsp/folder.ts';
import type { ExprSite } from './name.ts';

/** The file that is read by a path: a directory stands for its `default.nix`. `undefined` where there is none. */
export function fileAt({ contents }: Texts, path: string): FilePath | undefined {
  const kind = contents.kind(filePath(path));
  if (kind === 'file') return filePath(path);
  if (kind !== 'directory') return undefined;
  const inside = filePath(path === '' ? 'default.nix' : `${path}/default.nix`);
  return contents.kind(inside) === 'file' ? inside : undefined;
}

/** The literal paths that lead to a Nix file. */
export function pathsTo(texts: Texts, target: FilePath): readonly ExprSite[] {
  const index = pathIndex(texts);
  const isDefault = target === 'default.nix' || target.endsWith('/default.nix');
  const paths = isDefault ? [target, directoryOf(target)] : [target];
  return paths.flatMap((path) =>
    [...(index.get(path) ?? [])].flatMap((file) => pathsIn(texts, file, path)),
  );
}

/** The files in which something is written that looks like one of these paths. */
export function filesNaming(
  texts: Texts,
  isMeant: (path: string) => boolean,
): ReadonlySet<FilePath> {
  const found = [...pathIndex(texts)].filter(([path]) => isMeant(path));
  return new Set(found.flatMap(([, files]) => [...files]));
}

/** The places of a file that name a path. */
function pathsIn(texts: Texts, file: FilePath, path: string): ExprSite[] {
  const analysis = texts.analysis(file);
  if (analysis === undefined) return [];
  return literalPaths(analysis).flatMap(({ expr, text }) =>
    pathFrom(file, text) === path ? [{ file, expr: expr as ExprId }] : [],
  );
}

/** The files in which something is written that looks like a path to another file, by those paths. */
const pathIndex = oncePer((texts: Texts): ReadonlyMap<string, ReadonlySet<FilePath>> => {
  const index = new Map<string, Set<FilePath>>();
  for (const file of texts.files) {
    const analysis = file.endsWith('.nix') ? texts.analysis(file) : undefined;
    for (const text of analysis === undefined ? [] : writtenPaths(analysis)) {
      const path = pathFrom(file, text);
      const files = index.get(path) ?? new Set();
      index.set(path, files.add(file));
    }
  }
  return index;
});

/** Whatever looks like a relative path in a text, which is not parsed for it. */
const writtenPaths = oncePer(
  ({ text }: FileAnalysis): readonly string[] =>
    text.match(/(?<![\w./+-])[\w.+-]*\/[\w./+-]*[\w.+-]/g) ?? [],
);

function pathFrom(file: FilePath, text: string): string {
  return normalizePath(`./${directoryOf(file)}/${text}`);
}
