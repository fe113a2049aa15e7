import { type EdgeLabel, Graph as LayoutGraph, layout, type NodeLabel } from '@dagrejs/dagre';
import type { GraphEdge, GraphNode } from '#analyzer/graph/graph.ts';
import { type Box, type Point, sizes } from './drawing.ts';
import type { SizedNode } from './measure.ts';
import { extent, inGrid, type Size } from './pack.ts';
import type { Part } from './parts.ts';
import { textSize } from './text-size.ts';

/** Where the nodes and edges of a part are. */
export interface Placed {
  readonly boxes: ReadonlyMap<string, Box>;
  /** The bends of edges, from node to node, and the places of labels. */
  readonly routes: ReadonlyMap<GraphEdge, Route>;
}

export interface Route {
  readonly points: readonly Point[];
  readonly label: Box | undefined;
}

const gridGap = 14;
/** Rows of equal things may be wide; beside layers they are rather a column. */
const gridShape = 2.6;
const besideLayers = 0.4;
const between = 14;
/** Frames need room for their titles. */
const betweenInFrames = 34;
const acrossRanks = 84;

/** Places the nodes of a part in layers from left to right. Those of a group that nothing joins stand in rows. */
export function placed(part: Part, sized: ReadonlyMap<string, SizedNode>): Placed {
  const blocks = blocksOf(part, sized);
  const graph = layoutGraph(
    part.nodes.some(({ group }) => group !== undefined) ? betweenInFrames : between,
  );
  for (const node of part.nodes) addNode(graph, node, { sized, blocks });
  for (const block of blocks) {
    graph.setNode(block.id, { width: block.size.width, height: block.size.height });
    if (block.group !== undefined) graph.setParent(block.id, block.group);
  }
  for (const edge of part.edges) {
    if (edge.from !== edge.to) graph.setEdge(edge.from, edge.to, edgeLabel(edge), edge.kind);
  }
  layout(graph);
  return { boxes: boxesOf(graph, part, blocks), routes: routesOf(graph, part) };
}

function layoutGraph(nodesep: number): LayoutGraph<object, NodeLabel, EdgeLabel> {
  const graph = new LayoutGraph<object, NodeLabel, EdgeLabel>({ compound: true, multigraph: true });
  graph.setGraph({
    rankdir: 'LR',
    nodesep,
    ranksep: acrossRanks,
    edgesep: 12,
    ranker: 'network-simplex',
  });
  return graph;
}

/** Members of a group that no edge joins, laid out in rows and columns. */
interface Block {
  readonly id: string;
  readonly group: string | undefined;
  readonly boxes: ReadonlyMap<string, Box>;
  readonly size: Size;
}

function blocksOf({ nodes, edges }: Part, sized: ReadonlyMap<string, SizedNode>): readonly Block[] {
  const joined = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const alone = new Map<string | undefined, GraphNode[]>();
  for (const node of nodes) {
    if (!joined.has(node.id)) alone.set(node.group, [...(alone.get(node.group) ?? []), node]);
  }
  return [...alone].map(([group, members]): Block => {
    const items = members.map(({ id }) => sized.get(id) ?? { width: 0, height: 0 });
    const places = inGrid(items, gridGap, edges.length > 0 ? besideLayers : gridShape);
    const boxes = new Map(members.map(({ id }, index) => [id, places[index] ?? extent([])]));
    return { id: `block ${group}`, group, boxes, size: extent(places) };
  });
}

interface Sizing {
  readonly sized: ReadonlyMap<string, SizedNode>;
  readonly blocks: readonly Block[];
}

function addNode(
  graph: LayoutGraph<object, NodeLabel, EdgeLabel>,
  { id, group }: GraphNode,
  { sized, blocks }: Sizing,
): void {
  if (group !== undefined && !graph.hasNode(group)) graph.setNode(group, { width: 0, height: 0 });
  if (blocks.some(({ boxes }) => boxes.has(id))) return;
  const { width = 0, height = 0 } = sized.get(id) ?? {};
  graph.setNode(id, { width, height });
  if (group !== undefined) graph.setParent(id, group);
}

function edgeLabel({ label }: GraphEdge): EdgeLabel {
  if (label === undefined) return {};
  const width = textSize(label, sizes.edgeLabel) + 10;
  return { width, height: sizes.lineHeight + 2, labelpos: 'c' };
}

function boxesOf(
  graph: LayoutGraph<object, NodeLabel, EdgeLabel>,
  part: Part,
  blocks: readonly Block[],
): ReadonlyMap<string, Box> {
  const boxes = new Map<string, Box>();
  for (const { id } of part.nodes) {
    if (graph.hasNode(id)) boxes.set(id, boxAround(graph.node(id)));
  }
  for (const { id, boxes: inner } of blocks) {
    const { x, y } = boxAround(graph.node(id));
    for (const [member, box] of inner) boxes.set(member, { ...box, x: box.x + x, y: box.y + y });
  }
  return boxes;
}

function boxAround({ x = 0, y = 0, width = 0, height = 0 }: Partial<Box>): Box {
  return { x: x - width / 2, y: y - height / 2, width, height };
}

function routesOf(
  graph: LayoutGraph<object, NodeLabel, EdgeLabel>,
  { edges }: Part,
): ReadonlyMap<GraphEdge, Route> {
  return new Map(
    edges.flatMap((edge): (readonly [GraphEdge, Route])[] => {
      if (edge.from === edge.to) return [];
      const { points = [], ...label } = graph.edge(edge.from, edge.to, edge.kind);
      return [[edge, { points, label: edge.label === undefined ? undefined : boxAround(label) }]];
    }),
  );
}
