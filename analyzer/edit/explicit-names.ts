import { Node, type NodeId } from '#parser/tree.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import { type ExprId, exprOf } from '../syntax/module.ts';
import { type Scopes, scopesOf } from '../syntax/scope.ts';
import type { With } from '../syntax/withs.ts';
import { takeComments } from './comments.ts';
import type { Insertion } from './insertion.ts';
import { replacement } from './tokens.ts';
import { laidOut } from './without-with.ts';

/**
 * Takes a `with` away and says at every name which set it comes from: `lib.mkIf` for
 * `mkIf`. Nothing where a name may come from another `with`, where the set is not
 * called by a name, or where that name means something else at one of the places.
 * What a formatter has laid out stays as it lays it out.
 */
export function explicitNames(analysis: FileAnalysis, found: With): readonly Insertion[] {
  const { tree, module, sourceMap } = analysis;
  const scopes = scopesOf(module);
  const base = baseName(analysis, found.set);
  if (base === undefined) return [];
  const isUnclear = found.uses.some(
    (use) => isAmbiguous(scopes, use) || isCaptured(scopes, { use, base, around: found.expr }),
  );
  if (isUnclear) return [];
  const rows = new Set(found.uses.map((use) => (sourceMap.nodes[use] ?? 0) as NodeId));
  const names = [...rows].map((row) => named(new Node(tree, row), rows, found.environment.text));
  const head = replacement(tree.text, { start: found.node.start, end: found.body.start }, '');
  if (names.includes(undefined) || takeComments(tree, [head])) return [];
  return laidOut({ found, head, names: names.flatMap((edit) => edit ?? []) });
}

/** Says of a name where it comes from; of those that a statement inherits, at the first one. */
function named(
  node: Node,
  rows: ReadonlySet<NodeId>,
  set: string,
): Insertion | readonly [] | undefined {
  if (node.kind === 'variable_expression')
    return { span: { start: node.start, end: node.start }, text: `${set}.` };
  const statement = node.parent?.parent;
  const attrs = [...(node.parent?.children() ?? [])].filter(({ field }) => field === 'attr');
  if (statement?.kind !== 'inherit' || attrs.some(({ id }) => !rows.has(id))) return undefined;
  if (attrs[0]?.id !== node.id) return [];
  const at = statement.start + 'inherit'.length;
  return { span: { start: at, end: at }, text: ` (${set})` };
}

/** The variable that a set is selected from: `pkgs` of `pkgs.lib`. */
function baseName({ module, tree, sourceMap }: FileAnalysis, set: ExprId): string | undefined {
  const row = new Node(tree, (sourceMap.nodes[set] ?? 0) as NodeId);
  if (!/^[\w'-]+(\.[\w'-]+)*$/.test(row.text)) return undefined;
  const expr = exprOf(module, set);
  const from = expr.kind === 'select' && expr.otherwise === undefined ? expr.from : set;
  const variable = exprOf(module, from);
  const referent = scopesOf(module).referent(from)?.kind;
  if (variable.kind !== 'variable' || referent === 'with' || referent === 'unresolved')
    return undefined;
  return variable.name;
}

function isAmbiguous(scopes: Scopes, use: ExprId): boolean {
  const referent = scopes.referent(use);
  return referent?.kind !== 'with' || referent.sets.length !== 1;
}

/** Whether something between a `with` and a name in it gives another meaning to what its set is called. */
function isCaptured(
  scopes: Scopes,
  { use, base, around }: { readonly use: ExprId; readonly base: string; readonly around: ExprId },
): boolean {
  const inside = new Set<ExprId>();
  let expr: ExprId | undefined = use;
  while (expr !== undefined && expr !== around) {
    inside.add(expr);
    expr = scopes.parent(expr);
  }
  return scopes.binders.some(({ name, owner }) => name === base && inside.has(owner));
}
