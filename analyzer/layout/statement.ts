import type { Node } from '#parser/tree.ts';
import { statementsOf } from '../edit/statements.ts';
import { parentheses } from './brackets.ts';
import { absorbed, call, givenInParentheses, inside, wide } from './call.ts';
import { type Doc, edge, gap, group, line, nested, newline } from './doc.ts';
import { chain, firstBlock, isJoining, lastBlock } from './operation.ts';
import { remarksBefore } from './remarks.ts';
import { isBlockBelow, isTerm } from './shapes.ts';
import { interpolation, quoted } from './strings.ts';
import {
  before,
  behind,
  firstToken,
  hasRemarks,
  lastToken,
  type Token,
  token,
  tokenIn,
} from './token.ts';

type Lay = (node: Node) => Doc;

/** A statement of a set or a `let`, or a name of a pattern. */
export function statement(node: Node, lay: Lay): Doc {
  if (node.kind === 'formal') return formal(node, lay);
  if (node.kind !== 'binding') return inherit(node, lay);
  const [path, value] = [node.child('attrpath'), node.child('expression')];
  if (!path || !value) return node.text;
  const { tree } = node;
  const sign = token(tokenIn(tree, { start: path.end, end: value.start }, '='));
  const names = namesOf(path);
  const isPlain = names.length <= 4 && names.every(({ kind }) => kind === 'identifier');
  const doc = given(value, lay);
  return group([
    attributePath(path, lay),
    nested([gap, sign, isPlain ? doc : [edge, group(doc, 'preferred')]]),
    token(lastToken(node, 1)),
  ]);
}

function formal(node: Node, lay: Lay): Doc {
  const [name, value] = [node.child('name'), node.child('default')];
  if (!name || !value) return token(node);
  const sign = tokenIn(node.tree, { start: name.end, end: value.start }, '?');
  return group([token(name), gap, nested([token(sign), given(value, lay)])]);
}

function namesOf(path: Node): readonly Node[] {
  return path.children().filter(({ field }) => field === 'attr');
}

/** Names with dots between them. */
export function attributePath(path: Node, lay: Lay): Doc {
  return namesOf(path).map((name, index) => [index === 0 ? '' : '.', attribute(name, lay)]);
}

function attribute(name: Node, lay: Lay): Doc {
  if (name.kind === 'identifier') return token(name);
  const doc = name.kind === 'interpolation' ? interpolation(name, lay) : quoted(name, lay);
  return [before(name), doc, behind(name)];
}

/** A value, beside its equals sign or below. */
function given(value: Node, lay: Lay): Doc {
  if (isOneInherit(value)) return nested([gap, group(absorbed(value, lay, 'narrow'))]);
  if (isBlockBelow(value)) return nested([gap, group(absorbed(value, lay, 'wide'))]);
  switch (value.kind) {
    case 'parenthesized_expression':
      return nested([gap, givenInParentheses(value, lay)]);
    case 'string_expression':
    case 'indented_string_expression':
    case 'path_expression':
    case 'hpath_expression':
    case 'uri_expression':
      return nested([gap, group(lay(value))]);
    case 'apply_expression':
      return nested(call(value, lay, 'given'));
    case 'with_expression':
      return nested(group([line, lay(value)]));
    case 'binary_expression':
      return joined(value, lay) ?? nested([line, group(lay(value))]);
    default:
      return isTerm(value) ? nested(group([line, lay(value)])) : nested([line, group(lay(value))]);
  }
}

function isOneInherit(node: Node): boolean {
  if (!/attrset/.test(node.kind)) return false;
  const [only, ...more] = statementsOf(node);
  const isInherit = only && more.length === 0 && /^inherit/.test(only.kind);
  if (!isInherit) return false;
  return [only.start, node.end - 1].every((at) => remarksBefore(node.tree, at).length === 0);
}

/** What joins sets, lists or texts, beside the equals sign where it begins or ends with a block. */
function joined(value: Node, lay: Lay): Doc | undefined {
  const [left, sign] = [value.child('left'), value.child('operator')];
  if (!left || !sign || !isJoining(sign)) return undefined;
  const first = firstBlock(value);
  if (first && remarksBefore(first.tree, first.start).length === 0)
    return [gap, chain(value, lay, 'wide')];
  const last = lastBlock(value);
  if (!last || hasRemarks(sign)) return undefined;
  const block = group([token(sign), gap, group(wide(last, lay), 'preferred')], 'open');
  return nested(group([line, lay(left), line, block]));
}

/** `inherit` with its names beside it, or each on a line of its own. */
function inherit(node: Node, lay: Lay): Doc {
  const { tree } = node;
  const source = node.child('expression');
  const names =
    node
      .child('attrs')
      ?.children()
      .filter(({ field }) => field === 'attr') ?? [];
  const isOpen = names.length > 3 || node.text.includes('\n');
  const [by, end] = isOpen ? [newline, newline] : [line, edge];
  const last = lastToken(node, 1);
  const own = [
    names.map((name, index) => [index === 0 ? '' : by, attribute(name, lay)]),
    end,
    token(last),
  ];
  const word = token(firstToken(node, 'inherit'.length));
  if (!source) return group([word, by, nested(own)]);
  const open = tokenIn(tree, { start: node.start, end: source.start }, '(');
  const until = names[0]?.start ?? last.start;
  const close: Token = tokenIn(tree, { start: source.end, end: until }, ')');
  const from = parentheses({ open, close }, inside(source, lay));
  return group([word, nested([group([line, from]), by, own])]);
}
