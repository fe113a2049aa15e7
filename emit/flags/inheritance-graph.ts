import type { Facts } from '#analyzer/facts/facts.ts';
import { type EmitContext, emitter } from '../emitter.ts';
import type { Format } from '../format.ts';
import { type ProfileRow, wantedProfiles } from './wanted.ts';

export const inheritanceGraph = emitter({
  name: 'inheritance-graph',
  summary: 'Which file of settings builds on which, as a diagram or a tree.',
  inputs: ['profile', 'nix-file'],
  formats: ['mermaid', 'dot', 'text', 'markdown'],
  output: 'docs/profiles.mmd',
  effect: 'documentation',
  options: {
    style: {
      summary: 'In Markdown: a diagram, or a tree of text.',
      default: 'diagram',
      choices: ['diagram', 'tree'],
    },
    direction: {
      summary: 'In Mermaid: from the top down, or from left to right.',
      default: 'TD',
      choices: ['TD', 'LR'],
    },
  },
  emit: (context) => {
    const graph = graphOf(context);
    const { format, options } = context;
    return { parts: [{ names: {}, text: drawn(graph, format, options) }], problems: [] };
  },
});

/** Files of settings, and which of them each builds on. */
interface Graph {
  readonly nodes: readonly LayerNode[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

interface LayerNode {
  readonly file: string;
  /** The profiles that the file is the leaf of, or the name of the file. */
  readonly label: string;
  readonly isProfile: boolean;
}

function graphOf(context: EmitContext<unknown>): Graph {
  const { facts, compare } = context;
  const profiles = wantedProfiles(context);
  const files = [...new Set(profiles.flatMap(({ layers }) => layers))];
  const leaves = new Map<string, string[]>();
  for (const { leaf, name } of profiles)
    if (leaf !== undefined) leaves.set(leaf, [...(leaves.get(leaf) ?? []), name]);
  const nodes = files.map((file): LayerNode => {
    const names = leaves.get(file);
    return { file, label: names?.join(', ') ?? file, isProfile: names !== undefined };
  });
  const label = new Map(nodes.map((node) => [node.file, node.label]));
  const edges = [...new Set(profiles.flatMap((profile) => edgesOf(facts, profile)))].map((edge) => {
    const [from = '', to = ''] = edge.split('\n');
    return { from, to };
  });
  const byLabel = (a: string, b: string) => compare(label.get(a) ?? a, label.get(b) ?? b);
  return {
    nodes: nodes.toSorted((a, b) => byLabel(a.file, b.file)),
    edges: edges.toSorted((a, b) => byLabel(a.from, b.from) || byLabel(a.to, b.to)),
  };
}

/** From each layer to those that import it; what imports no other layer builds on the defaults. */
function edgesOf(facts: Facts, { layers }: ProfileRow): readonly string[] {
  const [defaults, ...others] = layers;
  const importers = new Map(
    facts.table('nix-file').rows.map((row) => [row.file, new Set(row.importers)]),
  );
  return others.flatMap((file) => {
    const bases = others.filter((base) => base !== file && importers.get(base)?.has(file));
    const from = bases.length > 0 ? bases : defaults === undefined ? [] : [defaults];
    return from.map((base) => `${base}\n${file}`);
  });
}

interface Style {
  readonly style: string;
  readonly direction: string;
}

function drawn(graph: Graph, format: Format, options: Style): string {
  if (format === 'dot') return dot(graph);
  if (format === 'text') return tree(graph);
  if (format !== 'markdown') return mermaid(graph, options);
  return options.style === 'tree'
    ? `\`\`\`text\n${tree(graph)}\`\`\`\n`
    : `\`\`\`mermaid\n${mermaid(graph, options)}\`\`\`\n`;
}

function mermaid({ nodes, edges }: Graph, { direction }: Style): string {
  const ids = new Map(nodes.map(({ file }, index) => [file, `n${index + 1}`]));
  const shapes = nodes.map(({ file, label, isProfile }) => {
    const [open, close] = isProfile ? ['(', ')'] : ['[', ']'];
    const text = label.replaceAll('"', '#quot;');
    return `  ${ids.get(file)}${open}"${text}"${close}\n`;
  });
  const arrows = edges.map(({ from, to }) => `  ${ids.get(from)} --> ${ids.get(to)}\n`);
  return [`graph ${direction}\n`, ...shapes, ...arrows].join('');
}

function dot({ nodes, edges }: Graph): string {
  const shapes = nodes.map(({ file, label, isProfile }) => {
    const shape = isProfile ? 'ellipse' : 'box';
    return `  ${quoted(file)} [label=${quoted(label)}, shape=${shape}];\n`;
  });
  const arrows = edges.map(({ from, to }) => `  ${quoted(from)} -> ${quoted(to)};\n`);
  return ['digraph profiles {\n', ...shapes, ...arrows, '}\n'].join('');
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

function tree({ nodes, edges }: Graph): string {
  const labels = new Map(nodes.map((node) => [node.file, node]));
  const isBelow = new Set(edges.map(({ to }) => to));
  const line = (file: string): string => {
    const node = labels.get(file);
    return node?.isProfile ? `${node.label} (${file})` : file;
  };
  const below = (file: string, indent: string): string => {
    const children = edges.filter(({ from }) => from === file);
    return children
      .map(({ to }, index) => {
        const isLast = index === children.length - 1;
        const rest = below(to, `${indent}${isLast ? '    ' : '│   '}`);
        return `${indent}${isLast ? '└── ' : '├── '}${line(to)}\n${rest}`;
      })
      .join('');
  };
  const roots = nodes.filter(({ file }) => !isBelow.has(file));
  return roots.map(({ file }) => `${line(file)}\n${below(file, '')}`).join('');
}
