import type { Span } from '#parser/span.ts';
import { Node, type NodeId, type Tree } from '#parser/tree.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import { bindingPath } from '../syntax/option-path.ts';
import type { UnusedName } from '../syntax/unused.ts';
import { commentsWithin, hasComment, takeComments } from './comments.ts';
import type { Insertion } from './insertion.ts';
import { removableNames } from './removable-names.ts';
import { itemRemovals, removal } from './removal.ts';
import { inOf, statementsOf } from './statements.ts';
import { replacement } from './tokens.ts';

/** A `let` with names that nothing uses. */
export interface UnusedBindings {
  readonly declarations: readonly UnusedDeclaration[];
  /** Take out all declarations that can go without changing anything else. */
  readonly edits: readonly Insertion[];
}

/** One place that gives an unused name its value, or a part of it. */
export interface UnusedDeclaration {
  readonly name: UnusedName;
  /** The name itself. */
  readonly at: Span;
  /** The binding, or the name in an `inherit`. */
  readonly node: Node;
  /** Whether the edits take it out. */
  readonly goes: boolean;
}

/**
 * The unused names of every `let` of a file. A name stays where a comment speaks
 * of it, and where something that stays mentions it.
 */
export function unusedBindings(
  analysis: FileAnalysis,
  unused: readonly UnusedName[],
): readonly UnusedBindings[] {
  const byOwner = new Map<number, UnusedName[]>();
  for (const name of unused) {
    if (name.binder.kind !== 'let') continue;
    const known = byOwner.get(name.binder.owner) ?? [];
    byOwner.set(name.binder.owner, [...known, name]);
  }
  return [...byOwner].map(([owner, names]) => {
    const node = new Node(analysis.tree, (analysis.sourceMap.nodes[owner] ?? 0) as NodeId);
    return ofLet(node, names);
  });
}

function ofLet(node: Node, names: readonly UnusedName[]): UnusedBindings {
  const declared = declarationsOf(node);
  const found = names.flatMap((name) => {
    return (declared.get(name.binder.name) ?? []).map((place) => ({ name, ...place }));
  });
  const free = names.filter(({ binder }) => {
    return (declared.get(binder.name) ?? []).every(
      ({ node: each }) => !hasComment(node.tree, each),
    );
  });
  const going = removableNames(free);
  const declarations = found
    .map((place) => ({ ...place, goes: going.has(place.name.binder) }))
    .toSorted((a, b) => a.at.start - b.at.start);
  const gone = new Set(declarations.filter(({ goes }) => goes).map(({ node: { id } }) => id));
  const edits = gone.size === 0 ? [] : editsOf(node, gone);
  return { declarations, edits: takeComments(node.tree, edits) ? [] : edits };
}

interface Place {
  readonly at: Span;
  readonly node: Node;
}

/** The places of a `let` that give names their values, by name. */
function declarationsOf(letNode: Node): ReadonlyMap<string, readonly Place[]> {
  const places = new Map<string, Place[]>();
  const add = (name: string | undefined, place: Place): void => {
    if (name !== undefined) places.set(name, [...(places.get(name) ?? []), place]);
  };
  for (const node of statementsOf(letNode)) {
    if (node.kind === 'binding') {
      const first = node.child('attrpath')?.child('attr');
      if (first) add(bindingPath(node)[0], { at: first.span, node });
    } else {
      for (const name of inheritedNames(node)) add(plainText(name), { at: name.span, node: name });
    }
  }
  return places;
}

function inheritedNames(statement: Node): readonly Node[] {
  const names = statement.child('attrs');
  return names ? [...names.children()].filter(({ field }) => field === 'attr') : [];
}

function plainText({ kind, text }: Node): string {
  return kind === 'identifier' ? text : text.slice(1, -1);
}

function editsOf(letNode: Node, gone: ReadonlySet<number>): readonly Insertion[] {
  const { tree } = letNode;
  const statements = statementsOf(letNode);
  const isGone = (statement: Node): boolean => {
    const names = statement.kind === 'binding' ? [statement] : inheritedNames(statement);
    return names.length > 0 && names.every(({ id }) => gone.has(id));
  };
  const body = letNode.child('body');
  if (!body) return [];
  const head = { start: letNode.start, end: body.start };
  if (statements.every(isGone) && commentsWithin(tree, head).length === 0)
    return [replacement(tree.text, head, '')];
  const inside = { start: letNode.start + 'let'.length, end: inOf(letNode) };
  const whole = runsOf(tree, statements, isGone).map((run) => removal(tree.text, run, inside));
  const parts = statements.filter((each) => each.kind !== 'binding' && !isGone(each));
  return [
    ...whole,
    ...parts.flatMap((statement) => {
      const names = inheritedNames(statement);
      const spans = names.map(({ span }) => span);
      return itemRemovals(tree.text, spans, (index) => gone.has(names[index]?.id ?? -1));
    }),
  ];
}

/** The statements that go, joined where nothing stands between them. */
function runsOf(
  { text }: Tree,
  statements: readonly Node[],
  isGone: (statement: Node) => boolean,
): readonly Span[] {
  const runs: Span[] = [];
  for (const statement of statements) {
    if (!isGone(statement)) continue;
    const before = runs.at(-1);
    const isNext = before && text.slice(before.end, statement.start).trim() === '';
    if (isNext) runs.pop();
    runs.push({ start: isNext ? before.start : statement.start, end: statement.end });
  }
  return runs;
}
