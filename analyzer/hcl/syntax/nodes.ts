import type { Node } from '#parser/tree.ts';

/** The children of a node that mean something. */
export function parts(node: Node): Node[] {
  return [...node.children()].filter((child) => child.kind !== 'comment');
}

/** The expressions directly below a node. */
export function expressions(node: Node): Node[] {
  return parts(node).filter((child) => child.kind === 'expression');
}
