import type { Binding, Expr, ExprId, StringPart } from './module.ts';

/**
 * The expressions directly below one, in the order of the text.
 *
 * A module is not quite a tree: `inherit (e) a b` has `e` below two selections.
 */
export function childrenOf(expr: Expr): readonly ExprId[] {
  switch (expr.kind) {
    case 'missing':
    case 'integer':
    case 'float':
    case 'search-path':
    case 'variable':
      return none;
    case 'string':
    case 'path':
      return expr.parts.some(isExpr) ? expr.parts.filter(isExpr) : none;
    case 'select':
      return [expr.from].concat(expr.path, present(expr.otherwise));
    case 'has-attribute':
      return [expr.from].concat(expr.path);
    case 'apply':
      return [expr.function, expr.argument];
    case 'lambda': {
      const formals = expr.formals?.formals ?? [];
      const named = formals.flatMap((formal) => [formal.name, ...present(formal.default)]);
      return [...present(expr.parameter), ...named, expr.body];
    }
    case 'let':
      return [...bindingParts(expr.bindings), expr.body];
    case 'attrs':
      return bindingParts(expr.bindings);
    case 'with':
      return [expr.scope, expr.body];
    case 'if':
      return [expr.condition, expr.consequence, expr.alternative];
    case 'assert':
      return [expr.condition, expr.body];
    case 'binary':
      return [expr.left, expr.right];
    case 'not':
    case 'negate':
      return [expr.argument];
    case 'list':
      return expr.items;
  }
}

const none: readonly ExprId[] = [];

function bindingParts(bindings: readonly Binding[]): readonly ExprId[] {
  const parts: ExprId[] = [];
  for (const { name, value } of bindings) parts.push(name, value);
  return parts;
}

function isExpr(part: StringPart): part is ExprId {
  return typeof part === 'number';
}

function present(id: ExprId | undefined): readonly ExprId[] {
  return id === undefined ? none : [id];
}
