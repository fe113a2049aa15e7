import type { Graph, GraphEdge, GraphNode, NodeKind } from './graph.ts';

/** Fewer than this are easier to read one by one. */
const fewest = 3;

/**
 * The same picture with fewer parts: nodes of one family that lie in one group,
 * belong to the same machines and are joined with the same others become one
 * that lists them. Chains fold together, because what is joined with folded
 * nodes is compared after folding: this is the coarsest such partition.
 */
export function fold(graph: Graph): Graph {
  const classes = stableClasses(graph);
  const members = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    const key = classes.get(node.id) ?? node.id;
    members.set(key, [...(members.get(key) ?? []), node]);
  }
  const foldedInto = new Map<string, string>();
  const nodes = [...members.values()].flatMap((same): readonly GraphNode[] => {
    if (same.length < fewest) return same;
    const folded = foldedNode(same);
    for (const { id } of same) foldedInto.set(id, folded.id);
    return [folded];
  });
  const end = (id: string): string => foldedInto.get(id) ?? id;
  return { ...graph, nodes, edges: joinedEdges(graph.edges, end) };
}

/** Splits classes until all members of one are joined with the same classes in the same way. */
function stableClasses({ nodes, edges }: Graph): ReadonlyMap<string, string> {
  let classes = new Map(nodes.map((node) => [node.id, firstClass(node)]));
  for (let count = 0; count < new Set(classes.values()).size; ) {
    count = new Set(classes.values()).size;
    const joins = new Map<string, Set<string>>();
    for (const edge of edges) {
      addJoin(joins, edge.from, `> ${classes.get(edge.to)} ${formOf(edge)}`);
      addJoin(joins, edge.to, `< ${classes.get(edge.from)} ${formOf(edge)}`);
    }
    const numbers = new Map<string, string>();
    classes = new Map(
      nodes.map(({ id }) => {
        const own = JSON.stringify([classes.get(id), [...(joins.get(id) ?? [])].sort()]);
        numbers.set(own, numbers.get(own) ?? String(numbers.size));
        return [id, numbers.get(own) ?? ''];
      }),
    );
  }
  return classes;
}

function firstClass({ id, kind, family, group, hosts, certain }: GraphNode): string {
  if (family === undefined) return JSON.stringify(['alone', id]);
  return JSON.stringify([kind, family, group, hosts.toSorted(), certain]);
}

function formOf({ kind, certain, mutual }: GraphEdge): string {
  return `${kind} ${certain} ${mutual}`;
}

function addJoin(joins: Map<string, Set<string>>, id: string, join: string): void {
  joins.set(id, (joins.get(id) ?? new Set()).add(join));
}

const nouns: { readonly [Kind in NodeKind]?: string } = {
  domain: 'names',
  record: 'records',
  secret: 'secrets',
  reader: 'readers',
  unknown: 'more',
  file: 'files',
  module: 'modules',
  code: 'files',
};

/** Deeper lists than this are not drawn, only told. */
const mostLines = 12;

function foldedNode(same: readonly GraphNode[]): GraphNode {
  const [first] = same;
  if (!first) throw new Error('nothing to fold');
  const names = same.map(({ label }) => label);
  const shown = names.length > mostLines + 1 ? names.slice(0, mostLines) : names;
  const rest = names.length - shown.length;
  const head = `${same.length} ${nouns[first.kind] ?? 'more'}`;
  return {
    ...first,
    id: `folded:${first.id}`,
    label: head,
    lines: [
      ...first.lines.filter((line) => same.every(({ lines }) => lines.includes(line))),
      ...shown,
      ...(rest > 0 ? [`and ${rest} more`] : []),
    ],
    facts: same.flatMap(({ label, facts }) => facts.map((each) => ({ ...each, of: label }))),
  };
}

function joinedEdges(
  edges: readonly GraphEdge[],
  end: (id: string) => string,
): readonly GraphEdge[] {
  const joined = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const moved = { ...edge, from: end(edge.from), to: end(edge.to) };
    const key = JSON.stringify([moved.kind, moved.from, moved.to, moved.certain]);
    const known = joined.get(key);
    joined.set(key, { ...moved, hosts: [...new Set([...(known?.hosts ?? []), ...moved.hosts])] });
  }
  return [...joined.values()];
}
