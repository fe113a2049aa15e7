import type { FilePath } from '#analyzer/diagnostic.ts';
import { directoryOf, normalizePath } from '#analyzer/evaluate/path-value.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { optionPathOf } from '#analyzer/options/mentions.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { literalPaths } from '#analyzer/syntax/import-graph.ts';
import { type ExprId, exprOf, type Module } from '#analyzer/syntax/module.ts';
import { scopesOf } from '#analyzer/syntax/scope.ts';
import { attributeUsesIn } from '../meaning/attribute-uses.ts';
import type { MeantOption } from '../meaning/facts/meaning.ts';
import { fileAt } from '../meaning/paths.ts';

/**
 * A file that may read an option without saying its path: a function is given the
 * set that has the option, and takes an attribute of this name from what it is given.
 */
export function readerOfHandedOn(snapshot: Snapshot, { path }: MeantOption): FilePath | undefined {
  const last = path.at(-1) ?? '';
  const set = path.at(-2);
  for (const file of set === undefined ? [] : snapshot.files) {
    const analysis = nixWith(snapshot, file, set ?? '');
    if (analysis === undefined || !handsOn(analysis.module, path)) continue;
    const readers = [file, ...importedBy(snapshot, file, analysis)];
    const reader = readers.find((each) => {
      const read = nixWith(snapshot, each, last);
      return read !== undefined && takesFromParameter(read, last);
    });
    if (reader !== undefined) return reader;
  }
  return undefined;
}

function nixWith(snapshot: Snapshot, file: FilePath, text: string): FileAnalysis | undefined {
  if (!file.endsWith('.nix') || !snapshot.text(file)?.includes(text)) return undefined;
  return snapshot.analysis(file);
}

/** Whether a call is given a set that has the option, by itself or in a set that is written out. */
function handsOn(module: Module, path: readonly string[]): boolean {
  return module.exprs.some((expr) => {
    if (expr.kind !== 'apply') return false;
    const argument = exprOf(module, expr.argument);
    const given =
      argument.kind === 'attrs' ? argument.bindings.map(({ value }) => value) : [expr.argument];
    return given.some((id) => {
      const own = optionPathOf(module, id);
      const isAbove = own !== undefined && own.length > 0 && own.length < path.length;
      return isAbove && own.every((name, index) => name === path[index]);
    });
  });
}

function importedBy(
  snapshot: Snapshot,
  file: FilePath,
  analysis: FileAnalysis,
): readonly FilePath[] {
  return literalPaths(analysis).flatMap(({ text }) => {
    return fileAt(snapshot, normalizePath(`./${directoryOf(file)}/${text}`)) ?? [];
  });
}

/** Whether an attribute is taken from what a function is given, which no path of options begins with. */
function takesFromParameter(analysis: FileAnalysis, name: string): boolean {
  const { module } = analysis;
  return attributeUsesIn(analysis)
    .named(name)
    .some(({ from }) => optionPathOf(module, from) === undefined && isParameter(module, from));
}

function isParameter(module: Module, from: ExprId): boolean {
  let id = from;
  for (let expr = exprOf(module, id); expr.kind === 'select'; expr = exprOf(module, id))
    id = expr.from;
  const referent = scopesOf(module).referent(id);
  if (referent?.kind !== 'binder' || libraries.has(referent.binder.name)) return false;
  return referent.binder.kind === 'parameter' || referent.binder.kind === 'formal';
}

/** What functions are given as well, and what has names like those of options. */
const libraries: ReadonlySet<string> = new Set(['lib', 'pkgs']);
