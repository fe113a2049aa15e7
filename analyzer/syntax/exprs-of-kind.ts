import { oncePer } from '../once-per.ts';
import type { Expr, ExprId, Module } from './module.ts';

/** The expressions of one kind, in the order of their numbers. Rules ask for the few that they are about. */
export function exprsOfKind(module: Module, kind: Expr['kind']): readonly ExprId[] {
  return idsByKind(module).get(kind) ?? [];
}

const idsByKind = oncePer((module: Module): ReadonlyMap<Expr['kind'], readonly ExprId[]> => {
  const ids = new Map<Expr['kind'], ExprId[]>();
  module.exprs.forEach(({ kind }, index) => {
    const known = ids.get(kind);
    if (known) known.push(index as ExprId);
    else ids.set(kind, [index as ExprId]);
  });
  return ids;
});
