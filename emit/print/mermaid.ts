import type { Graph, GraphEdge, GraphNode, NodeKind } from '#analyzer/graph/graph.ts';

/** How a flowchart is written beside what it shows. */
export interface MermaidStyle {
  /** Takes away what must not reach a page, such as marks that reorder text. */
  readonly printable: (text: string) => string;
  /** The colour of the frames of a kind; the reader's own where there is none. */
  readonly colour?: (kind: NodeKind) => string;
}

/** Pictures as one Mermaid flowchart; of several, each is a subgraph. */
export function flowchart(graphs: readonly Graph[], style: MermaidStyle): string {
  const parts = graphs.map((graph, index) => {
    const lines = graphLines(graph, { ...style, prefix: `g${index}` });
    if (graphs.length === 1) return lines;
    return [
      `subgraph g${index}[${quoted(graph.title, style)}]`,
      ...indented(['direction LR', ...lines]),
      'end',
    ];
  });
  const { colour } = style;
  const kinds = new Set(graphs.flatMap(({ nodes }) => nodes.map(({ kind }) => kind)));
  const classes = colour
    ? [...kinds].map((kind) => `classDef ${kind} stroke:${colour(kind)},stroke-width:2px`)
    : [];
  return [
    'flowchart LR',
    ...indented([...parts.flat(), ...classes, 'classDef doubtful stroke-dasharray:5 4']),
    '',
  ].join('\n');
}

/** How one of several pictures is written. */
interface PartStyle extends MermaidStyle {
  /** What the names of its nodes begin with. */
  readonly prefix: string;
}

function graphLines({ groups, nodes, edges }: Graph, style: PartStyle): readonly string[] {
  const { prefix } = style;
  const ids = new Map(nodes.map(({ id }, index) => [id, `${prefix}n${index}`]));
  const line = (node: GraphNode): string => nodeLine(node, ids.get(node.id) ?? '', style);
  const framed = groups.flatMap(({ id, label, complete }, index) => {
    const members = nodes.filter(({ group }) => group === id).map(line);
    const title = complete ? label : `${label} (maybe more)`;
    return [`subgraph ${prefix}f${index}[${quoted(title, style)}]`, ...indented(members), 'end'];
  });
  const free = nodes.filter(({ group }) => group === undefined).map(line);
  return [...framed, ...free, ...edges.map((edge) => edgeLine(edge, ids, style))];
}

function nodeLine(
  { kind, label, lines, certain }: GraphNode,
  id: string,
  style: MermaidStyle,
): string {
  const text = [label, ...lines].map((part) => escapedText(part, style)).join('<br/>');
  const name = style.colour ? `:::${kind}` : '';
  return `${id}["${text}"]${name}${certain ? '' : `\n${id}:::doubtful`}`;
}

function edgeLine(edge: GraphEdge, ids: ReadonlyMap<string, string>, style: MermaidStyle): string {
  const label = edge.label === undefined ? '' : `|${quoted(edge.label, style)}|`;
  const start = edge.mutual ? '<' : '';
  const arrow = edge.certain ? `${start}-->` : `${start}-.->`;
  return `${ids.get(edge.from)} ${arrow}${label} ${ids.get(edge.to)}`;
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split('\n')).map((line) => `  ${line}`);
}

function quoted(text: string, style: MermaidStyle): string {
  return `"${escapedText(text, style)}"`;
}

/** Everything but letters, digits and a few harmless marks, as Mermaid's own entities. */
function escapedText(text: string, { printable }: MermaidStyle): string {
  return printable(text).replace(/[^\p{L}\p{N} .,:/_?+-]/gu, (character) => {
    return `#${character.codePointAt(0)};`;
  });
}
