import type { EdgeKind } from '#analyzer/graph/graph.ts';
import { escaped } from '../format/escape.ts';
import {
  type Box,
  type Drawing,
  type DrawnEdge,
  type DrawnFrame,
  type DrawnNode,
  type Point,
  sizes,
} from './drawing.ts';
import { edgeLooks, factText, nodeLooks } from './kinds.ts';

/** The frames, edges and nodes of a picture. `prefix` keeps names apart where several pictures are on a page. */
export function drawingParts(drawing: Drawing, prefix: string): string {
  const numbers = new Map(drawing.nodes.map(({ node }, index) => [node.id, index]));
  const kinds = [...new Set(drawing.edges.map(({ edge }) => edge.kind))];
  return [
    `<defs>${kinds.map((kind) => arrow(kind, prefix)).join('')}</defs>`,
    `<g class="frames">${drawing.frames.map(frame).join('')}</g>`,
    `<g class="edges">${drawing.edges.map((edge) => edgeGroup(edge, { numbers, prefix })).join('')}</g>`,
    `<g class="nodes">${drawing.nodes.map((node, index) => nodeGroup(node, `${prefix}${index}`)).join('')}</g>`,
  ].join('\n');
}

function arrow(kind: EdgeKind, prefix: string): string {
  return (
    `<marker id="${prefix}arrow-${kind}" class="e-${kind}" viewBox="0 0 8 8" refX="7" refY="4" ` +
    'markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path class="arrow" d="M0 .5 8 4 0 7.5z"/></marker>'
  );
}

function frame({ group, label, x, y, width, height }: DrawnFrame): string {
  const title = [group.label, ...group.facts.map(factText)].map(escaped).join('\n');
  const open = group.complete ? '' : ' open';
  return (
    `<g class="frame${open}"><title>${title}</title>` +
    `<rect ${attributes({ x, y, width, height })} rx="10"/>` +
    `<text x="${round(x + sizes.framePadding)}" y="${round(y + 20)}">${escaped(label)}</text></g>`
  );
}

interface EdgeNames {
  readonly numbers: ReadonlyMap<string, number>;
  readonly prefix: string;
}

function edgeGroup(
  { edge, points, sideways, label }: DrawnEdge,
  { numbers, prefix }: EdgeNames,
): string {
  const [from, to] = [numbers.get(edge.from), numbers.get(edge.to)];
  const doubtful = edge.certain ? '' : ' doubtful';
  const start = edge.mutual ? ` marker-start="url(#${prefix}arrow-${edge.kind})"` : '';
  const text =
    label && edge.label !== undefined
      ? `<rect class="back" ${attributes(label)} rx="3"/>` +
        `<text x="${round(label.x + label.width / 2)}" y="${round(label.y + 12.5)}" text-anchor="middle">${escaped(edge.label)}</text>`
      : '';
  return (
    `<g class="edge e-${edge.kind}${doubtful}" data-from="${from}" data-to="${to}">` +
    `<title>${escaped(edgeLooks[edge.kind].name)}${edge.certain ? '' : ' (not certain)'}</title>` +
    `<path d="${curve(points, sideways)}"${start} marker-end="url(#${prefix}arrow-${edge.kind})"/>${text}</g>`
  );
}

/** A smooth line that leaves nodes, passes its bends and enters nodes at right angles. */
function curve(points: readonly Point[], sideways: boolean): string {
  const [first, ...others] = points;
  if (!first) return '';
  let before = first;
  const parts = others.map((point) => {
    const [dx, dy] = sideways ? [(point.x - before.x) / 2, 0] : [0, (point.y - before.y) / 2];
    const part = `C${round(before.x + dx)} ${round(before.y + dy)} ${round(point.x - dx)} ${round(point.y - dy)} ${round(point.x)} ${round(point.y)}`;
    before = point;
    return part;
  });
  return `M${round(first.x)} ${round(first.y)}${parts.join('')}`;
}

function nodeGroup(drawn: DrawnNode, id: string): string {
  const { node, label, lines, x, y } = drawn;
  const facts = [`${nodeLooks[node.kind].name}: ${node.label}`, ...node.facts.map(factText)];
  const left = x + sizes.padding + sizes.stripe;
  const top = y + sizes.padding + 9;
  const texts = lines.map((line, index) => {
    const below = top + sizes.labelHeight + index * sizes.lineHeight;
    return `<text class="line" x="${round(left)}" y="${round(below)}">${escaped(line)}</text>`;
  });
  return (
    `<g class="node n-${node.kind}${node.certain ? '' : ' doubtful'}" id="${id}">` +
    `<title>${facts.slice(0, mostFacts).map(escaped).join('\n')}</title>` +
    `<rect class="stripe" ${attributes(drawn)} rx="6"/>` +
    `<path class="face" d="${faceOf(drawn)}"/>` +
    `<rect class="box" ${attributes(drawn)} rx="6"/>` +
    `<text class="label" x="${round(left)}" y="${round(top)}">${escaped(label)}</text>${texts.join('')}</g>`
  );
}

function attributes({ x, y, width, height }: Box): string {
  return `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
}

/** A box without its coloured stripe on the left. */
function faceOf({ x, y, width, height }: Box): string {
  const [left, right] = [x + sizes.stripe, x + width];
  return [
    `M${round(left)} ${round(y)}H${round(right - 6)}a6 6 0 0 1 6 6`,
    `V${round(y + height - 6)}a6 6 0 0 1-6 6H${round(left)}z`,
  ].join('');
}

/** More do not fit on a screen when they are hovered over. */
const mostFacts = 30;

/** Tenths of a pixel are fine enough. */
function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
