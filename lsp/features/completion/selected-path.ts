import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { type ExprId, exprOf, literalText, type Module } from '#analyzer/syntax/module.ts';
import { literalString } from '#analyzer/syntax/option-path.ts';
import { scopesOf } from '#analyzer/syntax/scope.ts';
import type { Place } from './place.ts';

/** Names that stand for other names are followed no further than this. */
const mostAliases = 5;

/** The names that lead to what is selected from, also where a `let` has a name for some of them. */
export function selectedPath(
  { module }: FileAnalysis,
  { from, before }: Extract<Place, { kind: 'selected' }>,
): readonly string[] | undefined {
  const around = namesOf(module, from, 0);
  const own = before.map((name) => (name.kind === 'identifier' ? name.text : literalString(name)));
  const known = own.filter((name) => name !== undefined);
  return around && known.length === own.length ? [...around, ...known] : undefined;
}

function namesOf(module: Module, id: ExprId, aliases: number): readonly string[] | undefined {
  const expr = exprOf(module, id);
  if (expr.kind === 'select') {
    const around = namesOf(module, expr.from, aliases);
    const own = expr.path.flatMap((name) => literalText(module, name) ?? []);
    return around && own.length === expr.path.length ? [...around, ...own] : undefined;
  }
  if (expr.kind !== 'variable') return undefined;
  const referent = scopesOf(module).referent(id);
  const binder = referent?.kind === 'binder' ? referent.binder : undefined;
  const isAlias = binder?.kind === 'let' && binder.value !== undefined && aliases < mostAliases;
  const meant =
    isAlias && binder.value !== undefined ? namesOf(module, binder.value, aliases + 1) : undefined;
  return meant ?? [expr.name];
}
