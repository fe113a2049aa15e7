import type { GraphEdge } from '#analyzer/graph/graph.ts';
import type { Box, DrawnEdge, Point } from './drawing.ts';
import type { Route } from './layered.ts';

/** Where an edge meets its nodes. */
type Sides = 'right' | 'left' | 'below' | 'above';

interface Ends {
  readonly edge: GraphEdge;
  readonly from: Box;
  readonly to: Box;
  readonly leaves: Sides;
  readonly enters: Sides;
  readonly bends: readonly Point[];
  readonly label: Box | undefined;
}

/** Edges from the border of one node to that of the other, spread along the sides where many meet. */
export function edgeLines(
  edges: readonly GraphEdge[],
  boxes: ReadonlyMap<string, Box>,
  routes: ReadonlyMap<GraphEdge, Route>,
): readonly DrawnEdge[] {
  const ends = edges.flatMap((edge): Ends[] => {
    const [from, to, route] = [boxes.get(edge.from), boxes.get(edge.to), routes.get(edge)];
    if (!from || !to || !route) return [];
    return [
      {
        edge,
        from,
        to,
        ...sidesOf(from, to),
        bends: route.points.slice(1, -1),
        label: route.label,
      },
    ];
  });
  const points = spread(ends.flatMap(meetingsOf));
  return ends.map((end): DrawnEdge => {
    const { from: start, to: stop } = points.get(end) ?? {
      from: centre(end.from),
      to: centre(end.to),
    };
    return {
      edge: end.edge,
      points: [start, ...end.bends, stop],
      sideways: end.leaves === 'right' || end.leaves === 'left',
      label: end.label,
    };
  });
}

function sidesOf(from: Box, to: Box): { readonly leaves: Sides; readonly enters: Sides } {
  if (to.x >= from.x + from.width) return { leaves: 'right', enters: 'left' };
  if (to.x + to.width <= from.x) return { leaves: 'left', enters: 'right' };
  return to.y > from.y
    ? { leaves: 'below', enters: 'above' }
    : { leaves: 'above', enters: 'below' };
}

/** One end of an edge, where it meets a node. */
interface Meeting {
  readonly ends: Ends;
  readonly end: 'from' | 'to';
  readonly box: Box;
  readonly side: Sides;
  /** Where the edge leads from there; edges on one side stand in this order. */
  readonly towards: Point;
}

function meetingsOf(ends: Ends): readonly Meeting[] {
  const { from, to, bends, leaves, enters } = ends;
  return [
    { ends, end: 'from', box: from, side: leaves, towards: bends[0] ?? centre(to) },
    { ends, end: 'to', box: to, side: enters, towards: bends.at(-1) ?? centre(from) },
  ];
}

type Touching = { readonly from: Point; readonly to: Point };

/** Gives every edge a point of its own on the sides of its nodes. */
function spread(meetings: readonly Meeting[]): ReadonlyMap<Ends, Touching> {
  const sides = new Map<string, Meeting[]>();
  for (const meeting of meetings) {
    const key = `${meeting.side} ${meeting.ends.edge[meeting.end]}`;
    sides.set(key, [...(sides.get(key) ?? []), meeting]);
  }
  const points = new Map<Ends, Touching>();
  for (const side of sides.values()) {
    for (const [index, meeting] of side.toSorted(alongSide).entries()) {
      const { ends, end } = meeting;
      const known = points.get(ends) ?? { from: centre(ends.from), to: centre(ends.to) };
      points.set(ends, { ...known, [end]: pointOn(meeting, (index + 1) / (side.length + 1)) });
    }
  }
  return points;
}

function alongSide({ side, towards: a }: Meeting, { towards: b }: Meeting): number {
  return side === 'left' || side === 'right' ? a.y - b.y : a.x - b.x;
}

/** A point on a side of a box; corners stay free. */
function pointOn({ box, side }: Meeting, part: number): Point {
  const along = (start: number, length: number): number => start + length * (0.15 + 0.7 * part);
  switch (side) {
    case 'left':
      return { x: box.x, y: along(box.y, box.height) };
    case 'right':
      return { x: box.x + box.width, y: along(box.y, box.height) };
    case 'above':
      return { x: along(box.x, box.width), y: box.y };
    case 'below':
      return { x: along(box.x, box.width), y: box.y + box.height };
  }
}

function centre({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}
