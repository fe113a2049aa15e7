import type { Node } from '#parser/tree.ts';
import { commentsWithin, withoutComments } from '../edit/comments.ts';
import { type Doc, group, line, newline } from './doc.ts';
import { gap, lineEnd, raw } from './raw.ts';
import { isBlockBelow } from './shapes.ts';

type Lay = (node: Node) => Doc;

/** A function: its body begins beside its argument where it is a block, or has room. */
export function lambda(node: Node, lay: Lay): Doc {
  return parameters(node, { lay, depth: 1 });
}

function parameters(
  node: Node,
  { lay, depth }: { readonly lay: Lay; readonly depth: number },
): Doc {
  const { tree, start } = node;
  const body = node.child('body');
  if (!body) return raw(tree, node.span);
  const formals = node.child('formals');
  const between = { start: colonOf(node, body) + 1, end: body.start };
  const head = raw(tree, { start, end: between.start });
  if (formals) {
    const end = lineEnd(tree, between);
    const by = formals.text.includes('\n') || end.lines > 1 ? end : line;
    return [head, gap(tree, between, by), lay(body)];
  }
  if (commentsWithin(tree, between).length > 0) return [head, gap(tree, between, line), lay(body)];
  const isNext = body.kind === 'function_expression' && !body.child('formals');
  if (isNext) return [head, ' ', parameters(body, { lay, depth: depth + 1 })];
  if (isBlockBelow(body)) return [head, ' ', group(lay(body), 'preferred')];
  return [head, depth > 2 ? newline : line, lay(body)];
}

function colonOf(node: Node, body: Node): number {
  const head = { start: node.start, end: body.start };
  return node.start + withoutComments(node.tree, head).lastIndexOf(':');
}
