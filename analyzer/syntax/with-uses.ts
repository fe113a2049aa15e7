import { Field, Kind } from '#parser/kinds.ts';
import type { Node, NodeId, Tree } from '#parser/tree.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import { exprsOfKind } from './exprs-of-kind.ts';
import { isGlobal } from './globals.ts';
import { type ExprId, exprOf } from './module.ts';
import { eachFree, mergesRecursive, namesAround } from './names-around.ts';
import { referentAt } from './referents.ts';
import { type Scopes, scopesOf } from './scope.ts';
import type { With } from './withs.ts';

/** Whether any variable may come from a `with`. */
export function isUsed(analysis: FileAnalysis, found: With): boolean {
  let isSeen = false;
  eachUse(analysis, { found, base: '' }, () => {
    isSeen = true;
    return false;
  });
  return isSeen;
}

/**
 * The rows of the variables that come from a `with`. `undefined` where another one
 * may give the variable that its set is selected from, or one of them, and where
 * something else is called as the former is around one of them.
 */
export function clearUses(
  analysis: FileAnalysis,
  found: With,
  base: Node,
): readonly NodeId[] | undefined {
  if (!isKnown(analysis, base)) return undefined;
  const uses: NodeId[] = [];
  let areClear = true;
  eachUse(analysis, { found, base: base.text }, (use, isClear) => {
    uses.push(use);
    areClear = isClear;
    return isClear;
  });
  return areClear ? uses : undefined;
}

/** Whether a row is in the body of a `with` that is below another row. */
export function isInBody({ kind, field, parent }: Tree, row: number, top: number): boolean {
  for (let at = row; at !== top; at = parent[at] ?? top) {
    if (field[at] === Field.body && kind[parent[at] ?? 0] === Kind.with_expression) return true;
  }
  return false;
}

function isKnown(analysis: FileAnalysis, variable: Node): boolean {
  const { tree, id, text } = variable;
  if (!mergesRecursive(tree)) return namesAround(tree, id).has(text) || isGlobal(text);
  const referent = referentAt(analysis, variable)?.kind;
  return referent === 'binder' || referent === 'global';
}

interface Question {
  readonly found: With;
  /** A name that makes a use unclear where it is bound between the `with` and that. */
  readonly base: string;
}

/** Says whether to go on. */
type See = (use: NodeId, isClear: boolean) => boolean;

function eachUse(analysis: FileAnalysis, question: Question, see: See): void {
  const { node, body } = question.found;
  const { tree } = node;
  if (mergesRecursive(tree)) {
    eachUseInModule(analysis, question, see);
    return;
  }
  const around = namesAround(tree, node.id);
  const isNested = isInBody(tree, node.id, 0);
  eachFree(tree, { part: body.id, around }, (use, names) => {
    const isCaptured = (names.get(question.base) ?? 0) > (around.get(question.base) ?? 0);
    return see(use, !isNested && !isCaptured && !isInBody(tree, use, body.id));
  });
}

function eachUseInModule(
  { module, sourceMap: { nodes } }: FileAnalysis,
  { found, base }: Question,
  see: See,
): void {
  const scopes = scopesOf(module);
  const around = exprsOfKind(module, 'with').find((id) => nodes[id] === found.node.id);
  const expr = exprOf(module, around ?? -1);
  for (const use of exprsOfKind(module, 'variable')) {
    const referent = scopes.referent(use);
    if (expr.kind !== 'with' || referent?.kind !== 'with') continue;
    if (!referent.sets.includes(expr.scope)) continue;
    const isClear = referent.sets.length === 1 && !isCaptured(scopes, { use, base, around });
    if (!see((nodes[use] ?? 0) as NodeId, isClear)) return;
  }
}

/** Whether something between a `with` and a name in it gives another meaning to what its set is called. */
function isCaptured(
  scopes: Scopes,
  {
    use,
    base,
    around,
  }: { readonly use: ExprId; readonly base: string; readonly around: ExprId | undefined },
): boolean {
  const inside = new Set<ExprId>();
  let expr: ExprId | undefined = use;
  while (expr !== undefined && expr !== around) {
    inside.add(expr);
    expr = scopes.parent(expr);
  }
  return scopes.binders.some(({ name, owner }) => name === base && inside.has(owner));
}
