import { type Area, areaAround } from './areas.ts';
import { nextNode } from './arrow-keys.ts';
import { type Camera, startCamera } from './camera.ts';
import type { NodeData, ViewData } from './data.ts';
import { element } from './elements.ts';
import { type Drawn, showOnly } from './picture.ts';

/** One picture of the page: what is chosen, what is pointed at, and what is left of it. */
export class View {
  readonly data: ViewData;
  readonly section: HTMLElement;
  readonly camera: Camera;
  readonly #svg: SVGSVGElement;
  readonly #drawn: Drawn;
  readonly #whole: Area;
  readonly #hearers: ((node: number | undefined) => void)[] = [];
  #selected: number | undefined;
  #shown: ReadonlySet<number>;
  /** Where the nodes are now. */
  #areas: readonly Area[];

  constructor(data: ViewData) {
    this.data = data;
    this.section = element(`view-${data.kind}`);
    const svg = this.section.querySelector('svg');
    if (!svg) throw new Error('a view without a picture');
    this.#svg = svg;
    const { width, height } = svg.viewBox.baseVal;
    this.#whole = { x: 0, y: 0, width, height };
    this.camera = startCamera(svg);
    const all = (name: string) => [...svg.querySelectorAll<SVGGElement>(name)];
    this.#drawn = { nodes: all('.node'), edges: all('.edge'), frames: all('.frame') };
    this.#shown = new Set(data.nodes.keys());
    this.#areas = data.nodes.map(({ box: [x, y, w, h] }) => ({ x, y, width: w, height: h }));
    for (const [index, node] of this.#drawn.nodes.entries()) this.#listen(node, index);
    svg.addEventListener('click', (event) => {
      const isBeside = event.target instanceof Element && !event.target.closest('.node');
      if (isBeside) this.#choose(undefined);
    });
  }

  get selected(): number | undefined {
    return this.#selected;
  }

  /** Chooses a node and makes sure that it can be seen. */
  select(node: number | undefined): void {
    if (node !== undefined && !this.#shown.has(node)) this.limit(new Set([...this.#shown, node]));
    this.#choose(node);
    const area = node === undefined ? undefined : this.#areas[node];
    if (area) this.camera.reveal(area);
  }

  onSelect(hear: (node: number | undefined) => void): void {
    this.#hearers.push(hear);
  }

  /** Leaves everything out but these nodes, and what joins them. */
  limit(kept: ReadonlySet<number>): void {
    this.#shown = kept;
    this.#areas = showOnly(this.data, this.#drawn, kept);
  }

  /** Shows all that is left as large as it fits. */
  fit(): void {
    const isAll = this.#shown.size === this.data.nodes.length;
    const areas = this.#areas.filter((_, index) => this.#shown.has(index));
    this.camera.fit((isAll ? undefined : areaAround(areas)) ?? this.#whole);
  }

  #choose(node: number | undefined): void {
    this.#selected = node;
    this.#mark(node, 'chosen');
    for (const [index, other] of this.#drawn.nodes.entries()) {
      other.setAttribute('tabindex', index === (node ?? 0) ? '0' : '-1');
    }
    for (const hear of this.#hearers) hear(node);
  }

  /** Brings a node and what it is joined with forward. */
  #mark(centre: number | undefined, mark: 'chosen' | 'pointed'): void {
    const { edges } = this.data;
    const near = new Set<number>();
    for (const { from, to } of edges) {
      if (from === centre) near.add(to);
      if (to === centre) near.add(from);
    }
    this.#svg.classList.toggle(`has-${mark}`, centre !== undefined);
    for (const [index, node] of this.#drawn.nodes.entries()) {
      node.classList.toggle(mark, index === centre);
      node.classList.toggle(`${mark}-near`, near.has(index));
    }
    for (const [index, edge] of this.#drawn.edges.entries()) {
      const joins = edges[index];
      const isNear = joins !== undefined && (joins.from === centre || joins.to === centre);
      edge.classList.toggle(`${mark}-near`, isNear);
    }
  }

  #listen(node: SVGGElement, index: number): void {
    node.setAttribute('tabindex', index === 0 ? '0' : '-1');
    node.setAttribute('role', 'button');
    node.setAttribute('aria-label', spoken(this.data.nodes[index]));
    node.querySelector('title')?.remove();
    node.addEventListener('click', () => this.#choose(index));
    node.addEventListener('pointerenter', () => this.#mark(index, 'pointed'));
    node.addEventListener('pointerleave', () => this.#mark(undefined, 'pointed'));
    node.addEventListener('keydown', (event) => this.#press(event, index));
  }

  #press(event: KeyboardEvent, index: number): void {
    if (event.key === 'Enter' || event.key === ' ') this.#choose(index);
    else if (event.key === 'Escape') this.#choose(undefined);
    else {
      const next = nextNode(this.#areas, { from: index, shown: this.#shown }, event.key);
      const area = next === undefined ? undefined : this.#areas[next];
      if (next === undefined || !area) return;
      this.camera.reveal(area);
      this.#drawn.nodes[next]?.setAttribute('tabindex', '0');
      this.#drawn.nodes[next]?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

function spoken(node: NodeData | undefined): string {
  if (!node) return '';
  const doubt = node.certain ? '' : ', not certain';
  return `${node.kindName} ${node.label}${doubt}. ${node.lines.join(', ')}`;
}
