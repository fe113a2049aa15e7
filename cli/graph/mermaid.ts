import type { Graph } from '#analyzer/graph/graph.ts';
import { flowchart } from '#emit/print/mermaid.ts';
import { printable } from '../format/printable.ts';
import { nodeLooks } from './kinds.ts';

/** Pictures as one Mermaid flowchart in our colours; of several, each is a subgraph. */
export function mermaidText(graphs: readonly Graph[]): string {
  return flowchart(graphs, { printable, colour: (kind) => nodeLooks[kind].light });
}
