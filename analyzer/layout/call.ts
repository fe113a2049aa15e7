import type { Node } from '#parser/tree.ts';
import { type Doc, edge, group, line, nested } from './doc.ts';
import {
  inParentheses,
  isBlock,
  isBlockBelow,
  isBlockInside,
  isSimple,
  spineOf,
} from './shapes.ts';

type Lay = (node: Node) => Doc;

/** A call by itself. */
export function call(node: Node, lay: Lay): Doc {
  return group(callOf(node, lay));
}

/** A call as a part of what is around it: on one line, with one argument opened, or with each on a line of its own. */
export function callOf(call: Node, lay: Lay): Doc {
  const [callee, ...given] = spineOf(call);
  if (!callee) return '';
  const gap = isSimple(call) ? ' ' : line;
  const role =
    given.slice(-2).filter(({ kind }) => kind === 'list_expression').length > 1
      ? 'plain'
      : 'preferred';
  let doc: Doc = lay(callee);
  for (const [index, argument] of given.entries()) {
    const laid = index === given.length - 1 ? lastArgument(argument, lay) : lay(argument);
    const part = nested(group(laid, argument.kind === 'select_expression' ? 'plain' : role));
    doc = [index === 0 ? doc : group(doc, 'open'), gap, part];
  }
  return group(doc, 'open');
}

/** The last argument, which begins where the others end even if it goes over lines. */
function lastArgument(argument: Node, lay: Lay): Doc {
  const inner = inParentheses(argument);
  if (!inner || isBlockInside(inner)) return lay(argument);
  const [callee, block] =
    inner.kind === 'apply_expression' ? [inner.child('function'), inner.child('argument')] : [];
  if (callee?.kind === 'variable_expression' && block && isBlock(block))
    return ['(', lay(callee), ' ', lay(block), ')'];
  return apart(inner, lay);
}

/** Parentheses with what stands in them on lines of its own. */
export function apart(inner: Node, lay: Lay): Doc {
  return ['(', edge, nested(group(lay(inner))), edge, ')'];
}

export function parenthesized(node: Node, lay: Lay): Doc {
  const inner = inParentheses(node);
  return inner ? aroundIn(inner, lay) : '';
}

/** An expression with parentheses around it. */
export function aroundIn(inner: Node, lay: Lay): Doc {
  if (isBlockBelow(inner)) return group(['(', group(lay(inner)), ')']);
  if (inner.kind === 'apply_expression')
    return group(['(', callOf(inner, lay), isSimple(inner) ? '' : edge, ')']);
  return group(apart(inner, lay));
}
