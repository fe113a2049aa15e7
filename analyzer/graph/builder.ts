import type { Graph, GraphEdge, GraphFact, GraphGroup, GraphKind, GraphNode } from './graph.ts';

type NewNode = Pick<GraphNode, 'id' | 'kind' | 'label'> &
  Partial<GraphNode> & { readonly family?: string | undefined };
type NewEdge = Pick<GraphEdge, 'from' | 'to' | 'kind'> & Partial<GraphEdge>;

/** A picture while it is made. What is added twice is one, with the facts of both. */
export class GraphBuilder {
  readonly #groups = new Map<string, GraphGroup>();
  readonly #nodes = new Map<string, GraphNode>();
  readonly #edges = new Map<string, GraphEdge>();

  group(group: Pick<GraphGroup, 'id' | 'kind' | 'label'> & Partial<GraphGroup>): string {
    const known = this.#groups.get(group.id);
    this.#groups.set(group.id, {
      ...group,
      complete: (known?.complete ?? true) && (group.complete ?? true),
      facts: joined(known?.facts, group.facts),
    });
    return group.id;
  }

  node(node: NewNode): string {
    const known = this.#nodes.get(node.id);
    this.#nodes.set(node.id, {
      ...node,
      lines: joinedTexts(known?.lines, node.lines),
      group: node.group ?? known?.group,
      family: node.family ?? known?.family,
      hosts: joinedTexts(known?.hosts, node.hosts),
      certain: (known?.certain ?? true) && (node.certain ?? true),
      facts: joined(known?.facts, node.facts),
    });
    return node.id;
  }

  has(id: string): boolean {
    return this.#nodes.has(id);
  }

  /** One edge of a kind from one node to another. */
  edge(edge: NewEdge): void {
    const key = JSON.stringify([edge.kind, edge.from, edge.to]);
    const known = this.#edges.get(key);
    this.#edges.set(key, {
      ...edge,
      label: edge.label ?? known?.label,
      certain: (known?.certain ?? false) || (edge.certain ?? true),
      mutual: edge.mutual ?? known?.mutual ?? false,
      hosts: joinedTexts(known?.hosts, edge.hosts),
    });
  }

  build(about: Pick<Graph, 'kind' | 'title' | 'about'> & { readonly kind: GraphKind }): Graph {
    const nodes = [...this.#nodes.values()];
    const used = new Set(nodes.flatMap(({ group }) => group ?? []));
    return {
      ...about,
      groups: [...this.#groups.values()].filter(({ id }) => used.has(id)),
      nodes,
      edges: [...this.#edges.values()],
    };
  }
}

function joinedTexts(
  before: readonly string[] | undefined,
  more: readonly string[] | undefined,
): readonly string[] {
  return [...new Set([...(before ?? []), ...(more ?? [])])];
}

function joined(
  before: readonly GraphFact[] | undefined,
  more: readonly GraphFact[] | undefined,
): readonly GraphFact[] {
  const facts = new Map<string, GraphFact>();
  for (const each of [...(before ?? []), ...(more ?? [])]) facts.set(JSON.stringify(each), each);
  return [...facts.values()];
}
