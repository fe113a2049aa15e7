import type { NodeKind } from '#parser/kinds.ts';
import type { Node } from '#parser/tree.ts';
import { inOf, statementsOf } from '../edit/statements.ts';
import { list, parentheses, set } from './brackets.ts';
import { assertion, call, inside, semicolonBehind, withHead } from './call.ts';
import {
  type Doc,
  edge,
  gap,
  group,
  line,
  nested,
  newline,
  separated,
  softEdge,
  softLine,
} from './doc.ts';
import { lambda } from './lambda.ts';
import { operation } from './operation.ts';
import { ownLines, raw } from './raw.ts';
import { above, asLine, remarkBehind } from './remarks.ts';
import { inParentheses } from './shapes.ts';
import { attributePath, statement } from './statement.ts';
import { indented, interpolation, quoted } from './strings.ts';
import { before, behind, firstToken, lastToken, token, tokenIn, withAllAbove } from './token.ts';

/** How an expression or a statement is laid out, wherever it stands. */
export function expression(node: Node): Doc {
  return layouts[node.kind]?.(node) ?? token(node);
}

/** For all kinds that are more than one token. */
const layouts: { readonly [Kind in NodeKind]?: (node: Node) => Doc } = {
  apply_expression: (node) => call(node, expression),
  assert_expression: assertOf,
  attrset_expression: (node) => set(node, expression),
  binary_expression: (node) => operation(node, expression),
  binding: (node) => statement(node, expression),
  formal: (node) => statement(node, expression),
  function_expression: (node) => lambda(node, expression),
  has_attr_expression: presence,
  hpath_expression: (node) => around(node, pathOf(node)),
  if_expression: (node) => group(conditional(node)),
  indented_string_expression: (node) => around(node, indented(node, expression)),
  inherit: (node) => statement(node, expression),
  inherit_from: (node) => statement(node, expression),
  let_attrset_expression: (node) => set(node, expression),
  let_expression: letOf,
  list_expression: (node) => group(list(node, expression)),
  parenthesized_expression: parenthesized,
  path_expression: (node) => around(node, pathOf(node)),
  rec_attrset_expression: (node) => set(node, expression),
  select_expression: selection,
  string_expression: (node) => around(node, quoted(node, expression)),
  unary_expression: unary,
  with_expression: (node) => [group(withHead(node, expression)), line, part(node, 'body')],
};

type Part = Parameters<Node['child']>[0];

function part(node: Node, field: Part): Doc {
  const found = node.child(field);
  return found ? expression(found) : '';
}

/** A node as one token, with what is said around it. */
function around(node: Node, doc: Doc): Doc {
  return [before(node), doc, behind(node)];
}

function parenthesized(node: Node): Doc {
  const inner = inParentheses(node);
  if (!inner) return node.text;
  const open = firstToken(node, 1);
  const said = remarkBehind(node.tree, open.end);
  const first = said === undefined ? '' : above([asLine(said)]);
  const doc = parentheses({ open, close: lastToken(node, 1) }, inside(inner, expression));
  return first === '' ? doc : [first, doc];
}

function pathOf(node: Node): Doc {
  return node.children().map((each) => {
    return each.kind === 'interpolation' ? interpolation(each, expression) : each.text;
  });
}

function unary(node: Node): Doc {
  const sign = node.child('operator');
  return [sign ? token(sign) : '', part(node, 'argument')];
}

/** `a ? b`, also with further paths behind it. */
function presence(node: Node): Doc {
  const checks: Doc[] = [];
  let owner: Node | undefined = node;
  while (owner?.kind === 'has_attr_expression') {
    const [sign, path] = [owner.child('operator'), owner.child('attrpath')];
    if (sign && path)
      checks.unshift([line, withAllAbove(sign), gap, attributePath(path, expression)]);
    owner = owner.child('expression');
  }
  return group([owner ? expression(owner) : '', nested(checks)]);
}

function conditional(node: Node, place: 'first' | 'else' = 'first'): Doc {
  const { tree } = node;
  const [condition, yes, no] = [
    node.child('condition'),
    node.child('consequence'),
    node.child('alternative'),
  ];
  if (!condition || !yes || !no) return node.text;
  const word = firstToken(node, 2);
  const then = token(tokenIn(tree, { start: condition.end, end: yes.start }, 'then'));
  const otherwise = tokenIn(tree, { start: yes.end, end: no.start }, 'else');
  const ends = place === 'first' ? line : newline;
  const first = place === 'first' ? withAllAbove(word) : token(word);
  return [
    group([first, line, nested(expression(condition)), line, then]),
    [ends, nested(group(expression(yes))), ends, withAllAbove(otherwise), gap],
    no.kind === 'if_expression' ? conditional(no, 'else') : [line, nested(group(expression(no)))],
  ];
}

function letOf(node: Node): Doc {
  const { tree, start } = node;
  const body = node.child('body');
  if (!body) return node.text;
  const word = firstToken(node, 3);
  const end = inOf(node);
  const names = ownLines(tree, { start: start + 3, end }) ?? [
    newline,
    nested(
      separated(
        statementsOf(node).map((each) => group(expression(each))),
        newline,
      ),
    ),
    newline,
  ];
  const said = remarkBehind(tree, end + 2);
  const last = said === undefined ? '' : above([asLine(said)]);
  return [before(word), 'let', names, group(['in', newline, last, expression(body)])];
}

function assertOf(node: Node): Doc {
  const [condition, body] = [node.child('condition'), node.child('body')];
  if (!condition || !body) return node.text;
  const given = assertion(firstToken(node, 6), condition, expression);
  return group([given, token(semicolonBehind(condition, body)), newline, expression(body)]);
}

function selection(node: Node): Doc {
  const [from, path, otherwise] = [
    node.child('expression'),
    node.child('attrpath'),
    node.child('default'),
  ];
  if (!from || !path) return raw(node.tree, node.span);
  const head = [expression(from), beforeDot(from), '.', attributePath(path, expression)];
  if (!otherwise) return head;
  const word = tokenIn(node.tree, { start: path.end, end: otherwise.start }, 'or');
  return [head, softLine, nested([token(word), gap, expression(otherwise)])];
}

function beforeDot({ kind }: Node): Doc {
  switch (kind) {
    case 'integer_expression':
    case 'float_expression':
      return gap;
    case 'variable_expression':
    case 'spath_expression':
      return '';
    case 'parenthesized_expression':
      return softEdge;
    default:
      return edge;
  }
}
