import { type ExprId, exprOf, literalText } from '../syntax/module.ts';
import type { Reading } from './names.ts';

/** Options that change nothing on any machine. */
const asserting = new Set(['assertions', 'warnings']);

/** Whether an expression only helps to find mistakes: it stands in `assertions` or `warnings`. */
export function isAsserting({ module, scopes }: Reading, id: ExprId): boolean {
  let inner = id;
  for (let around = scopes.parent(id); around !== undefined; around = scopes.parent(around)) {
    const expr = exprOf(module, around);
    const bindings = expr.kind === 'attrs' ? expr.bindings : [];
    const binding = bindings.find(({ value }) => value === inner);
    if (binding && asserting.has(literalText(module, binding.name) ?? '')) return true;
    inner = around;
  }
  return false;
}
