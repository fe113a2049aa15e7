import type { Node } from '#parser/tree.ts';
import { withoutComments } from '../edit/comments.ts';
import { inOf } from '../edit/statements.ts';
import { braced, bracketed } from './brackets.ts';
import { apart, call, callOf, parenthesized } from './call.ts';
import { blank, type Doc, fill, group, line, nested, newline, soft } from './doc.ts';
import { lambda } from './lambda.ts';
import { operation } from './operation.ts';
import { gap, lineEnd, raw } from './raw.ts';
import { inParentheses, isBlock } from './shapes.ts';
import { statement } from './statement.ts';

/** How an expression or a statement is laid out, wherever it stands. */
export function expression(node: Node): Doc {
  switch (node.kind) {
    case 'parenthesized_expression':
      return parenthesized(node, expression);
    case 'apply_expression':
      return call(node, expression);
    case 'list_expression':
      return group(bracketed(node, { lay: expression, gap: line }));
    case 'attrset_expression':
    case 'rec_attrset_expression':
      return group(braced(node, { lay: expression, gap: line }));
    case 'function_expression':
      return lambda(node, expression);
    case 'binary_expression':
      return operation(node, expression);
    case 'if_expression':
      return group(conditional(node, line));
    case 'let_expression':
      return letOf(node);
    case 'with_expression':
      return withOf(node);
    case 'assert_expression':
      return assertion(node);
    case 'select_expression':
      return selection(node);
    case 'unary_expression':
      return [node.child('operator')?.text ?? '', part(node, 'argument')];
    case 'binding':
    case 'inherit':
    case 'inherit_from':
      return statement(node, expression);
    case 'let_attrset_expression':
      return '';
    default:
      return raw(node.tree, node.span);
  }
}

type Part = Parameters<Node['child']>[0];

function part(node: Node, field: Part): Doc {
  const found = node.child(field);
  return found ? expression(found) : '';
}

function conditional(node: Node, between: Doc): Doc {
  const otherwise = node.child('alternative');
  const isChain = otherwise?.kind === 'if_expression';
  const ends = isChain ? newline : between;
  return [
    group(['if', line, nested(group(part(node, 'condition'))), line, 'then']),
    [ends, nested(group(part(node, 'consequence'))), beforeElse(node, ends)],
    otherwise && isChain
      ? ['else ', conditional(otherwise, newline)]
      : ['else', ends, nested(group(part(node, 'alternative')))],
  ];
}

function beforeElse(node: Node, by: Doc): Doc {
  const [yes, no] = [node.child('consequence'), node.child('alternative')];
  const between = { start: yes?.end ?? 0, end: no?.start ?? 0 };
  const end = between.start + withoutComments(node.tree, between).lastIndexOf('else');
  const isApart = /^\s*\n\s*\n/.test(node.tree.text.slice(between.start, end));
  return gap(node.tree, { start: between.start, end }, isApart ? blank : by);
}

function letOf(node: Node): Doc {
  const names = node.children().find(({ kind }) => kind === 'binding_set');
  const body = node.child('body');
  if (!names || !body) return raw(node.tree, node.span);
  const first = lineEnd(node.tree, { start: node.start, end: names.start });
  const before = lineEnd(node.tree, { start: names.end, end: inOf(node) });
  const last = gap(
    node.tree,
    { start: inOf(node) + 2, end: body.start },
    lineEnd(node.tree, { start: inOf(node), end: body.start }),
  );
  return [
    'let',
    first,
    nested(raw(node.tree, names.span)),
    before,
    'in',
    last,
    group(expression(body)),
  ];
}

function withOf(node: Node): Doc {
  const body = node.child('body');
  return [
    'with ',
    nested(group(part(node, 'environment'))),
    ';',
    isBlock(body) && isGiven(node) ? ' ' : line,
    group(part(node, 'body')),
  ];
}

/** Whether a block may begin where an expression stands, as behind an equals sign. */
function isGiven({ parent }: Node): boolean {
  if (parent?.kind === 'function_expression') return !parent.child('formals');
  return parent?.kind === 'binding';
}

function assertion(node: Node): Doc {
  const condition = node.child('condition');
  const inner = inParentheses(condition);
  const given =
    condition?.kind === 'apply_expression'
      ? ['assert ', callOf(condition, expression)]
      : inner && !isBlock(inner)
        ? ['assert ', apart(inner, expression)]
        : ['assert', nested([line, group(part(node, 'condition'))])];
  return [group([given, ';']), newline, part(node, 'body')];
}

function selection(node: Node): Doc {
  const [from, path, otherwise] = [
    node.child('expression'),
    node.child('attrpath'),
    node.child('default'),
  ];
  if (!from || !path) return raw(node.tree, node.span);
  const dots = node.tree.text.slice(from.end, path.start).replace(/\s/g, '');
  const isPlain = inParentheses(from) === undefined && !isBlock(from);
  const before = isPlain ? '' : isBlock(from) && from.text.includes('\n') ? newline : soft;
  const head = [expression(from), before, `${dots}${path.text}`];
  if (!otherwise) return head;
  const isWhole = otherwise.kind === 'select_expression';
  const other = ['or ', expression(otherwise)];
  return [head, nested(isWhole ? group([line, other]) : [fill, other])];
}
