import type { Span } from '#parser/span.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import { oncePer } from '../once-per.ts';
import { exprsOfKind } from './exprs-of-kind.ts';
import { type Expr, type ExprId, exprOf, literalText, type Module } from './module.ts';
import { type Scopes, scopesOf } from './scope.ts';

/** A place that takes an attribute of `builtins`. */
export interface BuiltinSelection {
  readonly name: string;
  /** The selection, or for `inherit (builtins) name` what the name stands for. */
  readonly expr: ExprId;
  /** The name itself. */
  readonly at: Span;
  /** Whether it may be missing: there is an `or`, or the file asks `builtins ? name`. */
  readonly isChecked: boolean;
  /** Whether the file asks which release of Nix reads it. */
  readonly isOfRelease: boolean;
  /** Whether it is written as `builtins.name`. */
  readonly isPlain: boolean;
}

/** What a file takes from `builtins`; nothing for a broken file. */
export const builtinSelections = oncePer((analysis: FileAnalysis): readonly BuiltinSelection[] => {
  const { tree, module, sourceMap } = analysis;
  if (tree.errors.length > 0) return [];
  const scopes = scopesOf(module);
  const asked = askedFor(module, scopes);
  const found = exprsOfKind(module, 'select').flatMap((id) => {
    const expr = exprOf(module, id);
    if (expr.kind !== 'select' || !isBuiltins(module, scopes, expr.from)) return [];
    const [first] = expr.path;
    const name = first === undefined ? undefined : literalText(module, first);
    if (first === undefined || name === undefined) return [];
    const [row, whole] = [sourceMap.nodes[first] ?? 0, sourceMap.nodes[id] ?? 0];
    const at = { start: tree.start[row] ?? 0, end: tree.end[row] ?? 0 };
    const isChecked = expr.otherwise !== undefined || asked.has(name);
    return [{ name, expr: id, at, isChecked, isPlain: row !== whole }];
  });
  const isOfRelease = found.some(({ name }) => name === 'nixVersion');
  return found.map((selection) => ({ ...selection, isOfRelease }));
});

function askedFor(module: Module, scopes: Scopes): ReadonlySet<string | undefined> {
  const questions = exprsOfKind(module, 'has-attribute').flatMap((id) => {
    const expr = exprOf(module, id);
    const isQuestion =
      expr.kind === 'has-attribute' && isBuiltins(module, scopes, expr.from) && expr.path[0];
    return isQuestion ? [literalText(module, isQuestion)] : [];
  });
  return new Set([...questions, ...hasAttrQuestions(module, scopes)]);
}

/** `hasAttr "name" builtins`, with `builtins.` or without. */
function hasAttrQuestions(module: Module, scopes: Scopes): readonly (string | undefined)[] {
  return exprsOfKind(module, 'apply').flatMap((id) => {
    const expr = exprOf(module, id);
    if (expr.kind !== 'apply' || !isBuiltins(module, scopes, expr.argument)) return [];
    const inner: Expr = exprOf(module, expr.function);
    return inner.kind === 'apply' ? [literalText(module, inner.argument)] : [];
  });
}

function isBuiltins(module: Module, scopes: Scopes, id: ExprId): boolean {
  const expr = exprOf(module, id);
  return (
    expr.kind === 'variable' && expr.name === 'builtins' && scopes.referent(id)?.kind === 'global'
  );
}
