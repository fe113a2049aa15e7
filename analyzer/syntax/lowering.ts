import { Field, Kind } from '#parser/kinds.ts';
import type { NodeId, Tree } from '#parser/tree.ts';
import type { Expr, ExprId, Repeated } from './module.ts';
import { missingExpr, stringExpr } from './shared-exprs.ts';

/** What is being written while one tree is lowered. */
export interface Lowering {
  readonly tree: Tree;
  readonly exprs: Expr[];
  readonly nodes: number[];
  readonly repeated: Repeated[];
  /** What becomes of the second binding of a name, which Nix refuses. */
  readonly second: 'dropped' | 'kept';
  depth: number;
  /** Lowers any expression; here so that bindings and expressions can lower each other. */
  readonly lowerExpression: (lowering: Lowering, node: NodeId) => ExprId;
}

/** Adds one expression and remembers the row it came from. */
export function addExpr(lowering: Lowering, node: number, expr: Expr): ExprId {
  lowering.exprs.push(expr);
  lowering.nodes.push(node);
  return (lowering.exprs.length - 1) as ExprId;
}

/** The first child that fills a field, or zero, which is never a child. */
export function childIn(tree: Tree, node: number, field: number): NodeId {
  const after = tree.after[node] ?? 0;
  for (let child = node + 1; child < after; child = tree.after[child] ?? after) {
    if (tree.field[child] === field) return child as NodeId;
  }
  return 0 as NodeId;
}

/** Lowers the child in a field; `missing` when there is none. */
export function lowerField(lowering: Lowering, node: number, field: number): ExprId {
  const child = childIn(lowering.tree, node, field);
  return child === 0
    ? addExpr(lowering, node, missingExpr)
    : lowering.lowerExpression(lowering, child);
}

/** The expressions that name the attributes of a path. */
export function attributePath(lowering: Lowering, node: NodeId): ExprId[] {
  const { tree } = lowering;
  const first = node === 0 ? node : childIn(tree, node, Field.attr);
  if (first === 0) return [];
  // Most paths have one name, and a list that grows has room for many.
  const path = [lowerName(lowering, first)];
  const end = tree.after[node] ?? 0;
  for (let child = tree.after[first] ?? end; child < end; child = tree.after[child] ?? end) {
    if (tree.field[child] === Field.attr) path.push(lowerName(lowering, child as NodeId));
  }
  return path;
}

/** An attribute name: a string for a plain name, any expression for `${…}`. */
export function lowerName(lowering: Lowering, node: NodeId): ExprId {
  const { tree } = lowering;
  if (tree.kind[node] === Kind.identifier)
    return addExpr(lowering, node, stringExpr(textOf(tree, node)));
  if (tree.kind[node] === Kind.interpolation) return lowerField(lowering, node, Field.expression);
  return lowering.lowerExpression(lowering, node);
}

/** Every child that fills a field, in the order of the text. */
export function childrenIn(tree: Tree, node: number, field: number): NodeId[] {
  const found: NodeId[] = [];
  const after = tree.after[node] ?? 0;
  for (let child = node + 1; child < after; child = tree.after[child] ?? after) {
    if (tree.field[child] === field) found.push(child as NodeId);
  }
  return found;
}

export function textOf(tree: Tree, node: NodeId): string {
  return tree.text.slice(tree.start[node], tree.end[node]);
}
