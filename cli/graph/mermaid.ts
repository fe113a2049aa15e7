import type { Graph, GraphEdge, GraphNode } from '#analyzer/graph/graph.ts';
import { printable } from '../format/printable.ts';
import { nodeLooks } from './kinds.ts';

/** Pictures as one Mermaid flowchart; of several, each is a subgraph. */
export function mermaidText(graphs: readonly Graph[]): string {
  const parts = graphs.map((graph, index) => {
    const lines = graphLines(graph, `g${index}`);
    if (graphs.length === 1) return lines;
    return [
      `subgraph g${index}[${quoted(graph.title)}]`,
      ...indented(['direction LR', ...lines]),
      'end',
    ];
  });
  const kinds = new Set(graphs.flatMap(({ nodes }) => nodes.map(({ kind }) => kind)));
  const classes = [...kinds].map(
    (kind) => `classDef ${kind} stroke:${nodeLooks[kind].light},stroke-width:2px`,
  );
  return [
    'flowchart LR',
    ...indented([...parts.flat(), ...classes, 'classDef doubtful stroke-dasharray:5 4']),
    '',
  ].join('\n');
}

function graphLines({ groups, nodes, edges }: Graph, prefix: string): readonly string[] {
  const ids = new Map(nodes.map(({ id }, index) => [id, `${prefix}n${index}`]));
  const line = (node: GraphNode): string => nodeLine(node, ids.get(node.id) ?? '');
  const framed = groups.flatMap(({ id, label, complete }, index) => {
    const members = nodes.filter(({ group }) => group === id).map(line);
    const title = complete ? label : `${label} (maybe more)`;
    return [`subgraph ${prefix}f${index}[${quoted(title)}]`, ...indented(members), 'end'];
  });
  const free = nodes.filter(({ group }) => group === undefined).map(line);
  return [...framed, ...free, ...edges.map((edge) => edgeLine(edge, ids))];
}

function nodeLine({ kind, label, lines, certain }: GraphNode, id: string): string {
  const text = [label, ...lines].map(escapedText).join('<br/>');
  return `${id}["${text}"]:::${kind}${certain ? '' : `\n${id}:::doubtful`}`;
}

function edgeLine(edge: GraphEdge, ids: ReadonlyMap<string, string>): string {
  const label = edge.label === undefined ? '' : `|${quoted(edge.label)}|`;
  const start = edge.mutual ? '<' : '';
  const arrow = edge.certain ? `${start}-->` : `${start}-.->`;
  return `${ids.get(edge.from)} ${arrow}${label} ${ids.get(edge.to)}`;
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split('\n')).map((line) => `  ${line}`);
}

function quoted(text: string): string {
  return `"${escapedText(text)}"`;
}

/** Everything but letters, digits and a few harmless marks, as Mermaid's own entities. */
function escapedText(text: string): string {
  return printable(text).replace(/[^\p{L}\p{N} .,:/_?+-]/gu, (character) => {
    return `#${character.codePointAt(0)};`;
  });
}
