import { Field, Kind } from '#parser/kinds.ts';
import type { NodeId } from '#parser/tree.ts';
import {
  addExpr,
  attributePath,
  childIn,
  childrenIn,
  type Lowering,
  lowerField,
  lowerName,
} from './lowering.ts';
import type { Binding, ExprId } from './module.ts';
import { missingExpr, variableExpr } from './shared-exprs.ts';

/**
 * An attribute set while its bindings are collected.
 *
 * `a.b = 1; a = { c = 2; };` is one set `a`, so nested sets stay open until
 * every binding has been seen.
 */
export interface AttributeSet {
  readonly node: NodeId;
  readonly recursive: boolean;
  readonly entries: Entry[];
  readonly byName: Map<string, Entry>;
}

interface Entry {
  readonly name: ExprId;
  readonly value: ExprId | AttributeSet;
  readonly inherited: boolean;
}

export function emptySet(node: NodeId, recursive: boolean): AttributeSet {
  return { node, recursive, entries: [], byName: new Map() };
}

/** Adds all bindings that stand directly in a set or `let` node. */
export function addBindings(lowering: Lowering, set: AttributeSet, node: NodeId): void {
  const { tree } = lowering;
  const after = tree.after[node] ?? 0;
  for (let child = node + 1; child < after; child = tree.after[child] ?? after) {
    if (tree.kind[child] !== Kind.binding_set) continue;
    for (const binding of childrenIn(tree, child, Field.binding))
      addBinding(lowering, set, binding);
  }
}

/** Turns a set whose bindings are all known into its expression. */
export function materialize(lowering: Lowering, set: AttributeSet): ExprId {
  const bindings = bindingsOf(lowering, set);
  return addExpr(lowering, set.node, {
    kind: 'attrs',
    recursive: set.recursive,
    bindings,
  });
}

/** The finished bindings, in the order in which their names first appear. */
export function bindingsOf(lowering: Lowering, set: AttributeSet): Binding[] {
  return set.entries.map(({ name, value, inherited }) => ({
    name,
    value: typeof value === 'number' ? value : materialize(lowering, value),
    inherited,
  }));
}

function addBinding(lowering: Lowering, set: AttributeSet, node: NodeId): void {
  switch (lowering.tree.kind[node]) {
    case Kind.binding:
      addPath(lowering, set, node);
      break;
    case Kind.inherit:
      addInherited(lowering, set, node);
      break;
    case Kind.inherit_from:
      addInheritedFrom(lowering, set, node);
      break;
  }
}

/** Every name of a path is a set in a set; a longer path is left out, so that no text exhausts the stack. */
const longestPath = 500;

function addPath(lowering: Lowering, set: AttributeSet, node: NodeId): void {
  const path = attributePath(lowering, childIn(lowering.tree, node, Field.attrpath));
  const last = path.pop();
  if (last === undefined || path.length > longestPath) return;
  let target = set;
  for (const name of path) target = nestedSet(lowering, target, name);
  addValue(lowering, target, {
    name: last,
    node: childIn(lowering.tree, node, Field.expression),
    binding: node,
  });
}

function nestedSet(lowering: Lowering, set: AttributeSet, name: ExprId): AttributeSet {
  const existing = existingEntry(lowering, set, name)?.value;
  if (typeof existing === 'object') return existing;
  const nested = emptySet(nodeOf(lowering, name), false);
  addEntry(lowering, set, { name, value: nested, inherited: false });
  return nested;
}

function addValue(
  lowering: Lowering,
  set: AttributeSet,
  value: {
    readonly name: ExprId;
    readonly node: NodeId;
    readonly binding: NodeId;
  },
): void {
  const literal = literalSet(lowering, value.node);
  if (literal === 0) {
    const lowered =
      value.node === 0
        ? lowerField(lowering, value.binding, Field.expression)
        : lowering.lowerExpression(lowering, value.node);
    addEntry(lowering, set, {
      name: value.name,
      value: lowered,
      inherited: false,
    });
    return;
  }
  const existing = existingEntry(lowering, set, value.name)?.value;
  const nested =
    typeof existing === 'object'
      ? existing
      : emptySet(literal, lowering.tree.kind[literal] === Kind.rec_attrset_expression);
  if (nested !== existing)
    addEntry(lowering, set, {
      name: value.name,
      value: nested,
      inherited: false,
    });
  else lowering.repeated.push({ kind: 'merged', first: nested.node, second: literal });
  lowering.depth++;
  if (lowering.depth < 1000) addBindings(lowering, nested, literal);
  lowering.depth--;
}

/** The row of a set written out as the value, parentheses ignored; zero for any other value. */
function literalSet(lowering: Lowering, node: NodeId): NodeId {
  const { tree } = lowering;
  let inner = node;
  while (inner !== 0 && tree.kind[inner] === Kind.parenthesized_expression)
    inner = childIn(tree, inner, Field.expression);
  const kind = tree.kind[inner];
  return kind === Kind.attrset_expression || kind === Kind.rec_attrset_expression
    ? inner
    : (0 as NodeId);
}

function addInherited(lowering: Lowering, set: AttributeSet, node: NodeId): void {
  for (const attr of inheritedNames(lowering, node)) {
    const name = lowerName(lowering, attr);
    const text = plainName(lowering, name);
    const value = addExpr(lowering, attr, text === undefined ? missingExpr : variableExpr(text));
    addEntry(lowering, set, { name, value, inherited: true });
  }
}

function addInheritedFrom(lowering: Lowering, set: AttributeSet, node: NodeId): void {
  const from = lowerField(lowering, node, Field.expression);
  for (const attr of inheritedNames(lowering, node)) {
    const name = lowerName(lowering, attr);
    const value = addExpr(lowering, attr, {
      kind: 'select',
      from,
      path: [name],
      otherwise: undefined,
    });
    addEntry(lowering, set, { name, value, inherited: false });
  }
}

function inheritedNames(lowering: Lowering, node: NodeId): NodeId[] {
  const attrs = childIn(lowering.tree, node, Field.attrs);
  return attrs === 0 ? [] : childrenIn(lowering.tree, attrs, Field.attr);
}

function existingEntry(lowering: Lowering, set: AttributeSet, name: ExprId): Entry | undefined {
  const text = plainName(lowering, name);
  return text === undefined ? undefined : set.byName.get(text);
}

/** Nix rejects the second of two bindings of one name. */
function addEntry(lowering: Lowering, set: AttributeSet, entry: Entry): void {
  const text = plainName(lowering, entry.name);
  if (text !== undefined) {
    const first = set.byName.get(text);
    if (first) {
      const [before, after] = [nodeOf(lowering, first.name), nodeOf(lowering, entry.name)];
      lowering.repeated.push({ kind: 'duplicate', first: before, second: after });
      if (lowering.second === 'dropped') return;
    } else set.byName.set(text, entry);
  }
  set.entries.push(entry);
}

function plainName(lowering: Lowering, name: ExprId): string | undefined {
  const expr = lowering.exprs[name];
  if (expr?.kind !== 'string' || expr.parts.length > 1) return undefined;
  const [text = ''] = expr.parts;
  return typeof text === 'string' ? text : undefined;
}

function nodeOf(lowering: Lowering, expr: ExprId): NodeId {
  return (lowering.nodes[expr] ?? 0) as NodeId;
}
