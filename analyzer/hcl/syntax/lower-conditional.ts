import type { Node } from '#parser/tree.ts';
import type { Expression } from './expression.ts';
import { broken, deepest, here, type Lowering } from './lowering.ts';
import { expressions, parts } from './nodes.ts';

/**
 * The grammar takes `a ? b : c ? d : e` for a conditional whose condition is
 * one; the language has the second one in place of `c`.
 */
export function lowerConditional(node: Node, lowering: Lowering): Expression {
  const links: [Node, Node][] = [];
  let rest = expressions(node);
  for (;;) {
    const [condition, yes, no] = rest;
    if (!condition || !yes || !no) return broken(node, lowering, 'the conditional is not complete');
    links.unshift([yes, no]);
    const chained = parts(condition);
    if (chained.length !== 1 || chained[0]?.kind !== 'conditional') {
      return chain(node, [condition, links], lowering);
    }
    rest = expressions(chained[0]);
  }
}

/** From `a` and the pairs `b`, `c` and `d`, `e`: `a ? b : (c ? d : e)`. */
function chain(
  node: Node,
  [condition, links]: readonly [Node, readonly [Node, Node][]],
  lowering: Lowering,
): Expression {
  const conditions = [condition, ...links.map(([, no]) => no)];
  if (links.length + lowering.depth > deepest) {
    return broken(node, lowering, 'the expression is nested too deeply');
  }
  const last = conditions.at(-1);
  let result = lowering.lower(last ? [last] : [], lowering);
  for (const [index, [yes]] of [...links.entries()].toReversed()) {
    const test = conditions[index];
    result = {
      ...here(node, lowering),
      kind: 'conditional',
      condition: lowering.lower(test ? [test] : [], lowering),
      yes: lowering.lower([yes], lowering),
      no: result,
    };
  }
  return result;
}
