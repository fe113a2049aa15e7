import type { GraphNode } from '#analyzer/graph/graph.ts';
import { sizes } from './drawing.ts';
import { fitText, textSize } from './text-size.ts';

const narrowest = 84;
const widest = 300;

/** A node that has a size and no place yet. */
export interface SizedNode {
  readonly node: GraphNode;
  readonly label: string;
  readonly lines: readonly string[];
  readonly width: number;
  readonly height: number;
}

/** How large a node is, and what of its texts fits into it. */
export function sizedNode(node: GraphNode): SizedNode {
  const room = widest - 2 * sizes.padding - sizes.stripe;
  const label = fitText(node.label, sizes.label, room);
  const lines = node.lines.map((line) => fitText(line, sizes.line, room));
  const texts = [textSize(label, sizes.label), ...lines.map((line) => textSize(line, sizes.line))];
  const inner = Math.max(narrowest, ...texts);
  return {
    node,
    label,
    lines,
    width: Math.ceil(inner + 2 * sizes.padding + sizes.stripe),
    height: 2 * sizes.padding - 4 + sizes.labelHeight + lines.length * sizes.lineHeight,
  };
}
