import type { Graph } from '#analyzer/graph/graph.ts';
import type { Places } from '../places.ts';
import { dotText } from './dot.ts';
import { graphJson } from './graph-json.ts';
import { htmlText } from './html.ts';
import { layOut } from './layout.ts';
import { mermaidText } from './mermaid.ts';
import { svgText } from './svg.ts';

export const graphFormats = ['mermaid', 'dot', 'svg', 'html', 'json'] as const;
export type GraphFormat = (typeof graphFormats)[number];

export interface GraphLook {
  readonly format: GraphFormat;
  /** What the repository is called. */
  readonly title: string;
  readonly places: Places;
}

/** Pictures in the form that was asked for. */
export function drawn(graphs: readonly Graph[], { format, title, places }: GraphLook): string {
  switch (format) {
    case 'mermaid':
      return mermaidText(graphs);
    case 'dot':
      return dotText(graphs);
    case 'json':
      return graphJson(graphs, places);
    case 'svg':
      return svgText(graphs.map(layOut), title);
    case 'html':
      return htmlText(graphs.map(layOut), { title, place: (site) => places.text(site) });
  }
}
