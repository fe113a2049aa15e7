import type { Node } from '#parser/tree.ts';
import { statementsOf } from '../edit/statements.ts';
import { remarksBefore } from './remarks.ts';
import { indentedLines } from './text-lines.ts';
import { firstToken, hasRemarks, lastToken, type Token, tokenIn } from './token.ts';

/** Whether an expression is one without spaces, or ends with a bracket of its own. */
export function isTerm(node: Node | undefined): node is Node {
  return /^(variable|integer|float|[hs]?path|uri|string|indented_string|list|attrset|rec_attrset|let_attrset|select|parenthesized)_expression$/.test(
    node?.kind ?? '',
  );
}

/** Whether a term has an end of its own, so that it may begin where what it is given to stands. */
export function isBlock(node: Node | undefined): boolean {
  switch (node?.kind) {
    case 'attrset_expression':
    case 'rec_attrset_expression':
    case 'let_attrset_expression':
      return statementsOf(node).length > 0 || holdsLines(node);
    case 'list_expression':
      return node.child('element') !== undefined || holdsLines(node);
    case 'indented_string_expression':
      return node.text.includes('\n') && indentedLines(node).length > 1;
    case 'parenthesized_expression': {
      const inner = node.child('expression');
      const isPlain = !hasRemarks(firstToken(node, 1)) && inner !== undefined;
      const said = isPlain ? remarksBefore(node.tree, inner.start) : [];
      return isPlain && said.every(({ kind }) => kind === 'language') && isBlock(inner);
    }
    default:
      return false;
  }
}

function holdsLines({ text }: Node): boolean {
  return text.slice(text.search(/[{[]/)).includes('\n');
}

/** A block, also below a `with` or behind arguments. */
export function isBlockBelow(node: Node | undefined): boolean {
  if (node?.kind === 'with_expression') return isBlock(node.child('body'));
  if (node?.kind !== 'function_expression') return isBlock(node);
  const body = node.child('body');
  if (isNamed(node))
    return body?.kind === 'function_expression' ? isBlockBelow(body) : isBlock(body);
  return isFlatPattern(node) && startsBesideColon(node) && isBlockBelow(body);
}

/** Whether a function has one name for its argument. */
export function isNamed(node: Node): boolean {
  return node.kind === 'function_expression' && !node.child('formals');
}

/** Whether a pattern stands on one line and has at most two names, none with a default. */
export function isFlatPattern(node: Node): boolean {
  const formals = node.child('formals');
  if (!formals || formals.text.includes('\n') || /#|\/\*/.test(formals.text)) return false;
  if (node.child('universal')) return false;
  const names = formals.children().filter(({ kind }) => kind === 'formal');
  return names.length <= 2 && names.every((each) => !each.child('default'));
}

/** Whether the body of a function begins on the line of the colon. */
export function startsBesideColon(node: Node): boolean {
  const body = node.child('body');
  return body !== undefined && !node.tree.text.slice(colonOf(node).end, body.start).includes('\n');
}

/** The colon of a function. */
export function colonOf(node: Node): Token {
  const { tree, start } = node;
  const body = node.child('body');
  const from = Math.max(node.child('formals')?.end ?? start, node.child('universal')?.end ?? start);
  return tokenIn(tree, { start: from, end: body?.start ?? node.end }, ':');
}

/** What stands in parentheses; `undefined` for everything else. */
export function inParentheses(node: Node | undefined): Node | undefined {
  return node?.kind === 'parenthesized_expression' ? node.child('expression') : undefined;
}

/** Whether an expression is a name, a number, a text, what is selected with names, or calls one with such. */
export function isSimple(node: Node | undefined): boolean {
  switch (node?.kind) {
    case 'variable_expression':
    case 'integer_expression':
    case 'float_expression':
    case 'path_expression':
    case 'spath_expression':
    case 'hpath_expression':
    case 'uri_expression':
    case 'string_expression':
    case 'indented_string_expression':
      return !hasRemarks(node);
    case 'select_expression': {
      const names = node.child('attrpath')?.children() ?? [];
      const isPlain = names.every(({ kind }) => kind === 'identifier' || kind === 'comment');
      return isPlain && !node.child('default') && isSimple(node.child('expression'));
    }
    case 'parenthesized_expression':
      return (
        !hasRemarks(firstToken(node, 1)) &&
        !hasRemarks(lastToken(node, 1)) &&
        isSimple(node.child('expression'))
      );
    case 'apply_expression':
      return isSimpleCall(node);
    default:
      return false;
  }
}

/** Whether a call has two arguments at most, and all of it is simple. */
export function isSimpleCall(node: Node): boolean {
  const callee = node.child('function');
  const inner = callee?.kind === 'apply_expression' ? callee.child('function') : undefined;
  if (inner?.kind === 'apply_expression') return false;
  return isSimple(callee) && isSimple(node.child('argument'));
}
