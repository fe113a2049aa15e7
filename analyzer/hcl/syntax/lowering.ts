import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Site } from '#analyzer/site.ts';
import type { Node } from '#parser/tree.ts';
import type { Expression } from './expression.ts';

/** Where an expression stands, and how deep inside others. */
export interface Lowering {
  readonly file: FilePath;
  /** For text that is no file of its own: where it comes from. */
  readonly origin?: Site;
  readonly depth: number;
  /** Stands here so that the parts of the lowering need not import each other in circles. */
  readonly lower: (nodes: readonly Node[], lowering: Lowering) => Expression;
}

/** Below this many nested expressions the stack is safe. */
export const deepest = 150;

export function broken(node: Node, lowering: Lowering, reason: string): Expression {
  return { ...here(node, lowering), kind: 'broken', reason };
}

/** Where a node is written. */
export function here(node: Node, { file, origin }: Lowering): { readonly at: Site } {
  return { at: origin ?? { file, expr: node.id } };
}
