import type { Node } from '#parser/tree.ts';
import { absorbed, wide } from './call.ts';
import { type Doc, edge, gap, group, line, newline } from './doc.ts';
import { raw } from './raw.ts';
import {
  colonOf,
  isBlock,
  isBlockBelow,
  isFlatPattern,
  isNamed,
  isTerm,
  startsBesideColon,
} from './shapes.ts';
import { before, token } from './token.ts';

type Lay = (node: Node) => Doc;

/** A function: its body begins beside its argument where it is a block, or has room. */
export function lambda(node: Node, lay: Lay): Doc {
  const body = node.child('body');
  if (!body) return node.text;
  if (isNamed(node)) return group([edge, argument(node), bodyBehind(body, { lay, depth: 1 })]);
  return [argument(node), bodyBelow(node, body, lay)];
}

/** What a function takes, up to the colon. */
function argument(node: Node): Doc {
  const { tree, start } = node;
  const name = node.child('universal');
  const colon = token(colonOf(node));
  if (isNamed(node) && name) return [token(name), colon];
  const end = Math.max(node.child('formals')?.end ?? start, name?.end ?? start);
  return [before({ tree, start, end: start }), raw(tree, { start, end }), colon];
}

function bodyBehind(
  node: Node,
  { lay, depth }: { readonly lay: Lay; readonly depth: number },
): Doc {
  const body = node.child('body');
  if (isNamed(node) && body)
    return [gap, argument(node), bodyBehind(body, { lay, depth: depth + 1 })];
  if (isBlockBelow(node)) return [gap, group(absorbed(node, lay, 'narrow'), 'preferred')];
  return [depth > 2 ? newline : line, lay(node)];
}

/** The body of a function that names parts of its argument. */
function bodyBelow(node: Node, body: Node, lay: Lay): Doc {
  const isBeside = startsBesideColon(node);
  if (isBeside && isFlatPattern(node) && isBlockBelow(body))
    return [gap, group(lay(body), 'preferred')];
  if (!isBeside && !node.child('universal')) return [newline, lay(body)];
  if (isTerm(body) && isBlock(body)) return [line, group(wide(body, lay))];
  return [line, lay(body)];
}
