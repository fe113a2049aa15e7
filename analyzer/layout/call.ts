import type { Node } from '#parser/tree.ts';
import { listGiven, preferredParentheses, set } from './brackets.ts';
import { type Doc, edge, gap, group, isSequence, line, nested, newline } from './doc.ts';
import { flatDoc } from './flat.ts';
import { above, asLine, remarkBehind, remarksBefore } from './remarks.ts';
import {
  colonOf,
  inParentheses,
  isBlock,
  isBlockBelow,
  isNamed,
  isSimpleCall,
  isTerm,
} from './shapes.ts';
import { firstToken, hasRemarks, lastToken, type Token, token, tokenIn } from './token.ts';

type Lay = (node: Node) => Doc;

/** What is called, with what it is given, and how it stands in what is around it. */
interface Call {
  /** What is called; for `assert`, that word. */
  readonly callee: Node | Token;
  readonly given: readonly Node[];
  readonly lay: Lay;
  /** Behind an equals sign or an operator, in parentheses, or neither. */
  readonly place: 'given' | 'inside' | 'alone';
}

/** A call, which is on one line, with one argument opened, or with each on a line of its own. */
export function call(node: Node, lay: Lay, place: Call['place'] = 'alone'): Doc {
  const [callee, ...given] = spineOf(node);
  return callee ? laidOut({ callee, given, lay, place }, isSimpleCall(node)) : '';
}

/** `assert` with its condition, which is laid out as a call is. */
export function assertion(word: Token, condition: Node, lay: Lay): Doc {
  return laidOut({ callee: word, given: spineOf(condition), lay, place: 'alone' }, false);
}

/** What is called and its arguments, in the order of the text. */
function spineOf(node: Node): readonly Node[] {
  const [callee, argument] = [node.child('function'), node.child('argument')];
  if (node.kind !== 'apply_expression' || !callee || !argument) return [node];
  return [...spineOf(callee), argument];
}

function laidOut(all: Call, isSimple: boolean): Doc {
  const { given, lay, place } = all;
  const last = given.at(-1);
  if (!last) return '';
  const said = saidFirst(all.callee);
  const begin = place === 'given' ? line : '';
  const end = place === 'inside' ? edge : '';
  const after = place === 'inside' && said !== '' ? newline : '';
  const pair = pairAt(all, given.length);
  if (pair) {
    const lists = pair.map((each) => [line, nested(group(listGiven(each, lay)))]);
    const front = group(upTo(all, given.length - 2, said), 'open');
    return [said, group([begin, front, lists, end]), after];
  }
  const front = [begin, group(upTo(all, given.length - 1, said), 'open')];
  const flat = isSimple ? flatDoc(front) : undefined;
  const body = flat ? [flat, gap, lastGiven(last, lay)] : [front, line, lastGiven(last, lay), end];
  return [said, group(body), after];
}

/** A call with the first of its arguments. */
function upTo(all: Call, count: number, said: Doc): Doc {
  const { callee, given, lay, place } = all;
  const argument = given[count - 1];
  if (!argument) {
    const doc = isNode(callee) ? lay(callee) : token(callee);
    if (said !== '') return withoutRemarks(doc, firstTokenOf(callee));
    return place === 'inside' ? nested(group([edge, doc])) : doc;
  }
  const pair = pairAt(all, count);
  if (pair) {
    const lists = pair.map((each) => [line, group(listGiven(each, lay))]);
    return group([group(upTo(all, count - 2, said), 'open'), nested(group(lists))], 'open');
  }
  const role = argument.kind === 'select_expression' ? 'plain' : 'preferred';
  const doc = argument.kind === 'list_expression' ? listGiven(argument, lay) : lay(argument);
  return [group(upTo(all, count - 1, said), 'open'), line, nested(group(doc, role))];
}

/** Two lists that are given one after the other, which are opened together. */
function pairAt({ given }: Call, count: number): readonly [Node, Node] | undefined {
  const [first, second] = [given[count - 2], given[count - 1]];
  const isPair = first?.kind === 'list_expression' && second?.kind === 'list_expression';
  return isPair ? [first, second] : undefined;
}

function isNode(callee: Node | Token): callee is Node {
  return 'kind' in callee;
}

/** What is said around the first token of a call stands above all of it. */
function saidFirst(callee: Node | Token): Doc {
  const { tree, start, end } = firstTokenOf(callee);
  const all = remarksBefore(tree, start);
  const own = all.findIndex(({ kind }) => kind !== 'language');
  const behind = remarkBehind(tree, end);
  const said = own === -1 ? [] : all.slice(own);
  const remarks = behind === undefined ? said : [...said, asLine(behind)];
  return remarks.length === 0 ? '' : { kind: 'around', at: start, doc: above(remarks) };
}

function firstTokenOf(callee: Node | Token): Token {
  if (!isNode(callee)) return callee;
  const inner = callee.child('expression');
  if (callee.kind === 'select_expression' && inner) return firstTokenOf(inner);
  return /^(parenthesized|list|attrset)_expression$/.test(callee.kind)
    ? firstToken(callee, 1)
    : callee;
}

function withoutRemarks(doc: Doc, { start, end }: Token): Doc {
  if (isSequence(doc)) return doc.map((each) => withoutRemarks(each, { start, end } as Token));
  if (typeof doc === 'string') return doc;
  if (doc.kind === 'around') return doc.at === start || doc.at === end ? '' : doc;
  if (doc.kind !== 'group' && doc.kind !== 'nested') return doc;
  return { ...doc, doc: withoutRemarks(doc.doc, { start, end } as Token) };
}

/** The last argument, which begins where the others end even if it goes over lines. */
function lastGiven(argument: Node, lay: Lay): Doc {
  if (isTerm(argument) && isBlock(argument)) return group(nested(bare(argument, lay)), 'preferred');
  const inner = inParentheses(argument);
  if (!inner) return group(nested(lay(argument)));
  const brackets = { open: firstToken(argument, 1), close: lastToken(argument, 1) };
  const short = beforeBlock(inner, brackets);
  if (short) {
    const [first, block] = short;
    return group(nested(['(', first, gap, wide(block, lay), token(brackets.close)]), 'preferred');
  }
  return givenInParentheses(argument, lay);
}

/** `name:` or `name` with the block behind it, without a word said between them. */
function beforeBlock(
  inner: Node,
  { open, close }: { readonly open: Token; readonly close: Token },
): readonly [Doc, Node] | undefined {
  if (hasRemarks(open)) return undefined;
  if (isNamed(inner)) {
    const [name, body] = [inner.child('universal'), inner.child('body')];
    const isPlain = name && body && !hasRemarks(name) && !hasRemarks(colonOf(inner));
    return isPlain && isTerm(body) && isBlock(body) ? [`${name.text}:`, body] : undefined;
  }
  const [callee, argument] = [inner.child('function'), inner.child('argument')];
  if (inner.kind !== 'apply_expression' || callee?.kind !== 'variable_expression') return undefined;
  const isPlain = !hasRemarks(callee) && !hasRemarks(close);
  return isPlain && isTerm(argument) && isBlock(argument) ? [callee.text, argument] : undefined;
}

/** Parentheses as a value or the last argument: what is in them stands on lines of its own. */
export function givenInParentheses(node: Node, lay: Lay): Doc {
  const inner = inParentheses(node);
  if (!inner) return lay(node);
  const open = firstToken(node, 1);
  const said = remarkBehind(node.tree, open.end);
  const first = said === undefined ? '' : above([asLine(said)]);
  return preferredParentheses({ open, close: lastToken(node, 1) }, [first, lay(inner)]);
}

/** A block without the group around it. */
function bare(node: Node, lay: Lay): Doc {
  const doc = lay(node);
  const isGroup = node.kind === 'list_expression' && !isSequence(doc) && typeof doc !== 'string';
  return isGroup && doc.kind === 'group' ? doc.doc : doc;
}

/** A block with what it holds on lines of its own. */
export function wide(node: Node, lay: Lay): Doc {
  return /attrset/.test(node.kind) ? set(node, lay, 'wide') : bare(node, lay);
}

/** What begins where something else ends: a block, or one below a `with` or behind arguments. */
export function absorbed(node: Node, lay: Lay, width: 'narrow' | 'wide'): Doc {
  if (isTerm(node) && isBlock(node)) return width === 'wide' ? wide(node, lay) : bare(node, lay);
  const body = node.kind === 'with_expression' ? node.child('body') : undefined;
  if (!body || !isTerm(body) || !isBlock(body)) return lay(node);
  return group([edge, withHead(node, lay), gap, group(wide(body, lay), 'preferred')]);
}

/** `with` and its set, up to the semicolon. */
export function withHead(node: Node, lay: Lay): Doc {
  const [scope, body] = [node.child('environment'), node.child('body')];
  if (!scope || !body) return '';
  const semicolon = semicolonBehind(scope, body);
  return [token(firstToken(node, 4)), gap, nested(group(lay(scope))), token(semicolon)];
}

export function semicolonBehind({ tree, end }: Node, body: Node): Token {
  return tokenIn(tree, { start: end, end: body.start }, ';');
}

/** What stands in parentheses or in `${}`. */
export function inside(node: Node, lay: Lay): Doc {
  if (isBlockBelow(node)) return group(absorbed(node, lay, 'narrow'));
  if (node.kind === 'apply_expression') return call(node, lay, 'inside');
  const isSelection = node.kind === 'select_expression';
  if (isSelection && !isBlock(node.child('expression'))) return [group(lay(node)), edge];
  return [edge, group(lay(node)), edge];
}
