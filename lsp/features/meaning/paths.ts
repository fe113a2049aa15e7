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

/** The closest flake that a file is part of. */
export function flakeAround({ contents }: Texts, file: FilePath): FilePath | undefined {
  let directory = directoryOf(file);
  while (true) {
    const flake = filePath(directory === '' ? 'flake.nix' : `${directory}/flake.nix`);
    if (contents.kind(flake) === 'file') return flake;
    if (directory === '') return undefined;
    directory = directoryOf(directory);
  }
}

/** The literal paths that lead to a Nix file. */
export function pathsTo(texts: Texts, target: FilePath): readonly ExprSite[] {
  const isDefault = target === 'default.nix' || target.endsWith('/default.nix');
  const paths = isDefault ? [target, directoryOf(target)] : [target];
  return paths.flatMap((path) =>
    filesNaming(texts, (named) => named.has(path)).flatMap((file) => pathsIn(texts, file, path)),
  );
}

/** The files that are meant, by whatever looks like a path to another file in them. */
export function filesNaming(
  texts: Texts,
  isMeant: (paths: ReadonlySet<string>) => boolean,
): readonly FilePath[] {
  return texts.files.filter((file) => {
    const analysis = file.endsWith('.nix') ? texts.analysis(file) : undefined;
    return analysis !== undefined && isMeant(pathsFrom(analysis, directoryOf(file)));
  });
}

/** The places of a file that name a path. */
function pathsIn(texts: Texts, file: FilePath, path: string): ExprSite[] {
  const analysis = texts.analysis(file);
  if (analysis === undefined) return [];
  return literalPaths(analysis).flatMap(({ expr, text }) =>
    pathBelow(directoryOf(file), text) === path ? [{ file, expr: expr as ExprId }] : [],
  );
}

/** Where whatever looks like a relative path in a text leads from a folder; the text is not parsed for it. */
function pathsFrom(analysis: FileAnalysis, folder: string): ReadonlySet<string> {
  const known = pathsByFolder(analysis);
  const written = (): string[] =>
    analysis.text.match(/(?<![\w./+-])[\w.+-]*\/[\w./+-]*[\w.+-]/g) ?? [];
  const paths = known.get(folder) ?? new Set(written().map((path) => pathBelow(folder, path)));
  known.set(folder, paths);
  return paths;
}

const pathsByFolder = oncePer((_: FileAnalysis) => new Map<string, ReadonlySet<string>>());

function pathBelow(folder: string, path: string): string {
  return normalizePath(`./${folder}/${path}`);
}
