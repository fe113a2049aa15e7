import type { Span } from '#parser/span.ts';
import { Node, type NodeId } from '#parser/tree.ts';
import type { FilePath, Fix } from '../diagnostic.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import { fileKind } from '../syntax/file-kind.ts';
import { type FlakeOutputs, flakeOutputs } from '../syntax/flake-outputs.ts';
import { type ExprId, exprOf } from '../syntax/module.ts';
import { scopesOf } from '../syntax/scope.ts';
import type { UnusedName } from '../syntax/unused.ts';
import { hasComment, takeComments } from './comments.ts';
import type { Insertion } from './insertion.ts';
import { removableNames } from './removable-names.ts';
import { itemRemovals } from './removal.ts';

/** A pattern with names that its function does not use. */
export interface UnusedPattern {
  readonly names: readonly {
    readonly name: UnusedName;
    readonly at: Span;
    readonly goes: boolean;
  }[];
  readonly edits: readonly Insertion[];
  readonly safety: Fix['safety'];
}

/**
 * The unused names of every pattern of a file, apart from those that its `@` name
 * may be asked for: a pattern also says what callers have to give.
 *
 * Without `...`, callers that give a name would break when it went. The outputs of
 * a flake get a `...` in its place; what `callPackage` calls stays as it is.
 */
export function unusedPatterns(
  file: FilePath,
  analysis: FileAnalysis,
  unused: readonly UnusedName[],
): readonly UnusedPattern[] {
  const { module } = analysis;
  const kind = fileKind(file, analysis);
  const flake = kind === 'flake' ? flakeOutputs(module) : undefined;
  const byOwner = new Map<ExprId, UnusedName[]>();
  for (const name of unused) {
    const { kind: binder, owner } = name.binder;
    if (binder !== 'formal') continue;
    if (owner !== flake?.outputs && isAskedByName(analysis, owner)) continue;
    byOwner.set(owner, [...(byOwner.get(owner) ?? []), name]);
  }
  return [...byOwner].map(([owner, names]) => {
    const row = analysis.sourceMap.nodes[owner] ?? 0;
    const formals = new Node(analysis.tree, row as NodeId).child('formals');
    const ofFlake = owner === flake?.outputs ? flake : undefined;
    const isPackage = kind === 'package' && owner === module.root;
    return ofPattern(analysis, formals, { names, flake: ofFlake, isPackage });
  });
}

function isAskedByName({ module }: FileAnalysis, owner: ExprId): boolean {
  const lambda = exprOf(module, owner);
  if (lambda.kind !== 'lambda' || lambda.parameter === undefined) return false;
  const scopes = scopesOf(module);
  const parameter = scopes.binders.find(({ site }) => site === lambda.parameter);
  return parameter !== undefined && scopes.uses(parameter).length > 0;
}

interface Pattern {
  readonly names: readonly UnusedName[];
  readonly flake: FlakeOutputs | undefined;
  readonly isPackage: boolean;
}

function ofPattern(
  { tree, sourceMap }: FileAnalysis,
  formals: Node | undefined,
  { names, flake, isPackage }: Pattern,
): UnusedPattern {
  const items = [...(formals?.children() ?? [])].filter(({ kind }) => kind !== 'comment');
  const isOpen = items.some(({ kind }) => kind === 'ellipses');
  const nodeOf = ({ binder }: UnusedName): Node => {
    const at = new Node(tree, (sourceMap.nodes[binder.site] ?? 0) as NodeId);
    return at.parent?.kind === 'formal' ? at.parent : at;
  };
  const free = names.filter((name) => {
    if (hasComment(tree, nodeOf(name)) || (isPackage && !isOpen)) return false;
    return flake === undefined || isGiven(flake, name.binder.name);
  });
  const going = removableNames(free);
  const gone = new Set(
    names.filter(({ binder }) => going.has(binder)).map((name) => nodeOf(name).id),
  );
  const found = names.map((name) => {
    const [at] = nodeOf(name).children();
    return { name, at: at?.span ?? nodeOf(name).span, goes: going.has(name.binder) };
  });
  const ending = isOpen || flake === undefined ? 'as it is' : 'opened';
  const edits = formals && gone.size > 0 ? editsOf(formals, { items, gone, ending }) : [];
  return {
    names: found,
    edits: takeComments(tree, edits) ? [] : edits,
    safety: flake !== undefined || (isOpen && !asksForPatterns(tree.text)) ? 'safe' : 'unsafe',
  };
}

/** Whether code may ask what the patterns of its functions are, with `functionArgs` or what is made of it. */
function asksForPatterns(text: string): boolean {
  return /functionArgs/i.test(text);
}

/** A name that the flake declares no input for declares one itself. */
function isGiven({ inputs }: FlakeOutputs, name: string): boolean {
  return name === 'self' || inputs.has(name);
}

interface Parts {
  readonly items: readonly Node[];
  readonly gone: ReadonlySet<number>;
  readonly ending: 'as it is' | 'opened';
}

function editsOf(formals: Node, { items, gone, ending }: Parts): readonly Insertion[] {
  const { text } = formals.tree;
  const isGone = (index: number): boolean => gone.has(items[index]?.id ?? -1);
  const last = items.findLast((_, index) => !isGone(index));
  if (!last) return [{ span: formals.span, text: ending === 'opened' ? '{ ... }' : '{ }' }];
  const edits = itemRemovals(
    text,
    items.map(({ span }) => span),
    isGone,
  );
  if (ending === 'as it is') return edits;
  const end = items.at(-1)?.end ?? formals.end;
  const comma = /^\s*,/.exec(text.slice(end))?.[0].length;
  const at = comma === undefined ? last.end : end + comma;
  return [...edits, { span: { start: at, end: at }, text: comma === undefined ? ', ...' : ' ...' }];
}
