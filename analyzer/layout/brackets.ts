import type { Node } from '#parser/tree.ts';
import { statementsOf } from '../edit/statements.ts';
import { blank, type Doc, edge, gap, group, line, nested, newline, separated } from './doc.ts';
import { ownLines } from './raw.ts';
import { above, remarksBefore } from './remarks.ts';
import { isSimple } from './shapes.ts';
import {
  before,
  firstToken,
  head,
  lastToken,
  type Token,
  textOf,
  token,
  tokenIn,
} from './token.ts';

type Lay = (node: Node) => Doc;

/** A list by itself, with each item on a line of its own where it has several. */
export function list(node: Node, lay: Lay): Doc {
  return bracketed(node, { lay, between: newline });
}

/** A list as an argument: a short one of simple items may stand on one line. */
export function listGiven(node: Node, lay: Lay): Doc {
  const items = itemsOf(node);
  const isShort = items.length <= 6 && items.every(isSimple);
  return isShort ? bracketed(node, { lay, between: line }) : lay(node);
}

function itemsOf(node: Node): readonly Node[] {
  return node.children().filter(({ field }) => field === 'element');
}

function bracketed(
  node: Node,
  { lay, between }: { readonly lay: Lay; readonly between: Doc },
): Doc {
  const brackets = { open: firstToken(node, 1), close: lastToken(node, 1) };
  return around(brackets, {
    parts: itemsOf(node).map((item) => group(lay(item))),
    between,
    isWide: false,
  });
}

/** A set. A wide one has each attribute on a line of its own. */
export function set(node: Node, lay: Lay, width: 'narrow' | 'wide' = 'narrow'): Doc {
  const { tree, start, end, kind } = node;
  const open = tokenIn(tree, { start, end }, '{');
  const word = {
    attrset_expression: '',
    rec_attrset_expression: 'rec',
    let_attrset_expression: 'let',
  }[kind as string];
  const parts = statementsOf(node).map((each) => group(lay(each)));
  const body = around(
    { open, close: lastToken(node, 1) },
    { parts, between: newline, isWide: width === 'wide' },
  );
  return word ? [token(firstToken(node, word.length)), gap, body] : body;
}

/** Brackets with what stands between them, on lines of its own where the source has it so. */
function around(
  { open, close }: { readonly open: Token; readonly close: Token },
  {
    parts,
    between,
    isWide,
  }: { readonly parts: readonly Doc[]; readonly between: Doc; readonly isWide: boolean },
): Doc {
  const { tree } = open;
  const inside = { start: open.end, end: close.start };
  const own = ownLines(tree, inside);
  if (own) return [before(open), textOf(open), own, head(close)];
  const text = tree.text.slice(inside.start, inside.end);
  const isOpen = text.includes('\n');
  const isApart = text.split('\n').length > 2;
  if (text.trim() === '')
    return [before(open), textOf(open), isApart ? blank : isOpen ? newline : gap, head(close)];
  const by = isOpen || isWide ? newline : line;
  const last = above(remarksBefore(tree, close.start));
  return [
    before(open),
    textOf(open),
    by,
    nested([separated(parts, between), last]),
    by,
    head(close),
  ];
}

/** Parentheses around an expression. */
export function parentheses(
  { open, close }: { readonly open: Token; readonly close: Token },
  inside: Doc,
): Doc {
  return group([before(open), textOf(open), nested([inside, before(close)]), head(close)]);
}

/** Parentheses that end lines where what is around them does not. */
export function preferredParentheses(
  { open, close }: { readonly open: Token; readonly close: Token },
  inside: Doc,
): Doc {
  const body = group(nested([inside, before(close)]));
  return group(nested([before(open), textOf(open), edge, body, edge, head(close)]), 'preferred');
}
