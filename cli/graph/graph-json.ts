import type { Graph, GraphFact } from '#analyzer/graph/graph.ts';
import { printableJson } from '../format/printable.ts';
import type { Places } from '../places.ts';

/** Pictures as data for other programs. */
export function graphJson(graphs: readonly Graph[], places: Places): string {
  const factJson = ({ name, value, at, certain, of }: GraphFact): object => ({
    name,
    value,
    certain,
    ...(of !== undefined && { of }),
    at: places.plain(at) ?? null,
  });
  const document = {
    version: 1,
    graphs: graphs.map(({ kind, title, about, groups, nodes, edges }) => ({
      kind,
      title,
      about,
      groups: groups.map(({ facts, ...group }) => ({ ...group, facts: facts.map(factJson) })),
      nodes: nodes.map(({ facts, group, family: _, ...node }) => ({
        ...node,
        group: group ?? null,
        facts: facts.map(factJson),
      })),
      edges: edges.map(({ label, ...edge }) => ({ ...edge, label: label ?? null })),
    })),
  };
  return `${printableJson(document)}\n`;
}
