import type { Graph, GraphEdge, GraphNode } from '#analyzer/graph/graph.ts';

/** What hangs together by edges or lies in one frame. */
export interface Part {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** The parts of a picture that nothing joins, in the order of their first nodes. */
export function partsOf({ nodes, edges }: Graph): readonly Part[] {
  const roots = new Map<string, string>();
  const root = (id: string): string => {
    const up = roots.get(id) ?? id;
    if (up === id) return id;
    const top = root(up);
    roots.set(id, top);
    return top;
  };
  const join = (a: string, b: string): void => {
    roots.set(root(b), root(a));
  };
  for (const { id, group } of nodes) if (group !== undefined) join(`group ${group}`, id);
  for (const { from, to } of edges) join(from, to);
  const parts = new Map<string, { nodes: GraphNode[]; edges: GraphEdge[] }>();
  for (const node of nodes) {
    const key = root(node.id);
    const part = parts.get(key) ?? { nodes: [], edges: [] };
    part.nodes.push(node);
    parts.set(key, part);
  }
  for (const edge of edges) parts.get(root(edge.from))?.edges.push(edge);
  return [...parts.values()];
}
