import type { Graph, GraphEdge, GraphNode } from '#analyzer/graph/graph.ts';
import { printable } from '../format/printable.ts';
import { edgeLooks, factText, nodeLooks } from './kinds.ts';

/** Pictures in the language of Graphviz, one `digraph` each. */
export function dotText(graphs: readonly Graph[]): string {
  return graphs.map(digraph).join('\n');
}

function digraph({ title, groups, nodes, edges }: Graph): string {
  const framed = groups.flatMap((group, index) => [
    `  subgraph "cluster_${index}" {`,
    `    label=${quoted(group.label)};`,
    `    style=${quoted(group.complete ? 'rounded' : 'rounded,dashed')};`,
    ...nodes.filter((node) => node.group === group.id).map((node) => `    ${nodeLine(node)}`),
    '  }',
  ]);
  return [
    `digraph ${quoted(title)} {`,
    '  rankdir=LR;',
    '  node [shape=box, style=rounded, fontname="Helvetica"];',
    '  edge [fontname="Helvetica", fontsize=10];',
    ...framed,
    ...nodes.filter(({ group }) => group === undefined).map((node) => `  ${nodeLine(node)}`),
    ...edges.map((edge) => `  ${edgeLine(edge)}`),
    '}',
    '',
  ].join('\n');
}

function nodeLine(node: GraphNode): string {
  const { id, kind, label, lines, certain, facts } = node;
  const attributes = [
    `label=${quoted([label, ...lines].join('\n'))}`,
    `tooltip=${quoted(facts.map(factText).join('\n'))}`,
    `color="${nodeLooks[kind].light}"`,
    ...(certain ? [] : ['style="rounded,dashed"']),
  ];
  return `${quoted(id)} [${attributes.join(', ')}];`;
}

function edgeLine({ from, to, kind, label, certain, mutual }: GraphEdge): string {
  const attributes = [
    `color="${edgeLooks[kind].light}"`,
    ...(label === undefined ? [] : [`label=${quoted(label)}`]),
    ...(mutual ? ['dir=both'] : []),
    ...(certain ? [] : ['style=dashed']),
  ];
  return `${quoted(from)} -> ${quoted(to)} [${attributes.join(', ')}];`;
}

/** A text in quotation marks; Graphviz reads backslashes in labels, so they are doubled. */
function quoted(text: string): string {
  const lines = text.split('\n').map((line) => {
    return printable(line).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  });
  return `"${lines.join('\\n')}"`;
}
