import type { GraphGroup, GraphNode } from '#analyzer/graph/graph.ts';
import { type Box, type DrawnFrame, sizes } from './drawing.ts';
import { extent } from './pack.ts';
import { fitText, textSize } from './text-size.ts';

/** The frames around the members of groups, with their titles inside at the top. */
export function framesAround(
  groups: readonly GraphGroup[],
  nodes: readonly GraphNode[],
  boxes: ReadonlyMap<string, Box>,
): readonly DrawnFrame[] {
  return groups.flatMap((group): DrawnFrame[] => {
    const members = nodes.flatMap(({ id, group: own }) =>
      own === group.id ? (boxes.get(id) ?? []) : [],
    );
    if (members.length === 0) return [];
    const inner = extent(members);
    const wanted = Math.min(textSize(group.label, sizes.frameTitle), 260) + 8;
    const width = Math.max(inner.width, wanted) + 2 * sizes.framePadding;
    const label = fitText(group.label, sizes.frameTitle, width - 2 * sizes.framePadding);
    return [
      {
        group,
        label,
        x: inner.x - sizes.framePadding,
        y: inner.y - sizes.frameHead,
        width,
        height: inner.height + sizes.frameHead + sizes.framePadding,
      },
    ];
  });
}
