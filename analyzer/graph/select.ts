import type { Graph, GraphNode } from './graph.ts';

/** The part of a picture that has to do with some machines: what belongs to them, and what that is joined with. */
export function ofHosts(graph: Graph, hosts: readonly string[]): Graph {
  const isTheirs = ({ hosts: own }: Pick<GraphNode, 'hosts'>): boolean => {
    return own.some((host) => hosts.includes(host));
  };
  const kept = new Set(graph.nodes.filter(isTheirs).map(({ id }) => id));
  const near = graph.edges.filter((edge) => {
    const joins = kept.has(edge.from) || kept.has(edge.to);
    return joins && (edge.hosts.length === 0 || isTheirs(edge));
  });
  for (const { from, to } of near) kept.add(from).add(to);
  const nodes = graph.nodes.filter(({ id }) => kept.has(id));
  const groups = new Set(nodes.flatMap(({ group }) => group ?? []));
  return {
    ...graph,
    nodes,
    groups: graph.groups.filter(({ id }) => groups.has(id)),
    edges: graph.edges.filter(({ from, to }) => kept.has(from) && kept.has(to)),
  };
}
