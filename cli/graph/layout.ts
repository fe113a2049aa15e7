import type { Graph } from '#analyzer/graph/graph.ts';
import type { Box, Drawing, DrawnEdge, DrawnFrame, DrawnNode, Point } from './drawing.ts';
import { edgeLines } from './edge-lines.ts';
import { framesAround } from './frames.ts';
import { placed } from './layered.ts';
import { type SizedNode, sizedNode } from './measure.ts';
import { extent, onPage } from './pack.ts';
import { type Part, partsOf } from './parts.ts';

const margin = 24;
const betweenParts = 30;

/** Gives everything in a picture its place: each part in layers, the parts side by side. */
export function layOut(graph: Graph): Drawing {
  const sized = new Map(
    equallyWide(graph.nodes.map(sizedNode)).map((size) => [size.node.id, size]),
  );
  const parts = partsOf(graph)
    .map((part) => layOutPart(graph, part, sized))
    .toSorted(largerFirst);
  const places = onPage(
    parts.map(({ size }) => size),
    betweenParts,
  );
  const moved = parts.map((part, index) => {
    const place = places[index] ?? part.size;
    return movedPart(part, {
      x: margin + place.x - part.size.x,
      y: margin + place.y - part.size.y,
    });
  });
  const whole = extent(moved.map(({ size }) => size));
  return {
    graph,
    width: Math.ceil(whole.width + 2 * margin),
    height: Math.ceil(whole.height + 2 * margin),
    frames: moved.flatMap(({ frames }) => frames),
    nodes: moved.flatMap(({ nodes }) => nodes),
    edges: moved.flatMap(({ edges }) => edges),
  };
}

/** Nodes of one kind in one frame are equally wide. */
function equallyWide(sized: readonly SizedNode[]): readonly SizedNode[] {
  const key = ({ node }: SizedNode): string => `${node.kind} ${node.group}`;
  const widest = new Map<string, number>();
  for (const size of sized) widest.set(key(size), Math.max(widest.get(key(size)) ?? 0, size.width));
  return sized.map((size) => {
    return size.node.group === undefined
      ? size
      : { ...size, width: widest.get(key(size)) ?? size.width };
  });
}

interface PlacedPart {
  readonly frames: readonly DrawnFrame[];
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
  readonly size: Box;
}

function layOutPart(
  { groups }: Graph,
  part: Part,
  sized: ReadonlyMap<string, SizedNode>,
): PlacedPart {
  const { boxes, routes } = placed(part, sized);
  const nodes = part.nodes.flatMap((node): DrawnNode[] => {
    const [box, size] = [boxes.get(node.id), sized.get(node.id)];
    return box && size ? [{ ...size, ...box }] : [];
  });
  const edges = edgeLines(part.edges, boxes, routes);
  const frames = framesAround(groups, part.nodes, boxes);
  const bends = edges.flatMap(({ points }) =>
    points.map((point) => ({ ...point, width: 0, height: 0 })),
  );
  return { nodes, edges, frames, size: extent([...nodes, ...frames, ...bends]) };
}

/** Parts with edges before those without, higher ones before lower ones. */
function largerFirst(a: PlacedPart, b: PlacedPart): number {
  const joined = (part: PlacedPart): number => (part.edges.length > 0 ? 1 : 0);
  return joined(b) - joined(a) || b.size.height - a.size.height || b.size.width - a.size.width;
}

function movedPart({ frames, nodes, edges, size }: PlacedPart, by: Point): PlacedPart {
  const move = <Item extends Point>(item: Item): Item => ({
    ...item,
    x: item.x + by.x,
    y: item.y + by.y,
  });
  return {
    frames: frames.map(move),
    nodes: nodes.map(move),
    edges: edges.map((edge) => ({
      ...edge,
      points: edge.points.map(move),
      label: edge.label && move(edge.label),
    })),
    size: move(size),
  };
}
