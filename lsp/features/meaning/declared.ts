import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { oncePer } from '#analyzer/once-per.ts';
import { childIn, childrenIn } from '#analyzer/syntax/lowering.ts';
import { type ExprId, exprOf, literalText, type Module } from '#analyzer/syntax/module.ts';
import { literalString } from '#analyzer/syntax/option-path.ts';
import { Field, Kind } from '#parser/kinds.ts';
import { Node, type NodeId, type Tree } from '#parser/tree.ts';

/** A name without its file. */
interface Owned {
  readonly owner: ExprId;
  readonly text: string;
}

/** The places of a file that give names. */
export interface Declared {
  /** What is named by a node: an identifier, or a name with its quotes. */
  at(node: NodeId): Owned | undefined;
  /** Every node that gives the name, in the order of the text. */
  nodes(owner: ExprId, text: string): readonly NodeId[];
  /** The texts of all names. */
  readonly texts: ReadonlySet<string>;
}

/** Finds the places of a file that give names; all of them where paths of attributes are merged. */
export const declaredIn = oncePer((analysis: FileAnalysis): Declared => {
  const found = nothing();
  addParameters(found, analysis);
  addBindings(found, analysis);
  return {
    at: (node) => found.owned.get(node),
    nodes: (owner, text) => found.nodes.get(owner)?.get(text) ?? [],
    texts: found.texts,
  };
});

/** The set or the `let` that a name of a binding belongs to, found without looking at other bindings. */
export function ownerOfName(analysis: FileAnalysis, name: NodeId): ExprId | undefined {
  const { tree } = analysis;
  const found = nothing();
  const owners = ownersOf(analysis);
  for (const { binding, set } of bindingsAround(tree, name)) {
    const owner = owners.get(set);
    if (owner !== undefined) addBinding(found, { analysis, owners }, { binding, owner });
  }
  return found.owned.get(name)?.owner;
}

interface PlacedBinding {
  readonly binding: NodeId;
  /** What it stands in. */
  readonly set: number;
}

/** The bindings that a name is in, the outermost first. */
function bindingsAround({ kind, parent }: Tree, name: NodeId): readonly PlacedBinding[] {
  const found: PlacedBinding[] = [];
  let outer = parent[name] ?? 0;
  for (let row: number = name; row > 0; row = outer) {
    outer = parent[row] ?? 0;
    if (kind[outer] === Kind.binding_set)
      found.unshift({ binding: row as NodeId, set: parent[outer] ?? 0 });
  }
  return found;
}

function nothing(): Found {
  return { owned: new Map(), nodes: new Map(), texts: new Set() };
}

interface Found {
  readonly owned: Map<NodeId, Owned>;
  readonly nodes: Map<ExprId, Map<string, NodeId[]>>;
  readonly texts: Set<string>;
}

function add({ owned, nodes, texts }: Found, node: NodeId, name: Owned): void {
  owned.set(node, name);
  texts.add(name.text);
  const own = nodes.get(name.owner) ?? new Map<string, NodeId[]>();
  nodes.set(name.owner, own);
  const places = own.get(name.text);
  if (places === undefined) own.set(name.text, [node]);
  else places.push(node);
}

function addParameters(found: Found, { module, sourceMap }: FileAnalysis): void {
  module.exprs.forEach((expr, id) => {
    if (expr.kind !== 'lambda') return;
    const formals = (expr.formals?.formals ?? []).map(({ name }) => name);
    const sites = expr.parameter === undefined ? formals : [expr.parameter, ...formals];
    for (const site of sites) {
      const text = literalText(module, site);
      const node = sourceMap.nodes[site];
      if (text !== undefined && node !== undefined)
        add(found, node as NodeId, { owner: id as ExprId, text });
    }
  });
}

/** Rows come before those below them, so that the owner of a set in a set is known in time. */
function addBindings(found: Found, analysis: FileAnalysis): void {
  const { tree } = analysis;
  const owners = ownersOf(analysis);
  for (let row = 0; row < tree.size; row++) {
    if (tree.kind[row] !== Kind.binding_set) continue;
    const owner = owners.get(tree.parent[row] ?? 0);
    if (owner === undefined) continue;
    for (const binding of childrenIn(tree, row, Field.binding))
      addBinding(found, { analysis, owners }, { binding, owner });
  }
}

/** Sets and `let`s by their rows. */
function ownersOf({ module, sourceMap, tree }: FileAnalysis): Map<number, ExprId> {
  const owners = new Map<number, ExprId>();
  module.exprs.forEach((expr, id) => {
    const row = sourceMap.nodes[id] ?? 0;
    const isWritten = setKinds.has(tree.kind[row] ?? 0);
    if (isWritten && (expr.kind === 'attrs' || expr.kind === 'let')) owners.set(row, id as ExprId);
  });
  return owners;
}

const setKinds: ReadonlySet<number> = new Set([
  Kind.attrset_expression,
  Kind.rec_attrset_expression,
  Kind.let_attrset_expression,
  Kind.let_expression,
]);

function addBinding(
  found: Found,
  { analysis, owners }: { readonly analysis: FileAnalysis; readonly owners: Map<number, ExprId> },
  { binding, owner }: { readonly binding: NodeId; readonly owner: ExprId },
): void {
  const { tree, module } = analysis;
  if (tree.kind[binding] !== Kind.binding) {
    for (const node of childrenIn(tree, childIn(tree, binding, Field.attrs), Field.attr)) {
      const text = attributeText(tree, node);
      if (text !== undefined) add(found, node, { owner, text });
    }
    return;
  }
  let inside: ExprId | undefined = owner;
  for (const node of childrenIn(tree, childIn(tree, binding, Field.attrpath), Field.attr)) {
    const text = attributeText(tree, node);
    if (inside === undefined || text === undefined) return;
    add(found, node, { owner: inside, text });
    inside = valueIn(module, inside, text);
  }
  const set = writtenSet(tree, childIn(tree, binding, Field.expression));
  if (inside === undefined || owners.has(set)) return;
  if (exprOf(module, inside).kind === 'attrs') owners.set(set, inside);
}

/** What a name of a set or a `let` stands for. */
export function valueIn(module: Module, owner: ExprId, text: string): ExprId | undefined {
  return valuesIn(module, owner).get(text);
}

/** What the names of a set or a `let` stand for. */
export function valuesIn(module: Module, owner: ExprId): ReadonlyMap<string, ExprId> {
  const known = valuesByOwner(module);
  const found = known.get(owner) ?? bindingValues(module, owner);
  known.set(owner, found);
  return found;
}

const valuesByOwner = oncePer((_: Module) => new Map<ExprId, ReadonlyMap<string, ExprId>>());

function bindingValues(module: Module, owner: ExprId): ReadonlyMap<string, ExprId> {
  const expr = exprOf(module, owner);
  const values = new Map<string, ExprId>();
  if (expr.kind !== 'attrs' && expr.kind !== 'let') return values;
  for (const { name, value } of expr.bindings) {
    const text = literalText(module, name);
    if (text === undefined) continue;
    // Of two bindings of a name the first counts, but only what is a set leads on.
    const isFirst = !values.has(text);
    if (isFirst || exprOf(module, value).kind === 'attrs') values.set(text, value);
  }
  return values;
}

function writtenSet(tree: Tree, value: NodeId): NodeId {
  let inner = value;
  while (inner !== 0 && tree.kind[inner] === Kind.parenthesized_expression)
    inner = childIn(tree, inner, Field.expression);
  return inner;
}

/** The name that is written at a node; `undefined` for one that is worked out. */
export function attributeText(tree: Tree, node: NodeId): string | undefined {
  if (tree.kind[node] === Kind.identifier) return tree.text.slice(tree.start[node], tree.end[node]);
  return literalAttribute(new Node(tree, node));
}

function literalAttribute(node: Node): string | undefined {
  let inner: Node | undefined = node;
  while (inner?.kind === 'interpolation' || inner?.kind === 'parenthesized_expression')
    inner = inner.child('expression');
  return inner && literalString(inner);
}
