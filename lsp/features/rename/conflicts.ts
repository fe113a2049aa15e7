import type { FilePath } from '#analyzer/diagnostic.ts';
import { isGlobal } from '#analyzer/syntax/globals.ts';
import { type ExprId, exprOf } from '#analyzer/syntax/module.ts';
import type { Scopes } from '#analyzer/syntax/scope.ts';
import type { NodeId } from '#parser/tree.ts';
import { declaredIn } from '../meaning/declared.ts';
import type { Name } from '../meaning/name.ts';
import type { Names } from '../meaning/names.ts';
import type { Outcome, Warning } from './edit.ts';
import { isUnseenParameter } from './given-names.ts';
import { placeKey } from './name-edits.ts';
import { declarationsOf, type Renaming } from './renaming.ts';

/** What may go wrong with single places, by file and node. */
interface Conflicts {
  readonly warnings: ReadonlyMap<string, Warning>;
}

/** What a new name collides with: another one of the same set, or names that would then mean something else. */
export function conflictsOf(names: Names, renaming: Renaming, to: string): Outcome<Conflicts> {
  const warnings = new Map<string, Warning>();
  for (const name of renaming.names) {
    const analysis = names.analysis(name.file);
    if (analysis !== undefined && declaredIn(analysis).nodes(name.owner, to).length > 0)
      return { refusal: `\`${to}\` is already defined beside \`${name.text}\`` };
    const warning = warningOfName(names, name, to);
    if (warning === undefined) continue;
    for (const { file, node } of declarationsOf(names, name))
      warnings.set(placeKey(file, node), warning);
  }
  for (const { file, node, expr } of renaming.variables) {
    if (isHidden(names, { file, node, expr }, to))
      warnings.set(placeKey(file, node), {
        kind: 'conflict',
        text: `another \`${to}\` is nearer here`,
      });
  }
  return { warnings };
}

function warningOfName(names: Names, name: Name, to: string): Warning | undefined {
  if (captures(names, name, to))
    return { kind: 'conflict', text: `\`${to}\` is mentioned below, and means something else` };
  if (!isUnseenParameter(names, name)) return undefined;
  const text = `who calls the function gives \`${name.text}\` by its name, and is out of sight`;
  return { kind: 'unseen', text };
}

/** Whether variables with the new name would mean what is renamed. */
function captures(names: Names, { file, owner }: Name, to: string): boolean {
  const module = names.module(file);
  const expr = exprOf(module, owner);
  if (expr.kind === 'attrs' && !expr.recursive) return false;
  const scopes = names.scopes(file);
  return module.exprs.some((variable, index) => {
    const id = index as ExprId;
    if (variable.kind !== 'variable' || variable.name !== to) return false;
    if (!isWithin(names, file, { inner: id, owner })) return false;
    const referent = scopes.referent(id);
    return referent?.kind !== 'binder' || !isBelow(scopes, referent.binder.owner, owner);
  });
}

/** Whether a name that is nearer than what is renamed would be meant instead. */
function isHidden(
  names: Names,
  { file, node, expr }: { readonly file: FilePath; readonly node: NodeId; readonly expr: ExprId },
  to: string,
): boolean {
  const analysis = names.analysis(file);
  if (analysis === undefined) return false;
  const scopes = names.scopes(file);
  const referent = scopes.referent(expr);
  if (referent?.kind === 'with' && isGlobal(to)) return true;
  const last = referent?.kind === 'binder' ? referent.binder.owner : undefined;
  const declared = declaredIn(analysis);
  const isInherited = declared.at(node) !== undefined;
  for (let owner = scopes.parent(expr); owner !== undefined && owner !== last; ) {
    const around = exprOf(analysis.module, owner);
    const opens = around.kind !== 'attrs' || around.recursive;
    const sees = isInherited || isWithin(names, file, { inner: expr, owner });
    if (opens && sees && declared.nodes(owner, to).length > 0) return true;
    owner = scopes.parent(owner);
  }
  return false;
}

function isBelow(scopes: Scopes, inner: ExprId, outer: ExprId): boolean {
  for (let expr: ExprId | undefined = inner; expr !== undefined; expr = scopes.parent(expr))
    if (expr === outer) return inner !== outer;
  return false;
}

/** Whether an expression sees the names of an owner: what that inherits looks past them. */
function isWithin(
  names: Names,
  file: FilePath,
  { inner, owner }: { readonly inner: ExprId; readonly owner: ExprId },
): boolean {
  const scopes = names.scopes(file);
  let below = inner;
  for (let expr = scopes.parent(inner); expr !== undefined; expr = scopes.parent(expr)) {
    if (expr === owner) break;
    below = expr;
  }
  if (!isBelow(scopes, inner, owner)) return false;
  const around = exprOf(names.module(file), owner);
  const bindings = around.kind === 'let' || around.kind === 'attrs' ? around.bindings : [];
  return !bindings.some(({ value, inherited }) => inherited && value === below);
}
