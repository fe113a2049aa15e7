import type { Box, Point } from './drawing.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pages are wider than high. */
const pageShape = 1.75;

/**
 * Places for rectangles, each as high up as it fits beside and below those
 * before it, so that the whole is about as wide as a page.
 */
export function onPage(items: readonly Size[], gap: number): readonly Box[] {
  const area = items.reduce((sum, { width, height }) => sum + (width + gap) * (height + gap), 0);
  const widest = Math.max(0, ...items.map(({ width }) => width));
  const room = Math.max(widest, Math.sqrt(area * pageShape));
  const boxes: Box[] = [];
  for (const size of items) boxes.push({ ...size, ...freePlace(size, boxes, { room, gap }) });
  return boxes;
}

interface Page {
  readonly room: number;
  readonly gap: number;
}

/** The highest place that is free, and of these the one furthest to the left. */
function freePlace(size: Size, boxes: readonly Box[], { room, gap }: Page): Point {
  const starts = [0, ...boxes.map(({ x, width }) => x + width + gap)];
  const places = starts
    .filter((x) => x + size.width <= room || x === 0)
    .map((x) => {
      const above = boxes.filter(
        (box) => box.x < x + size.width + gap && x < box.x + box.width + gap,
      );
      return { x, y: Math.max(0, ...above.map((box) => box.y + box.height + gap)) };
    });
  return places.toSorted((a, b) => a.y - b.y || a.x - b.x)[0] ?? { x: 0, y: 0 };
}

/** Places for rectangles that are drawn equally wide, in rows and columns; `shape` is how much wider than high the whole is. */
export function inGrid(items: readonly Size[], gap: number, shape: number): readonly Box[] {
  const width = Math.max(0, ...items.map((item) => item.width));
  const height = items.reduce((sum, item) => sum + item.height, 0) / Math.max(1, items.length);
  const count = Math.sqrt((items.length * (height + gap) * shape) / (width + gap));
  const columns = Math.min(items.length, Math.max(1, Math.round(count)));
  let y = 0;
  return items.map((_item, index) => {
    const column = index % columns;
    const row = items.slice(index - column, index - column + columns);
    if (column === 0 && index > 0) {
      const above = items.slice(index - columns, index);
      y += Math.max(...above.map((each) => each.height)) + gap;
    }
    const rowHeight = Math.max(...row.map((each) => each.height));
    return { x: column * (width + gap), y, width, height: rowHeight };
  });
}

/** The size of what lies around some boxes. */
export function extent(boxes: readonly Box[]): Box {
  if (boxes.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}
