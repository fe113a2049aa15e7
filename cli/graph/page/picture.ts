import type { Area } from './areas.ts';
import type { ViewData } from './data.ts';
import { squeezed } from './squeeze.ts';

/** The drawn parts of a picture, in the order of its data. */
export interface Drawn {
  readonly nodes: readonly SVGGElement[];
  readonly edges: readonly SVGGElement[];
  readonly frames: readonly SVGGElement[];
}

/** How a point of the picture as it was drawn is moved. */
interface Move {
  readonly x: (point: number) => number;
  readonly y: (point: number) => number;
}

const frame = { side: 14, head: 30 } as const;

/**
 * Shows some nodes with what joins them, closer together, as though the rest
 * had never been there. Gives back where the nodes are then.
 */
export function showOnly(data: ViewData, drawn: Drawn, kept: ReadonlySet<number>): readonly Area[] {
  const move = kept.size === data.nodes.length ? stay : closer(data, kept);
  const areas = data.nodes.map(({ box: [x, y, width, height] }): Area => {
    return { x: move.x(x), y: move.y(y), width, height };
  });
  for (const [index, node] of drawn.nodes.entries()) {
    node.classList.toggle('out', !kept.has(index));
    const [x = 0, y = 0] = data.nodes[index]?.box ?? [];
    node.setAttribute('transform', `translate(${move.x(x) - x} ${move.y(y) - y})`);
  }
  for (const [index, edge] of drawn.edges.entries()) {
    const { from, to } = data.edges[index] ?? { from: -1, to: -1 };
    edge.classList.toggle('out', !kept.has(from) || !kept.has(to));
    bend(edge, move);
  }
  for (const [index, element] of drawn.frames.entries()) {
    const members = areas.filter((_, node) => kept.has(node) && data.nodes[node]?.frame === index);
    element.classList.toggle('out', members.length === 0);
    if (members.length > 0) surround(element, members, move === stay);
  }
  return areas;
}

const stay: Move = { x: (point) => point, y: (point) => point };

/** Nodes in frames need room for these. */
function closer({ nodes }: ViewData, kept: ReadonlySet<number>): Move {
  const left = nodes.filter((_, index) => kept.has(index));
  const across = left.map(({ box: [x, , width] }) => ({ start: x - 18, end: x + width + 18 }));
  const down = left.map(({ box: [, y, , height], frame: own }) => {
    return own < 0
      ? { start: y - 5, end: y + height + 5 }
      : { start: y - frame.head - 4, end: y + height + frame.side + 4 };
  });
  return { x: squeezed(across, 70), y: squeezed(down, 12) };
}

/** Moves every point of an edge, and its label. */
function bend(edge: SVGGElement, move: Move): void {
  const path = edge.querySelector('path');
  if (!path) return;
  const drawn = path.dataset.d ?? path.getAttribute('d') ?? '';
  path.dataset.d = drawn;
  let isAcross = false;
  const moved = drawn.replace(/-?[\d.]+/g, (number) => {
    isAcross = !isAcross;
    const point = Number(number);
    return String(Math.round((isAcross ? move.x(point) : move.y(point)) * 10) / 10);
  });
  path.setAttribute('d', moved);
  const back = edge.querySelector('.back');
  if (!back) return;
  const [x, y] = [Number(back.getAttribute('x')), Number(back.getAttribute('y'))];
  const shift = `translate(${move.x(x) - x} ${move.y(y) - y})`;
  back.setAttribute('transform', shift);
  edge.querySelector('text')?.setAttribute('transform', shift);
}

function surround(element: SVGGElement, members: readonly Area[], asDrawn: boolean): void {
  const [rect, text] = [element.querySelector('rect'), element.querySelector('text')];
  if (!rect || !text) return;
  const names = ['x', 'y', 'width', 'height'] as const;
  for (const name of names) rect.dataset[name] ??= rect.getAttribute(name) ?? '';
  const x = Math.min(...members.map((area) => area.x)) - frame.side;
  const y = Math.min(...members.map((area) => area.y)) - frame.head;
  const right = Math.max(...members.map((area) => area.x + area.width)) + frame.side;
  const bottom = Math.max(...members.map((area) => area.y + area.height)) + frame.side;
  const width = Math.max(right - x, text.getComputedTextLength() + 2 * frame.side);
  const now = { x, y, width, height: bottom - y };
  for (const name of names) {
    rect.setAttribute(name, asDrawn ? (rect.dataset[name] ?? '') : String(now[name]));
  }
  text.setAttribute('x', String(Number(rect.getAttribute('x')) + frame.side));
  text.setAttribute('y', String(Number(rect.getAttribute('y')) + 20));
}
