import type { Node } from '#parser/tree.ts';
import { width } from '../edit/beside.ts';
import { braced, bracketed } from './brackets.ts';
import { apart, aroundIn, callOf } from './call.ts';
import { type Doc, group, line, nested, newline } from './doc.ts';
import { operandsOf, operationFrom } from './operation.ts';
import { raw } from './raw.ts';
import {
  inParentheses,
  isBlock,
  isBlockBelow,
  isBlockInside,
  isBroken,
  isSimple,
} from './shapes.ts';

type Lay = (node: Node) => Doc;

/** A statement of a set or a `let`. */
export function statement(node: Node, lay: Lay): Doc {
  if (node.kind !== 'binding') return inherit(node, lay);
  const [path, value] = [node.child('attrpath'), node.child('expression')];
  if (!path || !value) return raw(node.tree, node.span);
  return group([raw(node.tree, path.span), ' =', given(value, lay), ';']);
}

/** A value, beside its equals sign or below. */
function given(value: Node, lay: Lay): Doc {
  const doc = lay(value);
  if (isBlockBelow(value) || isWord(value)) return [' ', group(doc)];
  const inner = inParentheses(value);
  if (inner) return [' ', group(isBlockInside(inner) ? doc : apart(inner, lay))];
  if (value.kind === 'binary_expression') return operated(value, { doc, lay });
  if (value.kind === 'apply_expression') return nested([line, callOf(value, lay)]);
  return nested([line, group(doc)]);
}

/** A text, a number or a short call, which stays on the line whatever room it has. */
function isWord(value: Node): boolean {
  return isSimple(value) && !/^(variable|select)_expression$/.test(value.kind);
}

function operated(value: Node, { doc, lay }: { readonly doc: Doc; readonly lay: Lay }): Doc {
  const operator = value.child('operator')?.text ?? '';
  const [first, last, ...more] = operandsOf(value);
  if (!first || !last || !/^(\/\/|\+\+|\+)$/.test(operator)) return nested([line, doc]);
  if (isBlock(first)) return [' ', operationFrom(value, { block: opened(first, lay), lay })];
  if (operator === '+' || more.length > 0 || !isBlock(last) || !isPlain(first))
    return nested([line, doc]);
  const name = value.parent?.child('attrpath')?.text ?? '';
  if (`${name} = ${first.text} ${operator} {`.length > width) return nested([line, doc]);
  return [' ', lay(first), ` ${operator} `, opened(last, lay)];
}

/** A set or a list with what it holds on lines of its own, where the line ends behind it. */
function opened(block: Node, lay: Lay): Doc {
  if (block.kind === 'list_expression') return bracketed(block, { lay, gap: line });
  return /attrset/.test(block.kind) ? braced(block, { lay, gap: newline }) : lay(block);
}

/** A name, a selection or a call on one line. */
function isPlain(node: Node): boolean {
  const isOne = /^(variable|select|apply|parenthesized)_expression$/.test(node.kind);
  return isOne && !node.text.includes('\n');
}

/** `inherit` with its names beside it, or each on a line of its own. */
function inherit(node: Node, lay: Lay): Doc {
  const source = node.child('expression');
  const names = [...(node.child('attrs')?.children() ?? [])];
  const from = source ? aroundIn(source, lay) : '';
  const first = source ?? names[0];
  const isOpen =
    names.length > 3 || (first && isBroken(node, node.start, names[0]?.start ?? node.end));
  const gap = isOpen ? newline : line;
  const head = !source ? '' : source.text.includes('\n') ? nested([line, from]) : [' ', from];
  return group([
    'inherit',
    head,
    nested(names.map(({ text }) => [gap, text])),
    isOpen ? [newline, nested(';')] : ';',
  ]);
}
