import type { FilePath } from '#analyzer/diagnostic.ts';
import { directoryOf, normalizePath } from '#analyzer/evaluate/path-value.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { type ExprId, exprOf } from '#analyzer/syntax/module.ts';
import type { Span } from '#parser/span.ts';
import { Node, type NodeId } from '#parser/tree.ts';
import type { Meaning } from './meaning/at.ts';
import { atCursor } from './meaning/at-cursor.ts';
import { declaredIn } from './meaning/declared.ts';
import { followsOf } from './meaning/flake-inputs.ts';
import { type Name, sameName } from './meaning/name.ts';
import type { Names } from './meaning/names.ts';
import { fileAt, pathsTo } from './meaning/paths.ts';
import { namesAt, relatedNames } from './meaning/related.ts';
import { variablesOfWith } from './meaning/withs.ts';

/** A place that refers to something. */
export interface Reference {
  readonly file: FilePath;
  readonly span: Span;
  /** Whether the place gives the name that was asked about. */
  readonly isDeclaration: boolean;
}

/** Every place of the workspace that refers to what stands at an offset of a file, sorted. */
export function referencesAt(names: Names, file: FilePath, offset: number): readonly Reference[] {
  const cursor = atCursor(names, file, offset);
  if (cursor === undefined) return [];
  const { analysis, meaning } = cursor;
  const found = new Map<string, Reference>();
  for (const reference of referencesOf(names, { file, analysis }, meaning)) {
    const key = `${reference.span.start} ${reference.file}`;
    // What inherits a name gives it and mentions it as well.
    if (found.get(key)?.isDeclaration ?? true) found.set(key, reference);
  }
  return [...found.values()].sort((a, b) => compare(a.file, b.file) || a.span.start - b.span.start);
}

function referencesOf(
  names: Names,
  { file, analysis }: { readonly file: FilePath; readonly analysis: FileAnalysis },
  meaning: Meaning,
): readonly Reference[] {
  if (meaning.kind === 'path') return pathReferences(names, file, meaning.expr);
  if (meaning.kind === 'with')
    return variablesOfWith(analysis, meaning.expr).map((node) => referenceTo(names, file, node));
  const asked = namesAt(names, file, meaning);
  return relatedNames(names, asked).flatMap((name) => {
    const isDeclaration = asked.some((each) => sameName(each, name));
    return referencesToName(names, name, isDeclaration ? 'declared' : 'given');
  });
}

function referencesToName(
  names: Names,
  name: Name,
  as: 'declared' | 'given',
): readonly Reference[] {
  const { file, owner, text } = name;
  const analysis = names.analysis(file);
  const own = analysis === undefined ? [] : declaredIn(analysis).nodes(owner, text);
  const isDeclaration = as === 'declared';
  return [
    ...names.mentions(name).map((mention) => referenceTo(names, mention.file, mention.node)),
    ...followsOf(names, name).map(({ span }) => ({ file, span, isDeclaration: false })),
    ...own.map((node) => ({ ...referenceTo(names, file, node), isDeclaration })),
  ];
}

function referenceTo(names: Names, file: FilePath, node: NodeId): Reference {
  const tree = names.analysis(file)?.tree;
  const span = tree === undefined ? { start: 0, end: 0 } : new Node(tree, node).span;
  return { file, span, isDeclaration: false };
}

/** The paths that lead to the same file. */
function pathReferences(names: Names, file: FilePath, expr: ExprId): Reference[] {
  const path = exprOf(names.module(file), expr);
  if (path.kind !== 'path' || path.root !== 'relative' || path.parts.length !== 1) return [];
  const target = fileAt(names.texts, normalizePath(`./${directoryOf(file)}/${path.parts[0]}`));
  if (target === undefined) return [];
  return pathsTo(names.texts, target).map((site) => {
    const node = names.analysis(site.file)?.sourceMap.nodes[site.expr] ?? 0;
    return referenceTo(names, site.file, node as NodeId);
  });
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
