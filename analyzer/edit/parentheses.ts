import type { Node } from '#parser/tree.ts';
import { fits, Strength, strengthNeeded, strengthOf, unwrapped } from '../syntax/precedence.ts';
import type { Insertion } from './insertion.ts';
import { keepOnly } from './keep-only.ts';
import { withoutParentheses } from './without-parentheses.ts';

/** Parentheses directly around each other that change nothing. */
export interface NeedlessParentheses {
  readonly outermost: Node;
  /** Take all of them out. */
  readonly edits: readonly Insertion[];
}

/** Whether parentheses around operands of operators are looked at. */
export type Operands = 'counted' | 'left';

/**
 * The parentheses that can go from here inwards. Asked of inner ones, there are
 * none, so that each group is found once; and none where a comment stands in them.
 */
export function parenthesesToDrop(
  outer: Node,
  operands: Operands,
): NeedlessParentheses | undefined {
  if (outer.parent?.kind === 'parenthesized_expression') return undefined;
  const inner = unwrapped(outer);
  if (inner.kind === 'parenthesized_expression') return undefined;
  const next = outer.child('expression');
  const isAll = isNeedless(outer, inner, operands);
  if (!isAll && next?.kind !== 'parenthesized_expression') return undefined;
  const outermost = isAll || !next ? outer : next;
  const edits = isAll ? withoutParentheses(outer, inner) : keepOnly(outermost, inner);
  return edits && { outermost, edits };
}

function isNeedless(outer: Node, inner: Node, operands: Operands): boolean {
  if (!fits(inner, outer)) return false;
  const needed = strengthNeeded(outer);
  const own = strengthOf(inner);
  if (needed === Strength.open) return readsWell(outer, inner, own);
  if (own === Strength.selection) return !inner.child('default');
  if (own === Strength.simple) return !isNumberWithDot(outer, inner);
  return operands === 'counted' && outer.parent?.kind === 'binary_expression';
}

/** Whether people see where an expression ends that is followed by a word or a mark. */
function readsWell({ parent, field }: Node, inner: Node, own: number): boolean {
  if (own === Strength.simple) return true;
  if (parent?.kind === 'formal') return false;
  const isMiddle =
    field === 'condition' ||
    field === 'environment' ||
    (parent?.kind === 'if_expression' && field === 'consequence');
  return !(isMiddle && own === Strength.open) && inner.kind !== 'ERROR';
}

/** `(1).a` would be a fraction, `(./a).b` another path. */
function isNumberWithDot({ parent, field }: Node, { kind }: Node): boolean {
  if (parent?.kind !== 'select_expression' || field !== 'expression') return false;
  return /^(integer|float|h?path|uri)_expression$/.test(kind);
}
