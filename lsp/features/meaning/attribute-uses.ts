import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { oncePer } from '#analyzer/once-per.ts';
import { type ExprId, literalText, type Module } from '#analyzer/syntax/module.ts';
import { scopesOf } from '#analyzer/syntax/scope.ts';
import { Field, Kind } from '#parser/kinds.ts';
import type { NodeId, Tree } from '#parser/tree.ts';
import type { AttributeUse } from './name.ts';

/** The places of a file that take attributes by their names, and what else may mean an attribute. */
export interface AttributeUses {
  at(node: NodeId): AttributeUse | undefined;
  named(text: string): readonly AttributeUse[];
  /** The variables that only the set of a `with` can give. */
  fromWith(text: string): readonly ExprId[];
}

export const attributeUsesIn = oncePer((analysis: FileAnalysis): AttributeUses => {
  const { module, tree } = analysis;
  const uses = module.exprs.flatMap((_, id) => usesOf(analysis, id as ExprId));
  const byNode = new Map(uses.map((use) => [use.node, use]));
  const byText = new Map<string, AttributeUse[]>();
  for (const use of uses) byText.set(use.text, [...(byText.get(use.text) ?? []), use]);
  const fromWith = variablesFromWith(module);
  return {
    at: (node) => byNode.get(writtenAttribute(tree, node)),
    named: (text) => byText.get(text) ?? [],
    fromWith: (text) => fromWith.get(text) ?? [],
  };
});

function usesOf({ module, sourceMap, tree }: FileAnalysis, id: ExprId): AttributeUse[] {
  const expr = module.exprs[id];
  if (expr?.kind !== 'select' && expr?.kind !== 'has-attribute') return [];
  const { from, path } = expr;
  return path.flatMap((name, index): AttributeUse[] => {
    const text = literalText(module, name);
    const row = sourceMap.nodes[name];
    if (text === undefined || row === undefined) return [];
    const isWhole = expr.kind === 'select' && index === path.length - 1;
    return [
      {
        node: writtenAttribute(tree, row),
        text,
        from,
        before: path.slice(0, index),
        expr: isWhole ? id : undefined,
      },
    ];
  });
}

/** The whole name that a node is part of: a text may stand in parentheses and in `${…}`. */
export function writtenAttribute(tree: Tree, node: number): NodeId {
  if (!textKinds.has(tree.kind[node] ?? 0)) return node as NodeId;
  let outer = node;
  while (tree.field[outer] !== Field.attr) {
    const parent = tree.parent[outer] ?? 0;
    const kind = tree.kind[parent];
    if (kind !== Kind.interpolation && kind !== Kind.parenthesized_expression)
      return node as NodeId;
    outer = parent;
  }
  return outer as NodeId;
}

const textKinds: ReadonlySet<number> = new Set([
  Kind.string_expression,
  Kind.indented_string_expression,
  Kind.parenthesized_expression,
]);

function variablesFromWith(module: Module): ReadonlyMap<string, readonly ExprId[]> {
  const scopes = scopesOf(module);
  const found = new Map<string, ExprId[]>();
  module.exprs.forEach((expr, index) => {
    const id = index as ExprId;
    if (expr.kind !== 'variable' || scopes.referent(id)?.kind !== 'with') return;
    found.set(expr.name, [...(found.get(expr.name) ?? []), id]);
  });
  return found;
}
