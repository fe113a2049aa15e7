import type { Node } from '#parser/tree.ts';
import { callOf } from './call.ts';
import { type Doc, fill, group, line, nested } from './doc.ts';
import { gap } from './raw.ts';
import { isBlock } from './shapes.ts';

type Lay = (node: Node) => Doc;

/** Operands below each other, each behind its operator; a comparison ends the line only where it has to. */
export function operation(node: Node, lay: Lay): Doc {
  const operator = node.child('operator')?.text ?? '';
  const [first, ...others] = operandsOf(node);
  return first ? group([group(lay(first)), rest(others, { operator, lay })]) : '';
}

/** As `operation`, with the block that comes first as it is given. */
export function operationFrom(
  node: Node,
  { block, lay }: { readonly block: Doc; readonly lay: Lay },
): Doc {
  const operator = node.child('operator')?.text ?? '';
  return group([block, rest(operandsOf(node).slice(1), { operator, lay })]);
}

interface Joined {
  readonly operator: string;
  readonly lay: Lay;
}

function rest(operands: readonly Node[], { operator, lay }: Joined): Doc {
  const by = /^([<>]=?|[!=]=)$/.test(operator) ? fill : line;
  return operands.map((each) => [beforeOperator(each, by), operand(each, { operator, lay })]);
}

/** What is between an operand's operator and what that joins it to. */
function beforeOperator(node: Node, by: Doc): Doc {
  let at = node;
  while (at.field === 'left' && at.parent) at = at.parent;
  const [left, operator] = [at.parent?.child('left'), at.parent?.child('operator')];
  return left && operator ? gap(node.tree, { start: left.end, end: operator.start }, by) : by;
}

function operand(node: Node, { operator, lay }: Joined): Doc {
  if (isBlock(node)) return [operator, ' ', lay(node)];
  if (node.kind === 'apply_expression') return group([operator, nested([line, callOf(node, lay)])]);
  return [operator, ' ', nested(group(lay(node)))];
}

/** What one operator joins, in the order of the text. */
export function operandsOf(node: Node): readonly Node[] {
  const operator = node.child('operator')?.text;
  const [left, right] = [node.child('left'), node.child('right')];
  if (node.kind !== 'binary_expression' || !left || !right) return [node];
  const isSame = (each: Node): boolean =>
    each.kind === 'binary_expression' && each.child('operator')?.text === operator;
  return [left, right].flatMap((each) => (isSame(each) ? operandsOf(each) : [each]));
}
