import type { FilePath } from '../diagnostic.ts';
import { directoryOf, filePath, normalizePath } from '../evaluate/path-value.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import type { Files } from '../files.ts';
import { oncePer } from '../once-per.ts';
import { type Expr, exprOf, type Module } from './module.ts';

/** One place of a file that names another by a literal path. */
export interface LiteralImport {
  /** The expression of the path. */
  readonly expr: number;
  /** The file that is read: a directory stands for its `default.nix`. */
  readonly target: FilePath;
  readonly exists: boolean;
  /** Given to `import`, so that the file is certainly evaluated. */
  readonly direct: boolean;
}

/**
 * The Nix files and directories that a file names by literal paths, in the
 * order of its expressions. Paths that lead out of the workspace, and paths to
 * anything that is neither a Nix file nor a directory, are left out.
 */
export function literalImports(
  file: FilePath,
  paths: readonly LiteralPath[],
  files: Files,
): LiteralImport[] {
  const meant = meantBy(paths, file);
  return paths.flatMap(({ expr, direct }, index) => {
    const path = meant[index];
    const target = path === undefined ? undefined : importTarget(path, files);
    if (target === undefined) return [];
    return [{ expr, target, exists: files.kind(target) === 'file', direct }];
  });
}

/** What paths mean in a file is the same for every machine that has it. */
const meantByFile = oncePer(
  (_: readonly LiteralPath[]) => new Map<FilePath, readonly (string | undefined)[]>(),
);

function meantBy(paths: readonly LiteralPath[], file: FilePath): readonly (string | undefined)[] {
  const known = meantByFile(paths);
  const meant = known.get(file) ?? paths.map(({ text }) => pathFrom(file, text));
  known.set(file, meant);
  return meant;
}

interface LiteralPath {
  readonly expr: number;
  readonly text: string;
  readonly direct: boolean;
}

/** The relative paths that a text has, whatever file it is of. */
export const literalPaths = oncePer(({ module }: FileAnalysis): readonly LiteralPath[] => {
  const direct = new Set<number>();
  for (const expr of module.exprs)
    if (expr.kind === 'apply' && isImport(module, expr)) direct.add(expr.argument);
  const found: LiteralPath[] = [];
  module.exprs.forEach((expr, id) => {
    if (expr.kind !== 'path' || expr.root !== 'relative' || expr.parts.length !== 1) return;
    const [text] = expr.parts;
    if (typeof text === 'string') found.push({ expr: id, text, direct: direct.has(id) });
  });
  return found;
});

/** Every file that can be reached from these along `import` of literal paths, themselves included. */
export function reachableFiles(
  roots: Iterable<FilePath>,
  importsOf: (file: FilePath) => readonly LiteralImport[],
): ReadonlySet<FilePath> {
  const reached = new Set(roots);
  for (const file of reached) {
    for (const { target, exists, direct } of importsOf(file)) {
      if (exists && direct) reached.add(target);
    }
  }
  return reached;
}

/** Whether a call is `import` of a path. */
function isImport(module: Module, call: Extract<Expr, { kind: 'apply' }>): boolean {
  const fn = exprOf(module, call.function);
  const isNamed = fn.kind === 'variable' && fn.name === 'import';
  return isNamed && exprOf(module, call.argument).kind === 'path';
}

function pathFrom(file: FilePath, text: string): string | undefined {
  const path = normalizePath(`./${directoryOf(file)}/${text}`);
  return path === '..' || path.startsWith('../') ? undefined : path;
}

function importTarget(path: string, files: Files): FilePath | undefined {
  if (path.endsWith('.nix')) return filePath(path);
  if (files.kind(filePath(path)) !== 'directory') return undefined;
  return filePath(path === '' ? 'default.nix' : `${path}/default.nix`);
}
