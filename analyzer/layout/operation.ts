import type { Node } from '#parser/tree.ts';
import { call, wide } from './call.ts';
import { type Doc, gap, group, line, nested, newline, softLine } from './doc.ts';
import { isBlock, isTerm } from './shapes.ts';
import { token, withAllAbove } from './token.ts';

type Lay = (node: Node) => Doc;

/** Operands below each other, each behind its operator; a comparison ends the line only where it has to. */
export function operation(node: Node, lay: Lay): Doc {
  const [left, sign, right] = [node.child('left'), node.child('operator'), node.child('right')];
  if (!left || !sign || !right) return node.text;
  if (/^([<>]=?|[!=]=)$/.test(sign.text))
    return [lay(left), softLine, token(sign), gap, lay(right)];
  const block = isJoining(sign) && lastBlock(node);
  if (block) return group([lay(left), line, token(sign), gap, nested(lay(block))]);
  return chain(node, lay);
}

/** Whether an operator joins sets, lists or texts. */
export function isJoining({ text }: Node): boolean {
  return text === '//' || text === '++' || text === '+';
}

/** The block that is joined to what stands before it; of several texts, none is. */
export function lastBlock(node: Node): Node | undefined {
  const sign = node.child('operator')?.text ?? '';
  const right = node.child('right');
  const isLast = sign !== '+' || operandsOf(node, sign).length === 2;
  return isLast && right && isTerm(right) && isBlock(right) ? right : undefined;
}

/** The block that everything else is joined to. */
export function firstBlock(node: Node): Node | undefined {
  const sign = node.child('operator')?.text ?? '';
  const first = sign === '+' ? operandsOf(node, sign)[0]?.value : node.child('left');
  return first && isTerm(first) && isBlock(first) ? first : undefined;
}

/** All that one operator joins, the first of it with what it holds on lines of its own where that is wanted. */
export function chain(node: Node, lay: Lay, first: 'narrow' | 'wide' = 'narrow'): Doc {
  const sign = node.child('operator')?.text ?? '';
  const operands = operandsOf(node, sign);
  const by = /^(\|>|<\|)$/.test(sign) && operands.length > 3 ? newline : line;
  return group(
    operands.map(({ operator, value }) => {
      if (operator) return [by, withAllAbove(operator), nested(operand(value, lay))];
      return first === 'wide' && isTerm(value) && isBlock(value) ? wide(value, lay) : lay(value);
    }),
  );
}

function operand(node: Node, lay: Lay): Doc {
  if (isTerm(node) && isBlock(node)) return [gap, lay(node)];
  if (node.kind === 'binary_expression') return group([line, lay(node)]);
  if (node.kind === 'apply_expression') return group(call(node, lay, 'given'));
  return [gap, lay(node)];
}

interface Operand {
  readonly operator: Node | undefined;
  readonly value: Node;
}

/** What one operator joins, in the order of the text. */
function operandsOf(value: Node, sign: string, operator?: Node): readonly Operand[] {
  const [left, own, right] = [value.child('left'), value.child('operator'), value.child('right')];
  const isSame = value.kind === 'binary_expression' && own?.text === sign;
  if (!isSame || !left || !right) return [{ operator, value }];
  return [...operandsOf(left, sign, operator), ...operandsOf(right, sign, own)];
}
