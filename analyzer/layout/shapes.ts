import type { Node } from '#parser/tree.ts';
import { statementsOf } from '../edit/statements.ts';

/** Whether a value has an end of its own, so that it may begin where what it is given to stands. */
export function isBlock(node: Node | undefined): boolean {
  switch (node?.kind) {
    case 'attrset_expression':
    case 'rec_attrset_expression':
      return statementsOf(node).length > 0;
    case 'list_expression':
      return node.child('element') !== undefined || node.text.includes('\n');
    case 'indented_string_expression':
    case 'string_expression':
      return node.text.includes('\n');
    default:
      return false;
  }
}

/** A block, also below a `with` or behind the names of arguments. */
export function isBlockBelow(node: Node | undefined): boolean {
  return node?.kind === 'with_expression' ? isBlock(node.child('body')) : isBlockBehind(node);
}

/** A block, also behind the names of arguments. */
function isBlockBehind(node: Node | undefined): boolean {
  if (node?.kind !== 'function_expression') return isBlock(node);
  return !node.child('formals') && isBlockBehind(node.child('body'));
}

/** As `isBlockBelow`, for what stands in parentheses: behind one argument at most. */
export function isBlockInside(node: Node): boolean {
  return node.kind === 'function_expression'
    ? !node.child('formals') && isBlock(node.child('body'))
    : isBlock(node);
}

/** What stands in parentheses; `undefined` for everything else. */
export function inParentheses(node: Node | undefined): Node | undefined {
  return node?.kind === 'parenthesized_expression' ? node.child('expression') : undefined;
}

/** What is called and its arguments, in the order of the text. */
export function spineOf(call: Node): readonly Node[] {
  const [callee, argument] = [call.child('function'), call.child('argument')];
  if (!callee || !argument) return [call];
  return [...(callee.kind === 'apply_expression' ? spineOf(callee) : [callee]), argument];
}

/** Whether an expression is a name, a number, a short text or what is selected with names. */
export function isSimple(node: Node): boolean {
  switch (node.kind) {
    case 'variable_expression':
    case 'integer_expression':
    case 'float_expression':
    case 'path_expression':
    case 'spath_expression':
    case 'hpath_expression':
    case 'uri_expression':
      return true;
    case 'string_expression':
    case 'indented_string_expression':
      return true;
    case 'select_expression':
      return (
        !node.child('default') &&
        !node.child('attrpath')?.text.includes('${') &&
        isSimple(node.child('expression') ?? node)
      );
    case 'apply_expression':
      return (
        spineOf(node).length < 4 &&
        spineOf(node).every((part) => part.kind !== node.kind && isSimple(part))
      );
    default:
      return false;
  }
}

/** Whether the source has a line end between two offsets. */
export function isBroken({ tree }: Node, start: number, end: number): boolean {
  return tree.text.slice(start, end).includes('\n');
}
