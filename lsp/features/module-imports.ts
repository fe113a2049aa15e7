import type { FilePath, Location } from '#analyzer/diagnostic.ts';
import { filePath } from '#analyzer/evaluate/path-value.ts';
import { oncePer } from '#analyzer/once-per.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { literalImports, literalPaths } from '#analyzer/syntax/import-graph.ts';
import type { Span } from '#parser/span.ts';
import { factIndexOf } from './meaning/facts/fact-index.ts';
import { groupedBy } from './meaning/facts/grouped.ts';

/** A file that others import, or that imports others, with the places that do so. */
export interface ImportedFile {
  readonly file: FilePath;
  /** In the file that imports. */
  readonly places: readonly Span[];
}

/** What is known of a file as a part of machines. */
export interface ModuleUse {
  readonly importers: readonly ImportedFile[];
  readonly hosts: readonly string[];
  readonly classes: readonly string[];
}

interface AboutFile {
  readonly file: FilePath;
}

/** Who imports a file, and which machines reach it; `undefined` for what is no part of any and that nobody imports. */
export function moduleUse(snapshot: Snapshot, { file }: AboutFile): ModuleUse | undefined {
  const row = snapshot
    .facts()
    .table('module')
    .rows.find((module) => module.file === file);
  const importers = importersOf(snapshot, file);
  if (row === undefined && importers.length === 0) return undefined;
  return { importers, hosts: row?.hosts ?? [], classes: row?.classes ?? [] };
}

/** By paths that are written out, and by those that machines have worked out. */
function importersOf(snapshot: Snapshot, file: FilePath): readonly ImportedFile[] {
  const known = factIndexOf(snapshot.facts())
    .of({ kind: 'module', of: '', name: file })
    .filter((place) => place.file.endsWith('.nix'));
  return grouped([...known, ...(writtenIndex(snapshot).get(file) ?? [])]);
}

/** The places that lead to each file by paths that are written out. */
const writtenIndex = oncePer((snapshot: Snapshot) =>
  groupedBy(
    snapshot.files.flatMap((file) => writtenImports(snapshot, file)),
    ({ target }) => target,
  ),
);

/** The files that a file imports. */
export function importsOf(snapshot: Snapshot, { file }: AboutFile): readonly ImportedFile[] {
  const known = factIndexOf(snapshot.facts())
    .inFile(file)
    .flatMap(({ thing, span }) =>
      thing.kind === 'module' ? [{ file: filePath(thing.name), span }] : [],
    );
  const written = writtenImports(snapshot, file).map(({ target, span }) => ({
    file: target,
    span,
  }));
  return grouped([...known, ...written]);
}

interface WrittenImport extends Location {
  readonly target: FilePath;
}

function writtenImports(snapshot: Snapshot, file: FilePath): readonly WrittenImport[] {
  const analysis = file.endsWith('.nix') ? snapshot.analysis(file) : undefined;
  if (analysis === undefined) return [];
  const { tree, sourceMap } = analysis;
  return literalImports(file, literalPaths(analysis), snapshot.contents).flatMap(
    ({ expr, target, exists }) => {
      const row = sourceMap.nodes[expr] ?? 0;
      const span = { start: tree.start[row] ?? 0, end: tree.end[row] ?? 0 };
      return exists ? [{ file, span, target }] : [];
    },
  );
}

/** Files in their order by name, each place once. */
function grouped(places: readonly Location[]): readonly ImportedFile[] {
  const files = new Map<FilePath, Map<number, Span>>();
  for (const { file, span } of places) {
    const spans = files.get(file) ?? new Map<number, Span>();
    files.set(file, spans.set(span.start, span));
  }
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, spans]) => ({ file, places: [...spans.values()] }));
}
