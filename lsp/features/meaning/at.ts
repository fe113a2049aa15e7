import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { oncePer } from '#analyzer/once-per.ts';
import { type ExprId, exprOf } from '#analyzer/syntax/module.ts';
import { type Referent, scopesOf } from '#analyzer/syntax/scope.ts';
import { Field, Kind } from '#parser/kinds.ts';
import type { NodeId, Tree } from '#parser/tree.ts';
import { attributeUsesIn, writtenAttribute } from './attribute-uses.ts';
import { declaredIn } from './declared.ts';
import type { AttributeUse } from './name.ts';

/** What a place of a file is about, by its syntax alone. */
export type Meaning =
  /** A place that gives a name. `inherited` has what it stands for where it is inherited. */
  | {
      readonly kind: 'declaration';
      readonly node: NodeId;
      readonly owner: ExprId;
      readonly text: string;
      readonly inherited: Inherited | undefined;
    }
  | {
      readonly kind: 'variable';
      readonly node: NodeId;
      readonly expr: ExprId;
      readonly text: string;
      readonly referent: Referent;
    }
  | { readonly kind: 'attribute'; readonly node: NodeId; readonly use: AttributeUse }
  /** The keyword. */
  | { readonly kind: 'with'; readonly node: NodeId; readonly expr: ExprId }
  | { readonly kind: 'path'; readonly node: NodeId; readonly expr: ExprId }
  /** A string that names no attribute. */
  | { readonly kind: 'string'; readonly node: NodeId };

/** Where an inherited name comes from. */
export type Inherited =
  | { readonly kind: 'variable'; readonly expr: ExprId; readonly referent: Referent }
  | { readonly kind: 'attribute'; readonly use: AttributeUse };

/** What a place is about; a place between two tokens belongs to both, and to names first. */
export function meaningAt(analysis: FileAnalysis, offset: number): Meaning | undefined {
  const inside = innermost(analysis.tree, offset, offset + 1);
  const before = innermost(analysis.tree, offset - 1, offset);
  const found = inside === undefined ? undefined : meaningOf(analysis, inside, offset);
  if (before === undefined || (found && found.kind !== 'string')) return found;
  if (analysis.tree.end[before] !== offset) return found;
  return meaningOf(analysis, before, offset - 1) ?? found;
}

/** The innermost node that holds a range; `undefined` outside of the text. */
function innermost(tree: Tree, start: number, end: number): NodeId | undefined {
  if (start < 0 || end > tree.text.length) return undefined;
  let found = 0;
  for (let row = 1; row < (tree.after[found] ?? 0); ) {
    const holds = (tree.start[row] ?? 0) <= start && end <= (tree.end[row] ?? 0);
    if (holds) found = row;
    row = holds ? row + 1 : (tree.after[row] ?? tree.size);
  }
  return found as NodeId;
}

function meaningOf(analysis: FileAnalysis, token: NodeId, offset: number): Meaning | undefined {
  const { tree, sourceMap } = analysis;
  if (tree.kind[token] === Kind.with_expression) {
    const isKeyword = offset < (tree.start[token] ?? 0) + 'with'.length;
    const expr = exprsAt(analysis)
      .get(token)
      ?.find((id) => isKind(analysis, id, 'with'));
    return isKeyword && expr !== undefined ? { kind: 'with', node: token, expr } : undefined;
  }
  const node = namingNode(tree, token);
  const declared = declaredIn(analysis).at(node);
  if (declared)
    return { kind: 'declaration', node, ...declared, inherited: inheritedAt(analysis, node) };
  const use = attributeUsesIn(analysis).at(node);
  if (use) return { kind: 'attribute', node: use.node, use };
  // A name in the middle of a path is also where the set that it names comes from.
  const expr = exprsAt(analysis)
    .get(node)
    ?.findLast((id) => !isKind(analysis, id, 'attrs'));
  if (expr === undefined || sourceMap.nodes[expr] !== node) return undefined;
  return expressionAt(analysis, node, expr);
}

function expressionAt(analysis: FileAnalysis, node: NodeId, expr: ExprId): Meaning | undefined {
  const { module } = analysis;
  const found = exprOf(module, expr);
  switch (found.kind) {
    case 'variable': {
      const referent = scopesOf(module).referent(expr) ?? { kind: 'unresolved' };
      return { kind: 'variable', node, expr, text: found.name, referent };
    }
    case 'path':
      return { kind: 'path', node, expr };
    case 'string':
      return { kind: 'string', node };
    default:
      return undefined;
  }
}

function isKind({ module }: FileAnalysis, id: ExprId, kind: string): boolean {
  return exprOf(module, id).kind === kind;
}

/** The node of a name, a text or a path that a token is part of. */
function namingNode(tree: Tree, token: NodeId): NodeId {
  let node: number = token;
  const parent = tree.parent[node] ?? 0;
  if (inText.has(tree.kind[node] ?? 0)) node = parent;
  if (tree.kind[node] === Kind.identifier && tree.kind[parent] === Kind.variable_expression)
    node = parent;
  return writtenAttribute(tree, node);
}

const inText: ReadonlySet<number> = new Set([
  Kind.string_fragment,
  Kind.escape_sequence,
  Kind.dollar_escape,
  Kind.path_fragment,
]);

/** The expressions that nodes were lowered to. */
const exprsAt = oncePer(({ sourceMap }: FileAnalysis): ReadonlyMap<NodeId, readonly ExprId[]> => {
  const found = new Map<NodeId, ExprId[]>();
  sourceMap.nodes.forEach((row, id) => {
    const known = found.get(row as NodeId);
    if (known) known.push(id as ExprId);
    else found.set(row as NodeId, [id as ExprId]);
  });
  return found;
});

/** What an inherited name stands for; `undefined` for every other place that gives a name. */
function inheritedAt(analysis: FileAnalysis, node: NodeId): Inherited | undefined {
  const { tree, module } = analysis;
  const list = tree.parent[node] ?? 0;
  if (tree.field[node] !== Field.attr || tree.kind[list] !== Kind.inherited_attrs) return undefined;
  const use = attributeUsesIn(analysis).at(node);
  if (use) return { kind: 'attribute', use };
  const expr = exprsAt(analysis)
    .get(node)
    ?.find((id) => isKind(analysis, id, 'variable'));
  if (expr === undefined) return undefined;
  return {
    kind: 'variable',
    expr,
    referent: scopesOf(module).referent(expr) ?? { kind: 'unresolved' },
  };
}
