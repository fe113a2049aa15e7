import type { FilePath } from '#analyzer/diagnostic.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { type OptionMention, optionMentions } from '#analyzer/options/mentions.ts';
import { type ExprId, exprOf } from '#analyzer/syntax/module.ts';
import { scopesOf } from '#analyzer/syntax/scope.ts';
import type { Span } from '#parser/span.ts';
import { Node, type NodeId } from '#parser/tree.ts';
import type { Meaning } from './meaning/at.ts';
import { atCursor } from './meaning/at-cursor.ts';
import { writtenAttribute } from './meaning/attribute-uses.ts';
import { declaredIn } from './meaning/declared.ts';
import { followsOf } from './meaning/flake-inputs.ts';
import { mentionsIn } from './meaning/mentions.ts';
import type { Name } from './meaning/name.ts';
import type { Names } from './meaning/names.ts';
import { inheritedNames, namesAt, relatedNames } from './meaning/related.ts';
import { variablesOfWith, withsWith } from './meaning/withs.ts';

/** A place of a file that is about the same as another one. */
export interface Highlight {
  readonly span: Span;
  /** A name is given where it is written. */
  readonly kind: 'written' | 'read';
}

/** Every place of a file that is about what stands at an offset, in the order of the text. */
export function highlightsAt(names: Names, file: FilePath, offset: number): readonly Highlight[] {
  const cursor = atCursor(names, file, offset);
  if (cursor === undefined) return [];
  const { analysis, meaning } = cursor;
  const found = new Map<number, Highlight>();
  for (const highlight of highlightsOf(names, { file, analysis }, meaning)) {
    const { start } = highlight.span;
    if (found.get(start)?.kind !== 'written') found.set(start, highlight);
  }
  return [...found.values()].sort((a, b) => a.span.start - b.span.start);
}

interface InFile {
  readonly file: FilePath;
  readonly analysis: FileAnalysis;
}

function highlightsOf(names: Names, at: InFile, meaning: Meaning): readonly Highlight[] {
  const { analysis, file } = at;
  if (meaning.kind === 'with') return withHighlights(analysis, meaning.expr);
  const about = highlightedNames(names, file, meaning);
  if (about.length === 0 && meaning.kind === 'variable')
    return unnamedHighlights(analysis, meaning);
  return [
    ...relatedNames(names, about).flatMap((name) => nameHighlights(names, at, name)),
    ...optionHighlights(analysis, meaning),
  ];
}

/** Where a file names the same option by its path, also where it defines it in one place and reads it in another. */
function optionHighlights(analysis: FileAnalysis, meaning: Meaning): Highlight[] {
  const { tree, sourceMap } = analysis;
  const nodesOf = ({ name, owner, path }: OptionMention): readonly NodeId[] => {
    if (owner !== undefined) return declaredIn(analysis).nodes(owner, path.at(-1) ?? '');
    return [writtenAttribute(tree, sourceMap.nodes[name] ?? 0)];
  };
  const mentions = optionMentions(analysis);
  const { text, isUse } = attributeOf(meaning) ?? {};
  const asked = mentions.find((mention) => {
    if (mention.path.at(-1) !== text || (mention.kind === 'use') !== isUse) return false;
    return nodesOf(mention).includes(meaning.node);
  });
  if (asked === undefined) return [];
  return mentions.flatMap((mention) => {
    const { kind, ofMachine, path } = mention;
    const isSame = ofMachine === asked.ofMachine && path.join('\0') === asked.path.join('\0');
    if (!isSame) return [];
    return nodesOf(mention).map((node) =>
      highlight(tree, node, kind === 'use' ? 'read' : 'written'),
    );
  });
}

/** The attribute that a place names, and whether it reads or gives it. */
function attributeOf(
  meaning: Meaning,
): { readonly text: string; readonly isUse: boolean } | undefined {
  if (meaning.kind === 'attribute') return { text: meaning.use.text, isUse: true };
  if (meaning.kind !== 'declaration') return undefined;
  const { text, inherited } = meaning;
  if (inherited?.kind === 'variable') return undefined;
  return { text, isUse: inherited !== undefined };
}

/** What is inherited is highlighted together with where it comes from. */
function highlightedNames(names: Names, file: FilePath, meaning: Meaning): readonly Name[] {
  const isInherited = meaning.kind === 'declaration' && meaning.inherited !== undefined;
  const inherited = isInherited ? inheritedNames(names, file, meaning.inherited) : [];
  return inherited.length > 0 ? inherited : namesAt(names, file, meaning);
}

function nameHighlights(names: Names, { file, analysis }: InFile, name: Name): Highlight[] {
  const { tree } = analysis;
  const own = name.file === file ? declaredIn(analysis).nodes(name.owner, name.text) : [];
  const follows = name.file === file ? followsOf(names, name) : [];
  return [
    ...own.map((node) => highlight(tree, node, 'written')),
    ...mentionsIn(names, name, file).map(({ node }) => highlight(tree, node, 'read')),
    ...follows.map(({ span }): Highlight => ({ span, kind: 'read' })),
  ];
}

function highlight(tree: Node['tree'], node: NodeId, kind: Highlight['kind']): Highlight {
  return { span: new Node(tree, node).span, kind };
}

function withHighlights(analysis: FileAnalysis, expr: ExprId): Highlight[] {
  const variables = variablesOfWith(analysis, expr);
  return [
    keyword(analysis, expr),
    ...variables.map((node) => highlight(analysis.tree, node, 'read')),
  ];
}

function keyword({ tree, sourceMap }: FileAnalysis, expr: ExprId): Highlight {
  const start = tree.start[sourceMap.nodes[expr] ?? 0] ?? 0;
  return { span: { start, end: start + 'with'.length }, kind: 'written' };
}

/** Builtins, and names that only `with` can give: the variables that mean the same. */
function unnamedHighlights(
  analysis: FileAnalysis,
  { text, referent }: Extract<Meaning, { kind: 'variable' }>,
): Highlight[] {
  const { module, sourceMap, tree } = analysis;
  if (referent.kind !== 'global' && referent.kind !== 'with') return [];
  const scopes = scopesOf(module);
  const sets = referent.kind === 'with' ? referent.sets : [];
  const variables = module.exprs.flatMap((_, index) => {
    const id = index as ExprId;
    const expr = exprOf(module, id);
    if (expr.kind !== 'variable' || expr.name !== text) return [];
    const other = scopes.referent(id);
    const others = other?.kind === 'with' ? other.sets : [];
    const isSame = other?.kind === referent.kind && others.join() === sets.join();
    return isSame ? [highlight(tree, (sourceMap.nodes[id] ?? 0) as NodeId, 'read')] : [];
  });
  return [...withsWith(analysis, sets).map((expr) => keyword(analysis, expr)), ...variables];
}
