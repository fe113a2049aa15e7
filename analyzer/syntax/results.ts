import type { Expr, ExprId } from './module.ts';

/** The expressions that give another one its value as it is: what `let`, `with` and `assert` are before, both branches, both sides of `//`. */
export function resultsOf(expr: Expr): readonly ExprId[] {
  switch (expr.kind) {
    case 'let':
    case 'with':
    case 'assert':
      return [expr.body];
    case 'if':
      return [expr.consequence, expr.alternative];
    case 'binary':
      return expr.operator === '//' ? [expr.left, expr.right] : [];
    default:
      return [];
  }
}
