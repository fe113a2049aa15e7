import type { Area } from './areas.ts';

export interface Camera {
  /** Shows an area as large as it fits, but never larger than it was drawn. */
  readonly fit: (area: Area) => void;
  readonly zoom: (factor: number) => void;
  /** Moves so that an area can be seen, when it cannot. */
  readonly reveal: (area: Area) => void;
}

const border = 28;

/** Moving and zooming with mouse, fingers and wheel. */
export function startCamera(svg: SVGSVGElement): Camera {
  let seen: Area = {
    x: 0,
    y: 0,
    width: svg.viewBox.baseVal.width,
    height: svg.viewBox.baseVal.height,
  };
  const look = (area: Area): void => {
    seen = area;
    svg.setAttribute('viewBox', `${area.x} ${area.y} ${area.width} ${area.height}`);
  };
  /** Units of the picture in one pixel. */
  const scale = (): number => {
    const { clientWidth, clientHeight } = svg;
    return Math.max(seen.width / Math.max(1, clientWidth), seen.height / Math.max(1, clientHeight));
  };
  const around = (centreX: number, centreY: number, unit: number): void => {
    const [width, height] = [svg.clientWidth * unit, svg.clientHeight * unit];
    look({ x: centreX - width / 2, y: centreY - height / 2, width, height });
  };
  const zoomAt = (factor: number, point: { readonly x: number; readonly y: number }): void => {
    const unit = Math.min(40, Math.max(0.25, scale() / factor));
    const [width, height] = [svg.clientWidth * unit, svg.clientHeight * unit];
    const [right, down] = [(point.x - seen.x) / seen.width, (point.y - seen.y) / seen.height];
    look({ x: point.x - width * right, y: point.y - height * down, width, height });
  };
  const camera: Camera = {
    fit: ({ x, y, width, height }) => {
      const across = (width + 2 * border) / Math.max(1, svg.clientWidth);
      const down = (height + 2 * border) / Math.max(1, svg.clientHeight);
      around(x + width / 2, y + height / 2, Math.max(0.8, across, down));
    },
    zoom: (factor) => zoomAt(factor, { x: seen.x + seen.width / 2, y: seen.y + seen.height / 2 }),
    reveal: (area) => {
      const inside =
        area.x >= seen.x &&
        area.y >= seen.y &&
        area.x + area.width <= seen.x + seen.width &&
        area.y + area.height <= seen.y + seen.height;
      if (!inside)
        around(area.x + area.width / 2, area.y + area.height / 2, Math.min(scale(), 1.3));
    },
  };
  listen(svg, { seen: () => seen, look, zoomAt });
  return camera;
}

interface Moving {
  readonly seen: () => Area;
  readonly look: (area: Area) => void;
  readonly zoomAt: (factor: number, point: { readonly x: number; readonly y: number }) => void;
}

function listen(svg: SVGSVGElement, { seen, look, zoomAt }: Moving): void {
  const place = ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }) => {
    const { left, top, width, height } = svg.getBoundingClientRect();
    const area = seen();
    return {
      x: area.x + ((clientX - left) / width) * area.width,
      y: area.y + ((clientY - top) / height) * area.height,
    };
  };
  svg.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      zoomAt(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0016)), place(event));
    },
    { passive: false },
  );
  const fingers = new Map<number, PointerEvent>();
  svg.addEventListener('pointerdown', (event) => fingers.set(event.pointerId, event));
  svg.addEventListener('pointermove', (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const other = [...fingers.values()].find(({ pointerId }) => pointerId !== event.pointerId);
    if (other) zoomAt(distance(event, other) / Math.max(1, distance(before, other)), place(other));
    else {
      const area = seen();
      const [from, to] = [place(before), place(event)];
      look({ ...area, x: area.x + from.x - to.x, y: area.y + from.y - to.y });
      if (!svg.hasPointerCapture(event.pointerId) && distance(before, event) > 2)
        svg.setPointerCapture(event.pointerId);
    }
    fingers.set(event.pointerId, event);
  });
  const end = (event: PointerEvent): void => {
    fingers.delete(event.pointerId);
  };
  svg.addEventListener('pointerup', end);
  svg.addEventListener('pointercancel', end);
}

function distance(a: PointerEvent, b: PointerEvent): number {
  return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
}
