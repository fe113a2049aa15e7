import type { FilePath } from '#analyzer/diagnostic.ts';
import { directoryOf, normalizePath } from '#analyzer/evaluate/path-value.ts';
import { type ExprId, exprOf } from '#analyzer/syntax/module.ts';
import type { Referent } from '#analyzer/syntax/scope.ts';
import type { Span } from '#parser/span.ts';
import { Node, type NodeId } from '#parser/tree.ts';
import type { Meaning } from './meaning/at.ts';
import { atCursor } from './meaning/at-cursor.ts';
import { declaredIn } from './meaning/declared.ts';
import { inputNamedAt, localInputAt } from './meaning/flake-inputs.ts';
import { namesFromWith, usedNames } from './meaning/mentions.ts';
import type { Name } from './meaning/name.ts';
import type { Names } from './meaning/names.ts';
import { givenAs, parametersFor } from './meaning/passed.ts';
import { fileAt } from './meaning/paths.ts';
import { withsWith } from './meaning/withs.ts';

/** A place to go to. */
export interface Goal {
  readonly file: FilePath;
  /** The name itself. */
  readonly span: Span;
  /** What it names as well. */
  readonly whole: Span;
}

/** Where what stands at one place comes from. */
export interface Definition {
  readonly span: Span;
  readonly goals: readonly Goal[];
}

/** Where what stands at an offset of a file comes from; `undefined` where texts do not tell. */
export function definitionAt(names: Names, file: FilePath, offset: number): Definition | undefined {
  const found = atCursor(names, file, offset);
  if (found === undefined) return undefined;
  const { analysis, meaning } = found;
  const goals = goalsOf(names, file, meaning);
  if (goals.length === 0) return undefined;
  return { span: new Node(analysis.tree, meaning.node).span, goals };
}

function goalsOf(names: Names, file: FilePath, meaning: Meaning): readonly Goal[] {
  switch (meaning.kind) {
    case 'variable':
      return referentGoals(names, file, meaning);
    case 'attribute':
      return usedNames(names, file, meaning.use).flatMap((name) => goalsOfName(names, name));
    case 'declaration':
      return declarationGoals(names, file, meaning);
    case 'path':
      return pathGoals(names, file, meaning.expr);
    case 'string':
      return stringGoals(names, file, meaning.node);
    case 'with':
      return [];
  }
}

function referentGoals(
  names: Names,
  file: FilePath,
  { expr, referent }: { readonly expr: ExprId; readonly referent: Referent },
): readonly Goal[] {
  switch (referent.kind) {
    case 'binder': {
      const { owner, name: text } = referent.binder;
      return goalsOfName(names, { file, owner, text });
    }
    case 'with': {
      const found = namesFromWith(names, file, expr).flatMap((name) => goalsOfName(names, name));
      return found.length > 0 ? found : withGoals(names, file, referent.sets);
    }
    case 'global':
    case 'unresolved':
      return [];
  }
}

/** The keywords of the `with`s that a name may come from. */
function withGoals(names: Names, file: FilePath, sets: readonly ExprId[]): Goal[] {
  const analysis = names.analysis(file);
  if (analysis === undefined) return [];
  return withsWith(analysis, sets).map((expr) => {
    const row = (analysis.sourceMap.nodes[expr] ?? 0) as NodeId;
    const { start, end } = new Node(analysis.tree, row);
    return { file, span: { start, end: start + 'with'.length }, whole: { start, end } };
  });
}

/** An inherited name comes from where it is inherited, and a parameter from those who give it. */
function declarationGoals(
  names: Names,
  file: FilePath,
  meaning: Extract<Meaning, { kind: 'declaration' }>,
): readonly Goal[] {
  const { owner, text, inherited } = meaning;
  const name = { file, owner, text };
  if (inherited?.kind === 'variable') {
    const goals = referentGoals(names, file, inherited);
    if (goals.length > 0) return goals;
  }
  const others =
    inherited?.kind === 'attribute'
      ? usedNames(names, file, inherited.use)
      : [...givenAs(names, name), ...parametersFor(names, name)];
  const goals = others.flatMap((other) => goalsOfName(names, other));
  return goals.length > 0 ? goals : goalsOfName(names, name);
}

/** Every place that gives a name. */
function goalsOfName(names: Names, { file, owner, text }: Name): Goal[] {
  const analysis = names.analysis(file);
  if (analysis === undefined) return [];
  return declaredIn(analysis)
    .nodes(owner, text)
    .map((id) => {
      const node = new Node(analysis.tree, id);
      return { file, span: node.span, whole: wholeOf(node).span };
    });
}

function wholeOf(node: Node): Node {
  const { parent } = node;
  if (parent?.kind === 'formal') return parent;
  return (parent?.kind === 'attrpath' ? parent.parent : undefined) ?? node;
}

function pathGoals(names: Names, file: FilePath, expr: ExprId): Goal[] {
  const path = exprOf(names.module(file), expr);
  if (path.kind !== 'path' || path.root !== 'relative' || path.parts.length !== 1) return [];
  return fileGoals(names, normalizePath(`./${directoryOf(file)}/${path.parts[0]}`));
}

function fileGoals({ texts }: Names, path: string): Goal[] {
  const file = fileAt(texts, path);
  const span = { start: 0, end: 0 };
  return file === undefined ? [] : [{ file, span, whole: span }];
}

function stringGoals(names: Names, file: FilePath, node: NodeId): Goal[] {
  const input = inputNamedAt(names, file, node);
  if (input !== undefined) return goalsOfName(names, input);
  const flake = localInputAt(names, file, node);
  return flake === undefined ? [] : fileGoals(names, flake);
}
